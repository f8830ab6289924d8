// The deadlock of the tutorial, mended: one lock stands for both, so that nobody holds one while it
// waits for another (the second of Coffman's conditions).

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

void deadlock_one_lock() {
  mutex lock{"lock"};
  const auto finish = [&](const char* me) {
    const lock_guard guard{lock};
    observe("last", me);
  };
  thread thread_1{"thread 1", finish, "thread 1"};
  thread thread_2{"thread 2", finish, "thread 2"};
  thread_1.join();
  thread_2.join();
}

const model registration{{.name = "tutorial.deadlock.one_lock",
                          .summary = "one lock stands for both",
                          .body = deadlock_one_lock}};

}  // namespace
}  // namespace heddle::models
