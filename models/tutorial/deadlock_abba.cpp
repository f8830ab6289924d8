// The deadlock of the tutorial: two threads take two locks in opposite orders. When each has its
// first lock, each waits for the other's for ever.

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

void deadlock_abba() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  thread thread_1{"thread 1", [&] {
                    const lock_guard first{lock_a};
                    const lock_guard second{lock_b};
                  }};
  thread thread_2{"thread 2", [&] {
                    const lock_guard first{lock_b};
                    const lock_guard second{lock_a};
                  }};
  thread_1.join();
  thread_2.join();
}

const model registration{{.name = "tutorial.deadlock.abba",
                          .summary = "two locks taken in opposite orders",
                          .body = deadlock_abba,
                          .expect = {finding_kind::deadlock}}};

}  // namespace
}  // namespace heddle::models
