// The deadlock of the tutorial, mended: both threads take the two locks in the same order, so that
// no circle of waits can close (the fourth of Coffman's conditions).

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

void deadlock_ordered() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  const auto finish = [&](const char* me) {
    const lock_guard first{lock_a};
    const lock_guard second{lock_b};
    observe("last", me);
  };
  thread thread_1{"thread 1", finish, "thread 1"};
  thread thread_2{"thread 2", finish, "thread 2"};
  thread_1.join();
  thread_2.join();
}

const model registration{{.name = "tutorial.deadlock.ordered",
                          .summary = "both threads take the locks in one order",
                          .body = deadlock_ordered}};

}  // namespace
}  // namespace heddle::models
