// The smallest bug there is: two tasks add one to a counter, each reads it before the other has
// written, and one increment is lost. Making the variable atomic takes the data race away, and not
// the bug, as long as the read and the write are two operations. The lost update of databases:
// Gray, Lorie, Putzolu and Traiger, "Granularity of locks and degrees of consistency in a shared
// data base", 1976.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

template <class Counter>
void count_to_two(void (*add_one)(Counter&)) {
  Counter counter{0, "counter"};
  thread first{"first", [&] { add_one(counter); }};
  thread second{"second", [&] { add_one(counter); }};
  first.join();
  second.join();
  check(counter == 2, "no increment is lost");
}

void add_to_plain(var<int>& counter) { counter += 1; }

void read_then_write(atomic<int>& counter) {
  const int before = counter.load();
  counter.store(before + 1);
}

void add_at_once(atomic<int>& counter) { counter += 1; }

const model plain_registration{
    {.name = "classic.counter.plain",
     .summary = "two tasks add to a plain variable",
     .body = [] { count_to_two(add_to_plain); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};
const model steps_registration{{.name = "classic.counter.two_steps",
                                .summary = "an atomic that is read, then written",
                                .body = [] { count_to_two(read_then_write); },
                                .expect = {{finding_kind::invariant, "no increment is lost"}}}};
const model atomic_registration{{.name = "classic.counter.atomic",
                                 .summary = "an atomic that is added to in one operation",
                                 .body = [] { count_to_two(add_at_once); }}};

}  // namespace
}  // namespace heddle::models
