// A deadlock needs four things at once: mutual exclusion, hold and wait, no preemption, and a
// circular wait (Coffman, Elphick and Shoshani, "System deadlocks", 1971). Each of these models
// takes one of them from the two locks of `tutorial.deadlock.abba`, and nobody waits for ever;
// `tutorial.deadlock.timeout`, which gives locks back, takes away no preemption.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/shared_lock.hpp"
#include "scheduler/primitives/shared_mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Who only reads can share: both tasks have both locks, in opposite orders.
void no_mutual_exclusion() {
  shared_mutex lock_a{"lock A"};
  shared_mutex lock_b{"lock B"};
  var<int> value_a{1, "value A"};
  var<int> value_b{2, "value B"};
  const auto read_under = [&](shared_mutex& first_lock, shared_mutex& second_lock) {
    const shared_lock first{first_lock};
    const shared_lock second{second_lock};
    const int a = value_a;
    const int b = value_b;
    check(a < b, "the values are in order");
  };
  thread thread_1{"thread 1", [&] { read_under(lock_a, lock_b); }};
  thread thread_2{"thread 2", [&] { read_under(lock_b, lock_a); }};
  thread_1.join();
  thread_2.join();
}

/// Atomics need no locks.
void no_locks() {
  atomic<int> value_a{0, "value A"};
  atomic<int> value_b{0, "value B"};
  thread thread_1{"thread 1", [&] {
                    value_a += 1;
                    value_b += 1;
                  }};
  thread thread_2{"thread 2", [&] {
                    value_b += 1;
                    value_a += 1;
                  }};
  thread_1.join();
  thread_2.join();
  check(value_a == 2, "no increment of A is lost");
  check(value_b == 2, "no increment of B is lost");
}

/// Both at once: whoever cannot have the second lock does not keep the first.
void no_hold_and_wait() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  thread thread_1{"thread 1", [&] { const scoped_lock both{lock_a, lock_b}; }};
  thread thread_2{"thread 2", [&] { const scoped_lock both{lock_b, lock_a}; }};
  thread_1.join();
  thread_2.join();
}

/// Everybody takes lock A first.
void no_circular_wait() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  const auto in_order = [&] {
    const lock_guard first{lock_a};
    const lock_guard second{lock_b};
  };
  thread thread_1{"thread 1", in_order};
  thread thread_2{"thread 2", in_order};
  thread_1.join();
  thread_2.join();
}

const model exclusion_registration{{.name = "classic.coffman.no_mutual_exclusion",
                                    .summary = "two shared locks taken in opposite orders",
                                    .body = no_mutual_exclusion}};
const model locks_registration{{.name = "classic.coffman.no_locks",
                                .summary = "two atomics changed in opposite orders",
                                .body = no_locks}};
const model hold_registration{{.name = "classic.coffman.no_hold_and_wait",
                               .summary = "two locks taken at once",
                               .body = no_hold_and_wait}};
const model circle_registration{{.name = "classic.coffman.no_circular_wait",
                                 .summary = "two locks taken in one order",
                                 .body = no_circular_wait}};

}  // namespace
}  // namespace heddle::models
