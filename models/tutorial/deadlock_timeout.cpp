// The tutorial's way out of its deadlock: wait for a lock two seconds at most, then give up and
// release what one has. Nobody waits for ever; but a thread may give up, and so may both. Who gets
// both locks gives both back, which the tutorial forgets: `tutorial.deadlock.timeout_printed`.

#include <chrono>
#include <string_view>

#include "checker/model.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

std::string_view take_both(timed_mutex& first, timed_mutex& second) {
  if (!first.try_lock_for(2s)) return "no first lock";
  const bool both = second.try_lock_for(2s);
  if (both) second.unlock();
  first.unlock();
  return both ? "finished" : "gave up";
}

void deadlock_timeout() {
  timed_mutex lock_a{"lock A"};
  timed_mutex lock_b{"lock B"};
  thread thread_1{"thread 1", [&] { observe("thread 1", take_both(lock_a, lock_b)); }};
  thread thread_2{"thread 2", [&] { observe("thread 2", take_both(lock_b, lock_a)); }};
  thread_1.join();
  thread_2.join();
}

const model registration{{.name = "tutorial.deadlock.timeout",
                          .summary = "the same two locks, waiting two seconds at most",
                          .body = deadlock_timeout}};

}  // namespace
}  // namespace heddle::models
