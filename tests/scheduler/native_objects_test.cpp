#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <string>
#include <vector>

#include "scheduler/native_runtime.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/native_model.hpp"

using namespace native_model;
using namespace std::chrono_literals;

/// Each primitive of a native run does what its namesake in the standard library does.
namespace {

constexpr int rounds = 100;
constexpr int tasks = 4;

/// Runs `body` in several tasks at once.
template <class Body>
void in_parallel(Body body) {
  std::deque<task> all;
  for (int count = 0; count < tasks; ++count) all.emplace_back(body);
}

misuse only_misuse(const native_result& result) {
  return result.failures.size() == 1 ? result.failures[0].what : misuse::none;
}

operation rmw(rmw_function function, std::uint64_t operand) {
  operation made = blocking(operation_kind::read_modify_write, operand);
  made.function = function;
  made.type = value_type::u64;
  return made;
}

object_description with_count(object_kind kind, std::uint64_t count, std::uint64_t limit = 0) {
  object_description made = object::described(kind);
  made.count = count;
  made.limit = limit;
  return made;
}

constexpr object_kind every_mutex[] = {object_kind::mutex, object_kind::recursive_mutex,
                                       object_kind::shared_mutex};

}  // namespace

TEST_CASE("native mutexes exclude") {
  for (const object_kind kind : every_mutex) {
    for (int round = 0; round < rounds; ++round) {
      int total = 0;
      run([&] {
        object mutex(kind);
        in_parallel([&] {
          for (int count = 0; count < 25; ++count) {
            mutex.perform(blocking(operation_kind::lock));
            total = total + 1;
            mutex.perform(blocking(operation_kind::unlock));
          }
        });
      });
      REQUIRE(total == tasks * 25);
    }
  }
}

TEST_CASE("native mutexes can be tried, and give up in time") {
  for (const object_kind kind : every_mutex) {
    std::vector<outcome> seen;
    const native_result result = run([&] {
      object mutex(kind);
      seen.push_back(mutex.perform(attempt(operation_kind::lock)).how);
      task other([&] {
        seen.push_back(mutex.perform(attempt(operation_kind::lock)).how);
        const virtual_time begin = current().now();
        seen.push_back(mutex.perform(timed(operation_kind::lock, 5s)).how);
        if (current().now() - begin < 5s) current().fail_check("too early", {});
      });
      other.join();
      mutex.perform(blocking(operation_kind::unlock));
      seen.push_back(mutex.perform(timed(operation_kind::lock, 5s)).how);
      mutex.perform(blocking(operation_kind::unlock));
    });
    CHECK(seen == std::vector{outcome::done, outcome::failed, outcome::timed_out, outcome::done});
    CHECK(result.failures.empty());
  }
}

TEST_CASE("a native recursive mutex is held until it has been unlocked as often as locked") {
  std::vector<outcome> seen;
  run([&] {
    object mutex(object_kind::recursive_mutex);
    const auto try_elsewhere = [&] {
      task other([&] {
        const outcome how = mutex.perform(attempt(operation_kind::lock)).how;
        seen.push_back(how);
        if (how == outcome::done) mutex.perform(blocking(operation_kind::unlock));
      });
    };
    mutex.perform(blocking(operation_kind::lock));
    mutex.perform(blocking(operation_kind::lock));
    mutex.perform(blocking(operation_kind::unlock));
    try_elsewhere();
    mutex.perform(blocking(operation_kind::unlock));
    try_elsewhere();
  });
  CHECK(seen == std::vector{outcome::failed, outcome::done});
}

TEST_CASE("a native shared mutex is shared by readers only") {
  std::vector<outcome> seen;
  run([&] {
    object mutex(object_kind::shared_mutex);
    mutex.perform(blocking(operation_kind::lock_shared));
    task other([&] {
      seen.push_back(mutex.perform(attempt(operation_kind::lock_shared)).how);
      mutex.perform(blocking(operation_kind::unlock_shared));
      seen.push_back(mutex.perform(attempt(operation_kind::lock)).how);
      seen.push_back(mutex.perform(timed(operation_kind::lock, 2s)).how);
    });
    other.join();
    mutex.perform(blocking(operation_kind::unlock_shared));
    mutex.perform(blocking(operation_kind::lock));
    task reader([&] {
      seen.push_back(mutex.perform(attempt(operation_kind::lock_shared)).how);
      seen.push_back(mutex.perform(timed(operation_kind::lock_shared, 2s)).how);
    });
    reader.join();
    mutex.perform(blocking(operation_kind::unlock));
  });
  CHECK(seen == std::vector{outcome::done, outcome::failed, outcome::timed_out, outcome::failed,
                            outcome::timed_out});
}

TEST_CASE("native unlocks of what the task does not hold are misuses without effect") {
  for (const object_kind kind : every_mutex) {
    bool still_held = false;
    const native_result result = run([&] {
      object mutex(kind);
      mutex.perform(blocking(operation_kind::lock));
      task stranger([&] { mutex.perform(blocking(operation_kind::unlock)); });
      stranger.join();
      task other([&] { still_held = !mutex.perform(attempt(operation_kind::lock)).succeeded(); });
      other.join();
      mutex.perform(blocking(operation_kind::unlock));
    });
    CHECK(still_held);
    CHECK(only_misuse(result) == misuse::unlock_not_owner);
    CHECK(only_misuse(run([&] {
            object mutex(kind);
            mutex.perform(blocking(operation_kind::unlock));
          })) == misuse::unlock_not_locked);
  }
  CHECK(only_misuse(run([] {
          object mutex(object_kind::shared_mutex);
          mutex.perform(blocking(operation_kind::unlock_shared));
        })) == misuse::unlock_not_locked);
}

TEST_CASE("ending a native mutex that is held is a misuse") {
  for (const object_kind kind : every_mutex)
    CHECK(only_misuse(run([kind] {
            object mutex(kind);
            mutex.perform(blocking(operation_kind::lock));
          })) == misuse::destroyed_while_held);
  CHECK(only_misuse(run([] {
          object mutex(object_kind::shared_mutex);
          mutex.perform(blocking(operation_kind::lock_shared));
        })) == misuse::destroyed_while_held);
  // Not while the task unwinds.
  const native_result failed = run([] {
    object mutex(object_kind::mutex);
    mutex.perform(blocking(operation_kind::lock));
    current().fail_check("fails", {});
  });
  REQUIRE(failed.failures.size() == 1);
  CHECK(failed.failures[0].kind == failure_kind::check);
}

TEST_CASE("native condition variables wake who waits, with every kind of lock") {
  for (const object_kind kind : every_mutex) {
    for (int round = 0; round < rounds; ++round) {
      int ready = 0;
      int woken = 0;
      const native_result result = run([&] {
        object mutex(kind);
        object condition(object_kind::condition_variable);
        task waker([&] {
          for (int count = 0; count < tasks; ++count) {
            mutex.perform(blocking(operation_kind::lock));
            ++ready;
            mutex.perform(blocking(operation_kind::unlock));
            condition.perform(
                blocking(count % 2 == 0 ? operation_kind::notify_one : operation_kind::notify_all));
          }
        });
        in_parallel([&] {
          mutex.perform(blocking(operation_kind::lock));
          while (ready == 0) {
            condition.perform(blocking(operation_kind::wait), mutex);
            condition.perform(blocking(operation_kind::wake), mutex);
          }
          --ready;
          ++woken;
          mutex.perform(blocking(operation_kind::unlock));
        });
        waker.join();
      });
      REQUIRE(result.failures.empty());
      REQUIRE(woken == tasks);
      REQUIRE(ready == 0);
    }
  }
}

TEST_CASE("a native wait without a lock of ours loses no notification after it began") {
  for (int round = 0; round < rounds; ++round) {
    const native_result result = run([] {
      object condition(object_kind::condition_variable);
      condition.perform(blocking(operation_kind::wait));
      task waker([&] { condition.perform(blocking(operation_kind::notify_one)); });
      condition.perform(blocking(operation_kind::wake));
    });
    REQUIRE(result.finished);
  }
}

TEST_CASE("a native wait gives up in time and holds its mutex again") {
  for (const object_kind kind : every_mutex) {
    std::vector<outcome> seen;
    const native_result result = run([&] {
      object mutex(kind);
      object condition(object_kind::condition_variable);
      mutex.perform(blocking(operation_kind::lock));
      const virtual_time begin = current().now();
      condition.perform(blocking(operation_kind::wait), mutex);
      seen.push_back(condition.perform(timed(operation_kind::wake, 5s), mutex).how);
      if (current().now() - begin < 5s) current().fail_check("too early", {});
      seen.push_back(condition.perform(blocking(operation_kind::wake), mutex).how);
      condition.perform(blocking(operation_kind::wait), mutex);
      seen.push_back(condition.perform(attempt(operation_kind::wake), mutex).how);
      seen.push_back(condition.perform(blocking(operation_kind::wake), mutex).how);
      task other([&] { seen.push_back(mutex.perform(attempt(operation_kind::lock)).how); });
      other.join();
      mutex.perform(blocking(operation_kind::unlock));
      // Nobody is left in a queue for this to wake.
      condition.perform(blocking(operation_kind::notify_all));
    });
    CHECK(seen == std::vector{outcome::timed_out, outcome::done, outcome::timed_out, outcome::done,
                              outcome::failed});
    CHECK(result.failures.empty());
  }
}

TEST_CASE("a native wait without holding the mutex is a misuse") {
  CHECK(only_misuse(run([] {
          object mutex(object_kind::mutex);
          object condition(object_kind::condition_variable);
          condition.perform(blocking(operation_kind::wait), mutex);
        })) == misuse::wait_without_lock);
}

TEST_CASE("a native semaphore lets in as many as it has permits") {
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    run([&] {
      object semaphore(with_count(object_kind::semaphore, 2, 2));
      in_parallel([&] {
        semaphore.perform(blocking(operation_kind::acquire, 1));
        const int now = ++inside;
        int before = most;
        while (before < now && !most.compare_exchange_weak(before, now)) {
        }
        --inside;
        semaphore.perform(blocking(operation_kind::release, 1));
      });
    });
    REQUIRE(most <= 2);
    REQUIRE(inside == 0);
  }
}

TEST_CASE("a native semaphore can be tried, gives up in time and has a maximum") {
  std::vector<outcome> seen;
  const native_result result = run([&] {
    object semaphore(with_count(object_kind::semaphore, 1, 3));
    seen.push_back(semaphore.perform(attempt(operation_kind::acquire, 1)).how);
    seen.push_back(semaphore.perform(attempt(operation_kind::acquire, 1)).how);
    seen.push_back(semaphore.perform(timed(operation_kind::acquire, 2s, 1)).how);
    seen.push_back(semaphore.perform(blocking(operation_kind::release, 3)).how);
    seen.push_back(semaphore.perform(blocking(operation_kind::release, 1)).how);
  });
  CHECK(seen == std::vector{outcome::done, outcome::failed, outcome::timed_out, outcome::done,
                            outcome::misuse});
  CHECK(only_misuse(result) == misuse::semaphore_above_maximum);
}

TEST_CASE("a native latch opens at zero and stays open") {
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> counted{0};
    int at_opening = 0;
    run([&] {
      object latch(with_count(object_kind::latch, tasks));
      if (latch.perform(attempt(operation_kind::latch_wait)).succeeded())
        current().fail_check("closed at first", {});
      task waiting([&] {
        latch.perform(blocking(operation_kind::latch_wait));
        at_opening = counted;
      });
      in_parallel([&] {
        ++counted;
        latch.perform(blocking(operation_kind::count_down, 1));
      });
      latch.perform(blocking(operation_kind::latch_wait));
    });
    REQUIRE(at_opening == tasks);
  }
  CHECK(only_misuse(run([] {
          object latch(with_count(object_kind::latch, 1));
          latch.perform(blocking(operation_kind::count_down, 2));
        })) == misuse::latch_below_zero);
}

TEST_CASE("a native barrier holds everybody until all have arrived, phase after phase") {
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> arrived{0};
    std::atomic<bool> early{false};
    run([&] {
      object barrier(with_count(object_kind::barrier, 0, tasks));
      in_parallel([&] {
        for (int phase = 1; phase <= 5; ++phase) {
          ++arrived;
          const result mine = barrier.perform(blocking(operation_kind::arrive));
          barrier.perform(blocking(operation_kind::pass, mine.value));
          if (arrived < phase * tasks) early = true;
        }
      });
    });
    REQUIRE(arrived == 5 * tasks);
    REQUIRE_FALSE(early);
  }
}

TEST_CASE("a native barrier: completion, dropping, too many") {
  std::vector<outcome> seen;
  std::vector<std::uint64_t> phases;
  const native_result result = run([&] {
    object_description description = with_count(object_kind::barrier, 0, 2);
    description.flag = true;
    object barrier(description);
    const auto arrive = [&](bool drops) {
      operation arriving = blocking(operation_kind::arrive);
      arriving.flag = drops;
      const auto how = barrier.perform(arriving);
      seen.push_back(how.how);
      phases.push_back(how.value);
    };
    arrive(true);
    arrive(false);
    seen.push_back(barrier.perform(attempt(operation_kind::pass, 0)).how);
    barrier.perform(blocking(operation_kind::complete_phase));
    seen.push_back(barrier.perform(attempt(operation_kind::pass, 0)).how);
    arrive(false);  // alone: one has dropped out
    arrive(false);  // the phase has not been completed yet
  });
  CHECK(seen ==
        std::vector{outcome::done, outcome::last, outcome::failed, outcome::done, outcome::last});
  CHECK(phases == std::vector<std::uint64_t>{0, 0, 1});
  CHECK(only_misuse(result) == misuse::barrier_above_expected);
}

TEST_CASE("a native channel delivers every message once and in order") {
  for (int round = 0; round < rounds; ++round) {
    std::deque<int> queue;
    std::size_t longest = 0;
    std::vector<int> received;
    const native_result result = run([&] {
      object channel(with_count(object_kind::channel, 0, 3));
      task sender([&] {
        for (int value = 0; value < 50; ++value) {
          auto push = [&] {
            queue.push_back(value);
            longest = std::max(longest, queue.size());
          };
          channel.perform(
              blocking(operation_kind::send),
              {[](void* context, const auto&) { (*static_cast<decltype(push)*>(context))(); },
               &push});
        }
        channel.perform(blocking(operation_kind::close));
      });
      int value = 0;
      auto pop = [&] {
        value = queue.front();
        queue.pop_front();
      };
      const transfer take{
          [](void* context, const auto&) { (*static_cast<decltype(pop)*>(context))(); }, &pop};
      while (channel.perform(blocking(operation_kind::receive), take).succeeded())
        received.push_back(value);
    });
    REQUIRE(result.failures.empty());
    REQUIRE(received.size() == 50);
    REQUIRE(std::is_sorted(received.begin(), received.end()));
    REQUIRE(longest <= 3);
  }
}

TEST_CASE("a native channel can be tried, gives up in time and can be closed") {
  std::vector<outcome> seen;
  run([&] {
    object channel(with_count(object_kind::channel, 0, 1));
    seen.push_back(channel.perform(attempt(operation_kind::receive)).how);
    seen.push_back(channel.perform(timed(operation_kind::receive, 2s)).how);
    seen.push_back(channel.perform(attempt(operation_kind::send)).how);
    seen.push_back(channel.perform(attempt(operation_kind::send)).how);
    seen.push_back(channel.perform(timed(operation_kind::send, 2s)).how);
    seen.push_back(channel.perform(blocking(operation_kind::close)).how);
    seen.push_back(channel.perform(blocking(operation_kind::close)).how);
    seen.push_back(channel.perform(blocking(operation_kind::send)).how);
    seen.push_back(channel.perform(blocking(operation_kind::receive)).how);
    seen.push_back(channel.perform(blocking(operation_kind::receive)).how);
  });
  CHECK(seen == std::vector{outcome::failed, outcome::timed_out, outcome::done, outcome::failed,
                            outcome::timed_out, outcome::done, outcome::failed, outcome::failed,
                            outcome::done, outcome::failed});
}

TEST_CASE("a native event: set, reset, wait") {
  std::vector<outcome> seen;
  std::vector<std::uint64_t> values;
  run([&] {
    object event(object_kind::event);
    const auto look = [&] {
      values.push_back(event.perform(blocking(operation_kind::is_set)).value);
    };
    look();
    seen.push_back(event.perform(attempt(operation_kind::event_wait)).how);
    seen.push_back(event.perform(timed(operation_kind::event_wait, 2s)).how);
    task setter([&] { event.perform(blocking(operation_kind::set)); });
    seen.push_back(event.perform(blocking(operation_kind::event_wait)).how);
    look();
    seen.push_back(event.perform(blocking(operation_kind::set)).how);
    event.perform(blocking(operation_kind::reset));
    look();
  });
  CHECK(seen == std::vector{outcome::failed, outcome::timed_out, outcome::done, outcome::failed});
  CHECK(values == std::vector<std::uint64_t>{0, 1, 0});
}

TEST_CASE("a native once runs until one returns, and everybody waits for that one") {
  for (int round = 0; round < rounds; ++round) {
    int ran = 0;
    std::atomic<bool> early{false};
    run([&] {
      object once(object_kind::once);
      in_parallel([&] {
        while (once.perform(blocking(operation_kind::enter_once)).how == outcome::last) {
          ++ran;
          const bool throws = ran < 3;
          once.perform(blocking(operation_kind::leave_once, throws ? 0 : 1));
          if (!throws) break;
        }
        if (ran != 3) early = true;
      });
    });
    REQUIRE(ran == 3);
    REQUIRE_FALSE(early);
  }
}

TEST_CASE("native atomics lose no update, whatever the order") {
  for (const std::memory_order order :
       {std::memory_order_relaxed, std::memory_order_consume, std::memory_order_acquire,
        std::memory_order_release, std::memory_order_acq_rel, std::memory_order_seq_cst}) {
    std::uint64_t total = 0;
    run([&] {
      object atomic(object_kind::atomic);
      in_parallel([&] {
        for (int count = 0; count < 1000; ++count) {
          operation adding = rmw(rmw_function::add, 1);
          adding.order = order;
          atomic.perform(adding);
        }
      });
      total = atomic.perform(blocking(operation_kind::load)).value;
    });
    CHECK(total == 4000);
  }
}

TEST_CASE("native atomics: every operation") {
  std::vector<std::uint64_t> before;
  std::vector<outcome> seen;
  run([&] {
    object atomic(object_kind::atomic);
    const auto now = [&] { return atomic.perform(blocking(operation_kind::load)).value; };
    atomic.perform(blocking(operation_kind::store, 12));
    before.push_back(atomic.perform(rmw(rmw_function::exchange, 6)).value);
    before.push_back(atomic.perform(rmw(rmw_function::subtract, 1)).value);
    before.push_back(atomic.perform(rmw(rmw_function::bit_and, 4)).value);
    before.push_back(atomic.perform(rmw(rmw_function::bit_or, 3)).value);
    before.push_back(atomic.perform(rmw(rmw_function::bit_xor, 1)).value);
    before.push_back(now());
    operation exchanging = blocking(operation_kind::compare_exchange, 9);
    for (const std::uint64_t expected : {5U, 6U}) {
      exchanging.expected = expected;
      const result how = atomic.perform(exchanging);
      seen.push_back(how.how);
      before.push_back(how.value);
    }
    before.push_back(now());
  });
  // 12 -> 6 -> 5 -> 4 -> 7 -> 6; not 5, but 6 -> 9.
  CHECK(before == std::vector<std::uint64_t>{12, 6, 5, 4, 7, 6, 6, 6, 9});
  CHECK(seen == std::vector{outcome::failed, outcome::done});
}

TEST_CASE("a native atomic wait ends when the value has changed") {
  for (int round = 0; round < rounds; ++round) {
    std::uint64_t found = 0;
    run([&] {
      object atomic(object_kind::atomic);
      task other([&] {
        atomic.perform(blocking(operation_kind::store, 1));
        atomic.perform(blocking(operation_kind::notify_one));
      });
      operation parking = blocking(operation_kind::park);
      while (atomic.perform(parking).succeeded()) atomic.perform(blocking(operation_kind::wake));
      found = atomic.perform(blocking(operation_kind::load)).value;
    });
    REQUIRE(found == 1);
  }
}

TEST_CASE("plain variables are no objects natively") {
  CHECK_THROWS_AS(run([] {
                    object variable(object_kind::variable);
                    variable.perform(blocking(operation_kind::read));
                  }),
                  usage_error);
}
