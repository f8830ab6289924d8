#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "scheduler/native/native_mutex.hpp"
#include "scheduler/native/native_task.hpp"

namespace heddle::scheduler {

namespace {

/// A condition variable. With a plain mutex it is the real `std::condition_variable`: `wait` only
/// checks, and `wake` waits. With any other lock (`std::condition_variable_any`) it is a queue of
/// sleepers with a lock of its own, as in the standard library: `wait` enters the queue and leaves
/// the mutex, `wake` sleeps. Both kinds of sleepers may meet at one object.
struct native_condition final : native_object {
  result perform(const native_call& call) override {
    switch (call.wanted.kind) {
      case operation_kind::wait:
        return begin(call);
      case operation_kind::wake:
        return sleep(call);
      case operation_kind::notify_one:
        if (!notify_queued(1)) real.notify_one();
        return {};
      default:
        notify_queued(all);
        real.notify_all();
        return {};
    }
  }

  [[nodiscard]] misuse wrong_to_end() const override {
    return queued.load(std::memory_order_relaxed) != 0 ? misuse::destroyed_while_waited_on
                                                       : misuse::none;
  }
  [[nodiscard]] bool busy() const override { return sleepers.load(std::memory_order_relaxed) != 0; }

  result begin(const native_call& call) {
    auto* const mutex = static_cast<native_lockable*>(call.second);
    if (mutex != nullptr && !mutex->held_by(call.task))
      return {outcome::misuse, misuse::wait_without_lock};
    if (dynamic_cast<native_plain_mutex*>(mutex) != nullptr) {
      call.task.sleep.now = native_sleep::stage::begun;
      return {};
    }
    enter_queue(call.task.sleep);
    if (mutex != nullptr) mutex->leave();
    return {};
  }

  result sleep(const native_call& call) {
    const native_sleep::stage stage = std::exchange(call.task.sleep.now, native_sleep::stage::none);
    bool in_time = true;
    if (stage == native_sleep::stage::begun)
      in_time = sleep_with(static_cast<native_plain_mutex&>(*call.second), call);
    else if (stage == native_sleep::stage::queued)
      in_time = sleep_in_queue(call);
    if (in_time) return {};
    call.task.sleep.now = native_sleep::stage::left;
    return {outcome::timed_out};
  }

  /// Whether a notification (or nothing at all) came before the deadline. Holds the mutex again.
  bool sleep_with(native_plain_mutex& mutex, const native_call& call) {
    mutex.owner.store(nullptr, std::memory_order_relaxed);
    sleepers.fetch_add(1, std::memory_order_relaxed);
    std::unique_lock lock(mutex.real, std::adopt_lock);
    auto how = std::cv_status::no_timeout;
    if (call.timing == patience::blocking)
      real.wait(lock);
    else
      how = real.wait_until(lock, deadline_of(call));
    lock.release();
    sleepers.fetch_sub(1, std::memory_order_relaxed);
    mutex.owner.store(&call.task, std::memory_order_relaxed);
    return how == std::cv_status::no_timeout;
  }

  /// An attempt gives up at a time that has passed.
  static real_time deadline_of(const native_call& call) {
    return call.timing == patience::attempt ? real_time{} : call.deadline;
  }

  void enter_queue(native_sleep& sleep) {
    const std::lock_guard lock(queue_lock);
    sleep.now = native_sleep::stage::queued;
    sleep.notified = false;
    queue.push_back(&sleep);
    queued.store(queue.size(), std::memory_order_relaxed);
  }

  bool sleep_in_queue(const native_call& call) {
    const bool notified = sleep_until_notified(call);
    if (call.second != nullptr) static_cast<native_lockable*>(call.second)->take_back(call.task);
    return notified;
  }

  bool sleep_until_notified(const native_call& call) {
    native_sleep& mine = call.task.sleep;
    std::unique_lock lock(queue_lock);
    const auto notified = [&mine] { return mine.notified; };
    if (call.timing == patience::blocking) {
      mine.turn.wait(lock, notified);
      return true;
    }
    if (mine.turn.wait_until(lock, deadline_of(call), notified)) return true;
    queue.erase(std::find(queue.begin(), queue.end(), &mine));
    queued.store(queue.size(), std::memory_order_relaxed);
    return false;
  }

  /// Wakes up to `count` of the queue; whether there were any. Without a queue it takes no lock:
  /// notifying a `std::condition_variable` orders nothing.
  bool notify_queued(std::size_t count) {
    if (queued.load(std::memory_order_relaxed) == 0) return false;
    const std::lock_guard lock(queue_lock);
    if (queue.empty()) return false;
    for (; count > 0 && !queue.empty(); --count) {
      queue.front()->notified = true;
      queue.front()->turn.notify_one();
      queue.pop_front();
    }
    queued.store(queue.size(), std::memory_order_relaxed);
    return true;
  }

  static constexpr std::size_t all = static_cast<std::size_t>(-1);

  std::condition_variable real;
  /// How many threads are inside `real`.
  std::atomic<std::size_t> sleepers{0};

  std::mutex queue_lock;
  std::deque<native_sleep*> queue;
  /// The size of the queue, to be looked at without the lock.
  std::atomic<std::size_t> queued{0};
};

}  // namespace

std::unique_ptr<native_object> make_native_condition() {
  return std::make_unique<native_condition>();
}

}  // namespace heddle::scheduler
