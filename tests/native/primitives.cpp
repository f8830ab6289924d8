#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "heddle.hpp"
#include "tests/native/native_case.hpp"

// Each primitive as a model uses it. A plain variable stands under its protection, so that
// ThreadSanitizer reports a primitive that orders less than its namesake.
namespace {

using namespace std::chrono_literals;

constexpr int turns = 20;

/// Three tasks that do the same.
template <class Body>
void three(Body body) {
  heddle::thread first{body};
  heddle::thread second{body};
  heddle::thread third{body};
  first.join();
  second.join();
  third.join();
}

template <class Mutex>
void counts_under() {
  heddle::var<int> count{0};
  Mutex mutex;
  three([&] {
    for (int turn = 0; turn < turns; ++turn) {
      const heddle::lock_guard guard(mutex);
      ++count;
    }
  });
  heddle::check(count == 3 * turns, "every turn counts");
}

template <class Mutex>
void counts_in_time() {
  heddle::var<int> count{0};
  Mutex mutex;
  three([&] {
    for (int turn = 0; turn < turns;) {
      heddle::unique_lock lock(mutex, 1s);
      if (!lock.owns_lock()) continue;
      ++count;
      ++turn;
    }
  });
  heddle::check(count == 3 * turns, "every turn counts");
}

void shared_mutex() {
  heddle::var<int> value{0};
  heddle::shared_mutex mutex;
  three([&] {
    for (int turn = 0; turn < turns; ++turn) {
      int seen = 0;
      {
        const std::shared_lock guard(mutex);
        seen = value;
      }
      const std::lock_guard guard(mutex);
      heddle::check(value >= seen, "values grow");
      ++value;
    }
  });
}

void both_locks() {
  heddle::var<int> left{100};
  heddle::var<int> right{100};
  heddle::mutex left_lock;
  heddle::mutex right_lock;
  heddle::thread forth{[&] {
    for (int turn = 0; turn < turns; ++turn) {
      const heddle::scoped_lock guard(left_lock, right_lock);
      left -= 1;
      right += 1;
    }
  }};
  heddle::thread back{[&] {
    for (int turn = 0; turn < turns; ++turn) {
      const heddle::scoped_lock guard(right_lock, left_lock);
      right -= 1;
      left += 1;
    }
  }};
  forth.join();
  back.join();
  heddle::check(left == 100 && right == 100, "nothing is lost");
}

template <class Condition, class Mutex>
void producer_and_consumer() {
  heddle::var<int> waiting{0};
  Mutex mutex;
  Condition changed;
  heddle::thread producer{[&] {
    for (int turn = 0; turn < turns; ++turn) {
      heddle::unique_lock<Mutex> lock(mutex);
      changed.wait(lock, [&] { return waiting == 0; });
      waiting = 1;
      changed.notify_one();
    }
  }};
  heddle::thread consumer{[&] {
    for (int turn = 0; turn < turns; ++turn) {
      heddle::unique_lock<Mutex> lock(mutex);
      while (!changed.wait_for(lock, 1s, [&] { return waiting == 1; })) {
      }
      waiting = 0;
      changed.notify_all();
    }
  }};
  producer.join();
  consumer.join();
}

void semaphore() {
  heddle::var<int> count{0};
  heddle::binary_semaphore permit{1};
  three([&] {
    for (int turn = 0; turn < turns; ++turn) {
      if (turn % 2 == 0)
        permit.acquire();
      else
        while (!permit.try_acquire_for(1s)) {
        }
      ++count;
      permit.release();
    }
  });
  heddle::check(count == 3 * turns, "every turn counts");
}

void latch() {
  heddle::var<int> first{0};
  heddle::var<int> second{0};
  heddle::latch both{2};
  heddle::thread one{[&] {
    first = 1;
    both.count_down();
  }};
  heddle::thread other{[&] {
    second = 1;
    both.count_down();
  }};
  both.wait();
  heddle::check(first + second == 2, "both are done");
  one.join();
  other.join();
}

void barrier() {
  heddle::var<int> phase{0};
  heddle::barrier all(3, [&] { ++phase; });
  three([&] {
    for (int turn = 1; turn <= turns; ++turn) {
      all.arrive_and_wait();
      heddle::check(phase == 2 * turn - 1, "the phase is over, and the next has not begun");
      all.arrive_and_wait();
    }
  });
  heddle::check(phase == 2 * turns, "every phase was completed once");
}

void channel() {
  heddle::channel<std::string> queue(2, "queue");
  heddle::thread producer{[&] {
    for (int turn = 0; turn < turns; ++turn) queue.send("message " + std::to_string(turn));
    queue.close();
  }};
  int received = 0;
  while (const auto message = queue.receive()) {
    heddle::check(*message == "message " + std::to_string(received), "messages keep their order");
    ++received;
  }
  heddle::check(received == turns, "every message arrives");
  producer.join();
}

/// A promise ends while its value is being taken.
void kept_promises() {
  for (int round = 0; round < 20; ++round) {
    heddle::future<int> future;
    heddle::manual_event made;
    heddle::thread keeper{[&] {
      heddle::promise<int> promise;
      future = promise.get_future();
      made.set();
      promise.set_value(round);
    }};
    made.wait();
    heddle::check(future.get() == round, "the value that was set");
    keeper.join();
  }
}

void futures() {
  heddle::var<int> made{0};
  heddle::future<int> sum = heddle::async([&] {
    made = 1;
    return 2 + 3;
  });
  heddle::check(sum.get() == 5, "the value arrives");
  heddle::check(made == 1, "what was done before it is seen");

  heddle::future<void> thrown = heddle::async([] { throw std::runtime_error("thrown"); });
  try {
    thrown.get();
    heddle::check(false, "the exception arrives");
  } catch (const std::runtime_error&) {
  }

  heddle::promise<std::string> promise;
  heddle::shared_future<std::string> shared = promise.get_future().share();
  heddle::thread keeper{[&] { promise.set_value("kept"); }};
  three([shared] { heddle::check(shared.get() == "kept", "everybody gets it"); });
  keeper.join();
}

void once() {
  heddle::var<int> made{0};
  heddle::once_flag flag;
  three([&] {
    heddle::call_once(flag, [&] { ++made; });
    heddle::check(made == 1, "made once, and seen");
  });
}

void events() {
  heddle::var<int> value{0};
  heddle::manual_event ready;
  heddle::thread setter{[&] {
    value = 1;
    ready.set();
  }};
  ready.wait();
  heddle::check(value == 1, "what came before the event is seen");
  setter.join();
}

void stopping() {
  heddle::var<int> called{0};
  heddle::jthread runner{[&](heddle::stop_token stop) {
    const heddle::stop_callback callback(stop, [&] { called = 1; });
    while (!stop.stop_requested()) heddle::this_thread::sleep_for(1s);
  }};
  runner.request_stop();
  runner.join();
  heddle::check(called == 1, "the callback ran");
}

void atomics() {
  heddle::atomic<int> count{0};
  heddle::atomic<double> sum{0};
  heddle::atomic_flag flag;
  heddle::var<int> guarded{0};
  three([&] {
    for (int turn = 0; turn < turns; ++turn) {
      ++count;
      sum.fetch_add(0.5, std::memory_order_relaxed);
      while (flag.test_and_set(std::memory_order_acquire)) flag.wait(true);
      ++guarded;
      flag.clear(std::memory_order_release);
      flag.notify_one();
    }
  });
  heddle::check(count == 3 * turns && guarded == 3 * turns, "every turn counts");
  heddle::check(sum.load() == 1.5 * turns, "fractions, too");

  heddle::atomic<int> turn{0};
  heddle::thread other{[&] {
    turn.wait(0);
    turn.store(2);
    turn.notify_all();
  }};
  turn.store(1);
  turn.notify_all();
  turn.wait(1);
  other.join();
}

struct wide {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
  friend bool operator==(const wide&, const wide&) = default;
};

void wide_atomics() {
  heddle::atomic<wide> pair{wide{}};
  three([&] {
    for (int turn = 0; turn < turns; ++turn) {
      wide before = pair.load();
      while (!pair.compare_exchange_weak(before, {before.left + 1, before.right + 1})) {
      }
    }
  });
  heddle::check(pair.load() == wide{3 * turns, 3 * turns}, "both halves agree");
}

void references() {
  int plain = 0;
  {
    const heddle::atomic_ref<int> first(plain);
    three([&] {
      const heddle::atomic_ref<int> mine(plain);
      for (int turn = 0; turn < turns; ++turn) mine.fetch_add(1);
    });
  }
  heddle::check(plain == 3 * turns, "every turn counts");
}

void own_storage() {
  heddle::task_local<int> mine{7};
  three([&] {
    heddle::check(mine.get() == 7, "begins anew");
    mine = 8;
  });
  heddle::check(mine.get() == 7, "one's own");
}

void started_together() {
  heddle::var<int> left{0};
  heddle::var<int> right{0};
  heddle::together({[&] { left = 1; }, [&] { right = 1; }});
  heddle::check(left + right == 2, "both have ended");
}

heddle::var<int> global_count{5, "global_count"};
heddle::mutex global_lock{"global_lock"};
heddle::channel<int> global_queue{1, "global_queue"};

void statics() {
  heddle::check(global_count == 5, "a static begins as it was constructed");
  heddle::check(global_queue.try_send(1), "and empty");
  three([] {
    const heddle::lock_guard guard(global_lock);
    ++global_count;
  });
  heddle::check(global_count == 8, "every turn counts");
}

}  // namespace

const std::vector<native_case>& primitive_cases() {
  static const std::vector<native_case> cases{
      {.name = "mutex", .body = counts_under<heddle::mutex>},
      {.name = "recursive_mutex", .body = counts_under<heddle::recursive_mutex>},
      {.name = "timed_mutex", .body = counts_in_time<heddle::timed_mutex>},
      {.name = "recursive_timed_mutex", .body = counts_in_time<heddle::recursive_timed_mutex>},
      {.name = "shared_timed_mutex", .body = counts_in_time<heddle::shared_timed_mutex>},
      {.name = "shared_mutex", .body = shared_mutex},
      {.name = "scoped_lock", .body = both_locks},
      {.name = "condition_variable",
       .body = producer_and_consumer<heddle::condition_variable, heddle::mutex>},
      {.name = "condition_variable_any",
       .body = producer_and_consumer<heddle::condition_variable_any, heddle::recursive_mutex>},
      {.name = "semaphore", .body = semaphore},
      {.name = "latch", .body = latch},
      {.name = "barrier", .body = barrier},
      {.name = "channel", .body = channel},
      {.name = "futures", .body = futures},
      {.name = "kept_promises", .body = kept_promises},
      {.name = "once", .body = once},
      {.name = "events", .body = events},
      {.name = "stopping", .body = stopping},
      {.name = "atomics", .body = atomics},
      {.name = "wide_atomics", .body = wide_atomics},
      {.name = "references", .body = references},
      {.name = "own_storage", .body = own_storage},
      {.name = "started_together", .body = started_together},
      {.name = "statics", .body = statics},
  };
  return cases;
}
