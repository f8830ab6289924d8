#include "scheduler/native/native_mutex.hpp"

#include <pthread.h>

#include <chrono>
#include <ctime>
#include <mutex>
#include <shared_mutex>

#include "scheduler/native/native_task.hpp"

namespace heddle::scheduler {

namespace {

using system_time = std::chrono::system_clock::time_point;

/// Locks give up by the system clock, because ThreadSanitizer does not know the functions of the C
/// library that take another one.
system_time by_system_clock(real_time deadline) {
  const auto left = deadline - std::chrono::steady_clock::now();
  return std::chrono::system_clock::now() + std::chrono::duration_cast<system_time::duration>(left);
}

bool try_until(std::mutex& real, system_time deadline) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(deadline);
  timespec until{};
  until.tv_sec = static_cast<std::time_t>(seconds.time_since_epoch().count());
  until.tv_nsec = static_cast<long>(std::chrono::nanoseconds(deadline - seconds).count());
  return pthread_mutex_timedlock(real.native_handle(), &until) == 0;
}

template <class Mutex>
bool try_until(Mutex& real, system_time deadline) {
  return real.try_lock_until(deadline);
}

template <class Mutex>
outcome take(Mutex& real, const native_call& call) {
  switch (call.timing) {
    case patience::attempt:
      return real.try_lock() ? outcome::done : outcome::failed;
    case patience::timed:
      return try_until(real, by_system_clock(call.deadline)) ? outcome::done : outcome::timed_out;
    case patience::blocking:
      break;
  }
  real.lock();
  return outcome::done;
}

outcome take_shared(std::shared_timed_mutex& real, const native_call& call) {
  switch (call.timing) {
    case patience::attempt:
      return real.try_lock_shared() ? outcome::done : outcome::failed;
    case patience::timed:
      return real.try_lock_shared_until(by_system_clock(call.deadline)) ? outcome::done
                                                                        : outcome::timed_out;
    case patience::blocking:
      break;
  }
  real.lock_shared();
  return outcome::done;
}

/// Notes the new owner if the mutex was taken.
result taken(native_lockable& mutex, outcome how, const native_call& call) {
  if (how == outcome::done) mutex.owner.store(&call.task, std::memory_order_relaxed);
  return {how};
}

/// An unlock by a task that does not hold the mutex has no effect.
result refused_unlock(const native_object& mutex) {
  const bool held = mutex.wrong_to_end() == misuse::destroyed_while_held;
  return {outcome::misuse, held ? misuse::unlock_not_owner : misuse::unlock_not_locked};
}

/// `std::recursive_mutex` and `std::recursive_timed_mutex`.
struct native_recursive_mutex final : native_lockable {
  result perform(const native_call& call) override {
    if (call.wanted.kind == operation_kind::unlock) {
      if (!held_by(call.task)) return refused_unlock(*this);
      leave();
      return {};
    }
    const result how = taken(*this, take(real, call), call);
    if (how.succeeded()) ++depth;
    return how;
  }
  [[nodiscard]] misuse wrong_to_end() const override {
    return owner.load(std::memory_order_relaxed) != nullptr ? misuse::destroyed_while_held
                                                            : misuse::none;
  }
  void take_back(native_task& task) override {
    real.lock();
    owner.store(&task, std::memory_order_relaxed);
    ++depth;
  }
  void leave() override {
    if (--depth == 0) owner.store(nullptr, std::memory_order_relaxed);
    real.unlock();
  }

  std::recursive_timed_mutex real;
  /// Guarded by `real`.
  std::size_t depth = 0;
};

/// `std::shared_mutex` and `std::shared_timed_mutex`.
struct native_shared_mutex final : native_lockable {
  result perform(const native_call& call) override {
    switch (call.wanted.kind) {
      case operation_kind::unlock:
        if (!held_by(call.task)) return refused_unlock(*this);
        leave();
        return {};
      case operation_kind::unlock_shared:
        return unlock_shared();
      case operation_kind::lock_shared:
        return lock_shared(call);
      default:
        return taken(*this, take(real, call), call);
    }
  }
  [[nodiscard]] misuse wrong_to_end() const override {
    const bool held = owner.load(std::memory_order_relaxed) != nullptr ||
                      readers.load(std::memory_order_relaxed) != 0;
    return held ? misuse::destroyed_while_held : misuse::none;
  }
  void take_back(native_task& task) override {
    real.lock();
    owner.store(&task, std::memory_order_relaxed);
  }
  void leave() override {
    owner.store(nullptr, std::memory_order_relaxed);
    real.unlock();
  }
  result lock_shared(const native_call& call) {
    const outcome how = take_shared(real, call);
    if (how == outcome::done) readers.fetch_add(1, std::memory_order_relaxed);
    return {how};
  }
  result unlock_shared() {
    if (readers.load(std::memory_order_relaxed) == 0) return refused_unlock(*this);
    readers.fetch_sub(1, std::memory_order_relaxed);
    real.unlock_shared();
    return {};
  }

  std::shared_timed_mutex real;
  /// How many hold it shared; who they are is not kept.
  std::atomic<std::size_t> readers{0};
};

}  // namespace

result native_plain_mutex::perform(const native_call& call) {
  if (call.wanted.kind != operation_kind::unlock) return taken(*this, take(real, call), call);
  if (!held_by(call.task)) return refused_unlock(*this);
  leave();
  return {};
}

misuse native_plain_mutex::wrong_to_end() const {
  return owner.load(std::memory_order_relaxed) != nullptr ? misuse::destroyed_while_held
                                                          : misuse::none;
}

void native_plain_mutex::take_back(native_task& task) {
  real.lock();
  owner.store(&task, std::memory_order_relaxed);
}

void native_plain_mutex::leave() {
  owner.store(nullptr, std::memory_order_relaxed);
  real.unlock();
}

std::unique_ptr<native_object> make_native_mutex(const object_description& description) {
  if (description.kind == object_kind::recursive_mutex)
    return std::make_unique<native_recursive_mutex>();
  if (description.kind == object_kind::shared_mutex) return std::make_unique<native_shared_mutex>();
  return std::make_unique<native_plain_mutex>();
}

}  // namespace heddle::scheduler
