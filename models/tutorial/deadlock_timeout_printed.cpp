// The tutorial's way out of its deadlock word for word, with all that it prints, in quiescent time:
// a time-out passes only when nothing else can go on. The output that the tutorial shows is one of
// the outcomes, told by `as in the tutorial`. (There both threads print their first lines at once,
// so that these are run together; here one comes before the other.)
//
// The program has a mistake that its output does not show: who gets its second lock never gives it
// back. So at most one of the two threads can ever finish, and its second lock stays locked. The
// model `tutorial.deadlock.timeout` gives both locks back.

#include <chrono>
#include <string>
#include <string_view>

#include "checker/model.hpp"
#include "models/python/console.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view the_tutorials_output =
    "Thread 1 acquired lock A | "
    "Thread 2 acquired lock B | "
    "Thread 2 could not acquire lock A, releasing lock B | "
    "Thread 1 acquired lock B | "
    "Thread 1 finished!";

/// A lock of the program and its name in what is printed.
struct named_lock {
  timed_mutex lock;
  std::string name;
};

named_lock lock_a{timed_mutex{"lock A"}, "lock A"};
named_lock lock_b{timed_mutex{"lock B"}, "lock B"};

void thread_timeout(python::console& console, const std::string& me, named_lock& first,
                    named_lock& second) {
  if (!first.lock.try_lock_for(2s)) {
    console.print(me + " could not acquire " + first.name);
    return;
  }
  console.print(me + " acquired " + first.name);
  if (second.lock.try_lock_for(2s)) {
    console.print(me + " acquired " + second.name);
    console.print(me + " finished!");
  } else {
    console.print(me + " could not acquire " + second.name + ", releasing " + first.name);
  }
  first.lock.unlock();
}

void deadlock_timeout_printed() {
  python::console console;
  thread t1{"thread 1", [&] { thread_timeout(console, "Thread 1", lock_a, lock_b); }};
  thread t2{"thread 2", [&] { thread_timeout(console, "Thread 2", lock_b, lock_a); }};
  t1.join();
  t2.join();
  const std::string output = console.printed();
  observe("output", output);
  observe("as in the tutorial", output == the_tutorials_output);
}

const model registration{{.name = "tutorial.deadlock.timeout_printed",
                          .summary = "the tutorial's own, with what it prints: a lock is kept",
                          .body = deadlock_timeout_printed,
                          .expect = {finding_kind::leak},
                          .options = {.time = scheduler::time_mode::quiescent}}};

}  // namespace
}  // namespace heddle::models
