// Double-checked locking: look without the lock whether the thing is made, and only if not, take
// the lock and look again. The first look races with the making, so another task can see the mark
// and not the thing; an atomic mark mends it, if it is released and acquired. Schmidt and Harrison
// gave the pattern its name (1996); Bacon and others declared it broken (2000).

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int the_answer = 42;

/// The mark is a plain variable.
struct plain_mark {
  int get() {
    if (!made) {
      const lock_guard guard{lock};
      if (!made) {
        value = the_answer;
        made = true;
      }
    }
    return value;
  }

  mutex lock{"lock"};
  var<bool> made{false, "made"};
  var<int> value{0, "value"};
};

/// The mark is atomic, with the given orders.
struct atomic_mark {
  int get() {
    if (!made.load(looking)) {
      const lock_guard guard{lock};
      if (!made.load(memory_order_relaxed)) {
        value = the_answer;
        made.store(true, marking);
      }
    }
    return value;
  }

  memory_order looking;
  memory_order marking;
  mutex lock{"lock"};
  atomic<bool> made{false, "made"};
  var<int> value{0, "value"};
};

void ask_twice(auto& thing) {
  const auto ask = [&] { check(thing.get() == the_answer, "nobody sees half a thing"); };
  thread first{"first", ask};
  thread second{"second", ask};
  first.join();
  second.join();
}

void plain() {
  plain_mark thing;
  ask_twice(thing);
}

void relaxed() {
  atomic_mark thing{memory_order_relaxed, memory_order_relaxed};
  ask_twice(thing);
}

void right() {
  atomic_mark thing{memory_order_acquire, memory_order_release};
  ask_twice(thing);
}

const model plain_registration{{.name = "classic.double_checked.plain",
                                .summary = "looks at a plain variable without the lock",
                                .body = plain,
                                .expect = {finding_kind::data_race}}};
const model relaxed_registration{{.name = "classic.double_checked.relaxed",
                                  .summary = "looks at an atomic that orders nothing",
                                  .body = relaxed,
                                  .expect = {finding_kind::data_race}}};
const model right_registration{{.name = "classic.double_checked.right",
                                .summary = "looks at an atomic that is released and acquired",
                                .body = right}};

}  // namespace
}  // namespace heddle::models
