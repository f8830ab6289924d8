#include "scheduler/primitives/mutex.hpp"

#include <array>
#include <chrono>
#include <mutex>
#include <optional>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/recursive_mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

namespace {

/// Adds 1 to a counter in two steps, holding what `Guard` holds.
template <class Guard, class Mutex>
texts count_twice() {
  return outcomes_of([] {
    heddle::var<int> counter{0, "counter"};
    Mutex mutex;
    const auto add = [&] {
      Guard guard{mutex};
      counter = counter + 1;
    };
    heddle::together({add, add});
    heddle::observe("counter", counter);
  });
}

struct no_guard {
  template <class Mutex>
  explicit no_guard(Mutex& /*mutex*/) {}
  ~no_guard() {}  // NOLINT: so that no variable of it is unused
};

}  // namespace

TEST_CASE("mutexes exclude each other's critical sections") {
  CHECK(count_twice<no_guard, heddle::mutex>() == texts{"counter=1", "counter=2"});
  CHECK(count_twice<std::lock_guard<heddle::mutex>, heddle::mutex>() == texts{"counter=2"});
  CHECK(count_twice<std::unique_lock<heddle::mutex>, heddle::mutex>() == texts{"counter=2"});
  CHECK(count_twice<std::scoped_lock<heddle::mutex>, heddle::mutex>() == texts{"counter=2"});
  CHECK(count_twice<std::lock_guard<heddle::timed_mutex>, heddle::timed_mutex>() ==
        texts{"counter=2"});
  CHECK(count_twice<std::lock_guard<heddle::recursive_mutex>, heddle::recursive_mutex>() ==
        texts{"counter=2"});
  CHECK(count_twice<std::lock_guard<heddle::recursive_timed_mutex>,
                    heddle::recursive_timed_mutex>() == texts{"counter=2"});
}

TEST_CASE("try_lock fails exactly while another task holds the mutex") {
  const auto body = [] {
    heddle::mutex mutex{"m"};
    bool first = false;
    bool second = false;
    heddle::together({[&] {
                        first = mutex.try_lock();
                        if (first) mutex.unlock();
                      },
                      [&] {
                        second = mutex.try_lock();
                        if (second) mutex.unlock();
                      }});
    heddle::observe("first", first);
    heddle::observe("second", second);
  };
  CHECK(outcomes_of(body) ==
        texts{"first=false second=true", "first=true second=false", "first=true second=true"});
}

TEST_CASE("taking a mutex twice blocks its task; a recursive one counts") {
  CHECK(outcomes_of([] {
          heddle::mutex mutex;
          mutex.lock();
          mutex.lock();
        }) == texts{"[stuck]"});
  // The other task gets in only after the second unlock.
  CHECK(outcomes_of([] {
          heddle::recursive_mutex mutex;
          heddle::var<int> depth{0};
          heddle::together({[&] {
                              mutex.lock();
                              depth = 1;
                              mutex.lock();
                              mutex.unlock();
                              depth = 0;
                              mutex.unlock();
                            },
                            [&] {
                              std::lock_guard guard{mutex};
                              heddle::check(depth == 0, "alone");
                            }});
        }) == texts{""});
}

TEST_CASE("misuse of mutexes is reported") {
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          mutex.unlock();
        }) == misuse::unlock_not_locked);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          mutex.lock();
          heddle::thread stranger{[&] { mutex.unlock(); }};
          stranger.join();
          mutex.unlock();
        }) == misuse::unlock_not_owner);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          mutex.lock();
        }) == misuse::destroyed_while_held);
  CHECK(misuse_of([] {
          heddle::recursive_mutex mutex;
          mutex.lock();
          mutex.unlock();
          mutex.unlock();
        }) == misuse::unlock_not_locked);
}

TEST_CASE("timed attempts give up only while the mutex is held") {
  const auto body = [] {
    heddle::timed_mutex mutex{"m"};
    bool taken = false;
    heddle::together({[&] {
                        mutex.lock();
                        mutex.unlock();
                      },
                      [&] {
                        taken = mutex.try_lock_for(1s);
                        if (taken) mutex.unlock();
                      }});
    heddle::observe("taken", taken);
  };
  CHECK(outcomes_of(body) == texts{"taken=false", "taken=true"});
  // In quiescent time a second never passes while the holder can go on.
  CHECK(outcomes_of(body, quiescent) == texts{"taken=true"});
}

TEST_CASE("the deadline of an attempt is in virtual time") {
  // The holder sleeps for 2 s: an attempt of 1 s fails, one of 3 s succeeds.
  const auto attempt = [](std::chrono::nanoseconds patience) {
    return outcomes_of(
        [patience] {
          heddle::timed_mutex mutex;
          mutex.lock();
          bool taken = false;
          heddle::thread other{[&] {
            taken = mutex.try_lock_for(patience);
            if (taken) mutex.unlock();
          }};
          heddle::scheduler::current().sleep_until(2s, {});
          mutex.unlock();
          other.join();
          heddle::observe("taken", taken);
        },
        quiescent);
  };
  CHECK(attempt(1s) == texts{"taken=false"});
  CHECK(attempt(3s) == texts{"taken=true"});
  CHECK(attempt(0s) == texts{"taken=false"});
  // At the same instant either may come first.
  CHECK(attempt(2s) == texts{"taken=false", "taken=true"});
}

TEST_CASE("an attempt without end is a wait, a negative one an attempt") {
  const auto attempt = [](auto duration) {
    return outcomes_of([duration] {
      heddle::timed_mutex mutex;
      mutex.lock();
      heddle::observe("taken", mutex.try_lock_for(duration));
      mutex.unlock();
    });
  };
  CHECK(attempt(std::chrono::hours::max()) == texts{"[stuck]"});
  CHECK(attempt(-1s) == texts{"taken=false"});
  CHECK(attempt(std::chrono::duration<double>(0.5)) == texts{"taken=false"});
}

TEST_CASE("a task that fails gives back what its guards hold") {
  CHECK(outcomes_of([] {
          heddle::mutex mutex;
          heddle::together({[&] {
                              std::lock_guard guard{mutex};
                              heddle::check(false, "fails");
                            },
                            [&] { std::lock_guard guard{mutex}; }});
        }) == texts{"{check: fails}"});
}

TEST_CASE("mutexes are members, elements and statics") {
  struct account {
    heddle::mutex mutex;
    int balance = 0;
  };
  static heddle::mutex outside{"outside"};
  const auto body = [] {
    account aggregate{};
    const std::array<account, 2> accounts{};
    std::lock_guard first{aggregate.mutex};
    std::lock_guard second{outside};
    heddle::observe("accounts", accounts.size());
  };
  CHECK(outcomes_of(body) == texts{"accounts=2"});
  // A static begins each execution unlocked, whatever the last one left.
  CHECK(outcomes_of([] { outside.lock(); }) == texts{""});
  CHECK(outcomes_of([] { outside.lock(); }) == texts{""});
}

TEST_CASE("operations of mutexes know their lines") {
  constexpr unsigned line = __LINE__;
  const auto body = [] {
    heddle::mutex mutex;
    mutex.lock();
    mutex.unlock();
  };
  CHECK(lines_of(heddle::scheduler::operation_kind::lock, body) == std::vector{line + 3});
  CHECK(lines_of(heddle::scheduler::operation_kind::unlock, body) == std::vector{line + 4});
}
