// A thing is made by whoever needs it first. If two need it at once and nothing keeps them apart,
// both make it, and the second replaces what the first may already be using. `call_once` is the
// answer of the standard library; Lea, "Concurrent Programming in Java", second edition, 1999,
// discusses lazy initialisation at length.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/once.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

struct unlocked {
  void need() {
    if (times_made == 0) times_made += 1;
  }

  var<int> times_made{0, "times made"};
};

struct once {
  void need() {
    call_once(made, [this] { times_made += 1; });
  }

  once_flag made{"made"};
  var<int> times_made{0, "times made"};
};

template <class Thing>
void need_twice() {
  Thing thing;
  thread first{"first", [&] { thing.need(); }};
  thread second{"second", [&] { thing.need(); }};
  first.join();
  second.join();
  check(thing.times_made == 1, "it is made once");
}

const model unlocked_registration{
    {.name = "classic.lazy_initialisation.unlocked",
     .summary = "two tasks make the same thing",
     .body = need_twice<unlocked>,
     .expect = {finding_kind::data_race, {finding_kind::invariant, "it is made once"}}}};
const model once_registration{{.name = "classic.lazy_initialisation.call_once",
                               .summary = "call_once lets one task make it",
                               .body = need_twice<once>}};

}  // namespace
}  // namespace heddle::models
