#include "scheduler/primitives/condition_variable.hpp"

#include <chrono>
#include <mutex>
#include <shared_mutex>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/condition_variable_any.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/recursive_mutex.hpp"
#include "scheduler/primitives/shared_lock.hpp"
#include "scheduler/primitives/shared_mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

namespace {

constexpr heddle::scheduler::execution_options spurious{.spurious = true};

/// A task waits until a flag is set; another sets it. The way to wait is the parameter.
template <class Condition = heddle::condition_variable, class Lock, class Wait>
auto waits_for_flag(Wait wait) {
  return [wait] {
    typename Lock::mutex_type mutex;
    Condition condition;
    heddle::var<bool> flag{false};
    heddle::together({[&] {
                        Lock lock{mutex};
                        const bool seen = wait(condition, lock, [&] { return flag.get(); });
                        CHECK(lock.owns_lock());
                        heddle::observe("seen", seen);
                        heddle::observe("flag", flag);
                      },
                      [&] {
                        {
                          std::lock_guard guard{mutex};
                          flag = true;
                        }
                        condition.notify_one();
                      }});
  };
}

constexpr auto wait_for_ever = [](auto& condition, auto& lock, auto predicate) {
  condition.wait(lock, predicate);
  return true;
};
constexpr auto wait_a_second = [](auto& condition, auto& lock, auto predicate) {
  return condition.wait_for(lock, 1s, predicate);
};

/// A lock of a model's own.
struct foreign_lock {
  using mutex_type = heddle::mutex;
  explicit foreign_lock(heddle::mutex& to) : mutex(to) { lock(); }
  foreign_lock(const foreign_lock&) = delete;
  foreign_lock& operator=(const foreign_lock&) = delete;
  ~foreign_lock() {
    if (held) mutex.unlock();
  }
  void lock() {
    mutex.lock();
    held = true;
  }
  void unlock() {
    held = false;
    mutex.unlock();
  }
  [[nodiscard]] bool owns_lock() const { return held; }
  heddle::mutex& mutex;
  bool held = false;
};

}  // namespace

TEST_CASE("waiting with a predicate loses no notification") {
  const texts always{"flag=true seen=true"};
  CHECK(outcomes_of(waits_for_flag<heddle::condition_variable, heddle::unique_lock<heddle::mutex>>(
            wait_for_ever)) == always);
  CHECK(outcomes_of(waits_for_flag<heddle::condition_variable, std::unique_lock<heddle::mutex>>(
            wait_for_ever)) == always);
  CHECK(outcomes_of(
            waits_for_flag<heddle::condition_variable_any, heddle::unique_lock<heddle::mutex>>(
                wait_for_ever)) == always);
  CHECK(outcomes_of(
            waits_for_flag<heddle::condition_variable_any, std::unique_lock<heddle::timed_mutex>>(
                wait_for_ever)) == always);
  CHECK(outcomes_of(waits_for_flag<heddle::condition_variable_any,
                                   heddle::unique_lock<heddle::recursive_mutex>>(wait_for_ever)) ==
        always);
  CHECK(
      outcomes_of(
          waits_for_flag<heddle::condition_variable_any, heddle::shared_lock<heddle::shared_mutex>>(
              wait_for_ever)) == always);
  CHECK(outcomes_of(waits_for_flag<heddle::condition_variable_any, foreign_lock>(wait_for_ever)) ==
        always);
}

TEST_CASE("waiting without a predicate loses the notification that came before") {
  const texts found =
      outcomes_of(waits_for_flag<heddle::condition_variable, heddle::unique_lock<heddle::mutex>>(
          [](auto& condition, auto& lock, auto) {
            condition.wait(lock);
            return true;
          }));
  CHECK(found == texts{"flag=true seen=true", "[stuck]"});
}

TEST_CASE("falling asleep and giving the mutex back are one event") {
  CHECK(operations_of([] {
          heddle::mutex mutex;
          heddle::condition_variable condition;
          heddle::unique_lock lock{mutex};
          heddle::together({[&] { condition.notify_one(); }});
          (void)condition.wait_for(lock, 1s);
        }) == "lock notify_one wait wake wake unlock");
}

TEST_CASE("a timed wait may time out, by the rule of the time mode") {
  using lock = heddle::unique_lock<heddle::mutex>;
  const auto body = waits_for_flag<heddle::condition_variable, lock>(wait_a_second);
  CHECK(outcomes_of(body) == texts{"flag=false seen=false", "flag=true seen=true"});
  CHECK(outcomes_of(body, quiescent) == texts{"flag=true seen=true"});
  const auto any = waits_for_flag<heddle::condition_variable_any, foreign_lock>(wait_a_second);
  CHECK(outcomes_of(any) == texts{"flag=false seen=false", "flag=true seen=true"});
  CHECK(outcomes_of(any, quiescent) == texts{"flag=true seen=true"});
}

TEST_CASE("a wait says whether it timed out") {
  const auto status = [](auto... limit) {
    return [limit...] {
      heddle::mutex mutex;
      heddle::condition_variable condition;
      heddle::unique_lock lock{mutex};
      const heddle::cv_status how = condition.wait_for(lock, limit...);
      heddle::observe("timeout", how == heddle::cv_status::timeout);
      CHECK(lock.owns_lock());
    };
  };
  CHECK(outcomes_of(status(1s)) == texts{"timeout=true"});
  CHECK(outcomes_of(status(1s), quiescent) == texts{"timeout=true"});
  CHECK(outcomes_of(status(0s), quiescent) == texts{"timeout=true"});
  CHECK(outcomes_of(status(-1s)) == texts{"timeout=true"});
  CHECK(outcomes_of(status(std::chrono::hours::max())) == texts{"[stuck]"});
  CHECK(outcomes_of(status(std::chrono::hours::max()), quiescent) == texts{"[stuck]"});
  // For no reason, with the option only.
  CHECK(outcomes_of(status(1s), spurious) == texts{"timeout=false", "timeout=true"});
}

TEST_CASE("a wait that times out takes the mutex again before it returns") {
  CHECK(outcomes_of([] {
          heddle::mutex mutex;
          heddle::condition_variable condition;
          heddle::var<int> alone{0};
          heddle::together({[&] {
                              heddle::unique_lock lock{mutex};
                              (void)condition.wait_for(lock, 1s);
                              heddle::check(alone == 0, "alone");
                            },
                            [&] {
                              std::lock_guard guard{mutex};
                              alone = 1;
                              alone = 0;
                            }});
        }) == texts{""});
}

TEST_CASE("notify_one wakes any sleeper, notify_all every") {
  const auto body = [](auto notify) {
    return [notify] {
      heddle::mutex mutex;
      heddle::condition_variable condition;
      heddle::var<int> asleep{0};
      std::string woken;
      const auto sleeper = [&](char name) {
        return [&, name] {
          heddle::unique_lock lock{mutex};
          asleep = asleep + 1;
          condition.wait(lock);
          woken += name;
          heddle::observe("woken", woken);
        };
      };
      const auto notifier = [&] {
        heddle::unique_lock lock{mutex};
        heddle::assume(asleep == 2);
        lock.unlock();
        notify(condition);
      };
      const auto first = sleeper('a');
      const auto second = sleeper('b');
      heddle::together({first, second, notifier});
    };
  };
  texts one = outcomes_of(body([](auto& condition) { condition.notify_one(); }));
  CHECK(one.erase("[pruned]") == 1);
  CHECK(one == texts{"woken=a [stuck]", "woken=b [stuck]"});
  texts all = outcomes_of(body([](auto& condition) { condition.notify_all(); }));
  CHECK(all.erase("[pruned]") == 1);
  CHECK(all == texts{"woken=ab", "woken=ba"});
}

TEST_CASE("misuse of condition variables is reported") {
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          heddle::condition_variable condition;
          heddle::unique_lock lock{mutex, heddle::defer_lock};
          condition.wait(lock);
        }) == misuse::wait_without_lock);
  CHECK(misuse_of([] {
          heddle::condition_variable condition;
          heddle::unique_lock<heddle::mutex> lock;
          condition.wait(lock);
        }) == misuse::wait_without_lock);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          heddle::condition_variable condition;
          mutex.lock();
          heddle::thread liar{[&] {
            heddle::unique_lock lock{mutex, heddle::adopt_lock};
            condition.wait(lock);
          }};
          liar.join();
          mutex.unlock();
        }) == misuse::wait_without_lock);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          auto condition = std::make_unique<heddle::condition_variable>();
          heddle::together({[&] {
                              heddle::unique_lock lock{mutex};
                              condition->wait(lock);
                            },
                            [&] {
                              std::lock_guard guard{mutex};
                              condition.reset();
                            }});
        }) == misuse::destroyed_while_waited_on);
}

TEST_CASE("a stop request ends a wait, whenever it comes") {
  const auto body = [](auto take) {
    return [take] {
      typename decltype(take)::mutex_type mutex;
      heddle::condition_variable_any condition;
      heddle::stop_source source;
      heddle::together({[&] {
                          auto lock = take(mutex);
                          const bool stopped =
                              !condition.wait(lock, source.get_token(), [] { return false; });
                          CHECK(lock.owns_lock());
                          heddle::observe("stopped", stopped);
                        },
                        [&] { source.request_stop(); }});
    };
  };
  struct with_our_mutex {
    using mutex_type = heddle::mutex;
    auto operator()(heddle::mutex& mutex) const { return heddle::unique_lock{mutex}; }
  };
  struct with_a_share {
    using mutex_type = heddle::shared_mutex;
    auto operator()(heddle::shared_mutex& mutex) const { return heddle::shared_lock{mutex}; }
  };
  CHECK(outcomes_of(body(with_our_mutex{})) == texts{"stopped=true"});
  CHECK(outcomes_of(body(with_a_share{})) == texts{"stopped=true"});
  CHECK(outcomes_of(body(with_our_mutex{}), quiescent) == texts{"stopped=true"});
}

TEST_CASE("a stoppable wait ends as well by notification and by time") {
  const auto body = [] {
    heddle::mutex mutex;
    heddle::condition_variable_any condition;
    heddle::var<bool> flag{false};
    heddle::stop_source source;
    heddle::together({[&] {
                        heddle::unique_lock lock{mutex};
                        heddle::observe("seen", condition.wait_for(lock, source.get_token(), 1s,
                                                                   [&] { return flag.get(); }));
                      },
                      [&] {
                        heddle::lock_guard guard{mutex};
                        flag = true;
                        condition.notify_all();
                      }});
  };
  CHECK(outcomes_of(body) == texts{"seen=false", "seen=true"});
  CHECK(outcomes_of(body, quiescent) == texts{"seen=true"});
}

TEST_CASE("waits that never end are unwound without a word") {
  CHECK(outcomes_of([] {
          heddle::mutex mutex;
          heddle::condition_variable condition;
          heddle::together({[&] {
                              std::unique_lock lock{mutex};
                              condition.wait(lock, [] { return false; });
                            },
                            [&] {
                              heddle::unique_lock lock{mutex};
                              condition.wait(lock);
                            }});
        }) == texts{"[stuck]"});
}
