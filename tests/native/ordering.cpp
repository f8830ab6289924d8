#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "heddle.hpp"
#include "tests/native/native_case.hpp"

// What native primitives order and, above all, what they do not: each pair of accesses below comes
// in the same order in every run, by sleeping for real, but in the racing cases nothing but time
// says so.
namespace {

using namespace std::chrono_literals;

void be_late() { std::this_thread::sleep_for(20ms); }

/// Two tasks that share a variable and nothing else, but keep the runtime busy: new objects and
/// tasks, locks of their own, choices, observations, the clock.
void unrelated_primitives() {
  heddle::var<int> shared{0, "shared"};
  const auto keep_busy = [] {
    heddle::mutex mine;
    const std::lock_guard guard(mine);
    heddle::counting_semaphore<> permits{1};
    permits.acquire();
    heddle::atomic<int> number{heddle::choose(3)};
    ++number;
    heddle::thread helper{[] { heddle::note("helps"); }};
    helper.join();
    heddle::observe("number", number);
    heddle::this_thread::sleep_for(1s);
    heddle::this_thread::yield();
    heddle::check(heddle::virtual_clock::now().time_since_epoch() > 0s, "time passes");
  };
  heddle::thread early{[&] {
    shared = 1;
    keep_busy();
  }};
  heddle::thread late{[&] {
    be_late();
    keep_busy();
    shared = 2;
  }};
  early.join();
  late.join();
}

void relaxed_message() {
  heddle::var<int> message{0};
  heddle::atomic<bool> ready{false};
  heddle::thread receiver{[&] {
    while (!ready.load(std::memory_order_relaxed)) heddle::this_thread::yield();
    heddle::observe("message", message);
  }};
  message = 1;
  ready.store(true, std::memory_order_relaxed);
  receiver.join();
}

void released_message() {
  heddle::var<int> message{0};
  heddle::atomic<bool> ready{false};
  heddle::thread receiver{[&] {
    while (!ready.load(std::memory_order_acquire)) heddle::this_thread::yield();
    heddle::check(message == 1, "the message is there");
  }};
  message = 1;
  ready.store(true, std::memory_order_release);
  receiver.join();
}

void fenced_message() {
  heddle::var<int> message{0};
  heddle::atomic<bool> ready{false};
  heddle::thread receiver{[&] {
    while (!ready.load(std::memory_order_relaxed)) heddle::this_thread::yield();
    heddle::atomic_thread_fence(std::memory_order_acquire);
    heddle::check(message == 1, "the message is there");
  }};
  message = 1;
  heddle::atomic_thread_fence(std::memory_order_release);
  ready.store(true, std::memory_order_relaxed);
  receiver.join();
}

/// A notification by itself orders nothing: the waiter below was not woken by it.
void notified_without_lock() {
  heddle::var<int> shared{0};
  heddle::mutex mutex;
  heddle::condition_variable changed;
  heddle::thread notifier{[&] {
    shared = 1;
    changed.notify_all();
  }};
  heddle::thread waiter{[&] {
    be_late();
    heddle::unique_lock lock(mutex);
    changed.wait_for(lock, 1s);
    shared = 2;
  }};
  notifier.join();
  waiter.join();
}

void two_mutexes() {
  heddle::var<int> shared{0};
  heddle::mutex one;
  heddle::mutex other;
  heddle::thread early{[&] {
    const std::lock_guard guard(one);
    shared = 1;
  }};
  heddle::thread late{[&] {
    be_late();
    const std::lock_guard guard(other);
    shared = 2;
  }};
  early.join();
  late.join();
}

void readers_that_write() {
  heddle::var<int> shared{0};
  heddle::shared_mutex mutex;
  const auto write = [&](bool last) {
    if (last) be_late();
    const std::shared_lock guard(mutex);
    shared = 1;
  };
  heddle::thread early{write, false};
  heddle::thread late{write, true};
  early.join();
  late.join();
}

heddle::var<int> outside{0, "outside"};

void detached_task() {
  heddle::thread early{[] { outside = 1; }};
  early.detach();
  be_late();
  outside = 2;
}

}  // namespace

const std::vector<native_case>& ordering_cases() {
  static const std::vector<native_case> cases{
      {.name = "unrelated_primitives", .races = true, .body = unrelated_primitives},
      {.name = "relaxed_message", .races = true, .body = relaxed_message},
      {.name = "released_message", .body = released_message},
      {.name = "fenced_message", .body = fenced_message},
      {.name = "notified_without_lock", .races = true, .body = notified_without_lock},
      {.name = "two_mutexes", .races = true, .body = two_mutexes},
      {.name = "readers_that_write", .races = true, .body = readers_that_write},
      {.name = "detached_task", .races = true, .body = detached_task},
  };
  return cases;
}
