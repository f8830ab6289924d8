// Who could not have its second lock in time gives the first back, as in the tutorial, and then
// tries again instead of giving up. Now both can do so for ever, each time at the same moment: the
// deadlock has become a livelock. Taking the locks in one order needs no second try.

#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

void take_both(timed_mutex& first, timed_mutex& second) {
  for (;;) {
    if (!first.try_lock_for(2s)) continue;
    const bool both = second.try_lock_for(2s);
    if (both) second.unlock();
    first.unlock();
    if (both) return;
  }
}

void deadlock_retry() {
  timed_mutex lock_a{"lock A"};
  timed_mutex lock_b{"lock B"};
  thread thread_1{"thread 1", [&] { take_both(lock_a, lock_b); }};
  thread thread_2{"thread 2", [&] { take_both(lock_b, lock_a); }};
  thread_1.join();
  thread_2.join();
}

const model registration{{.name = "tutorial.deadlock.retry",
                          .summary = "who waited two seconds in vain gives way and tries again",
                          .body = deadlock_retry,
                          .expect = {finding_kind::livelock},
                          .options = {.steps = 9}}};

}  // namespace
}  // namespace heddle::models
