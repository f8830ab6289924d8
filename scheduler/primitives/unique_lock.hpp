#pragma once

#include <chrono>
#include <mutex>
#include <source_location>
#include <utility>

#include "scheduler/primitives/refuse.hpp"

namespace heddle {

using std::adopt_lock;
using std::adopt_lock_t;
using std::defer_lock;
using std::defer_lock_t;
using std::try_to_lock;
using std::try_to_lock_t;

namespace detail {

/// Exclusive ownership of any mutex, ours or a model's own; ours is told the line.
struct exclusive_ownership {
  template <class Mutex>
  static void take(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.lock(where); })
      mutex.lock(where);
    else
      mutex.lock();
  }
  template <class Mutex>
  static bool attempt(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.try_lock(where); })
      return mutex.try_lock(where);
    else
      return mutex.try_lock();
  }
  template <class Mutex, class Duration>
  static bool take_for(Mutex& mutex, const Duration& duration, std::source_location where) {
    if constexpr (requires { mutex.try_lock_for(duration, where); })
      return mutex.try_lock_for(duration, where);
    else
      return mutex.try_lock_for(duration);
  }
  template <class Mutex, class Time>
  static bool take_until(Mutex& mutex, const Time& time, std::source_location where) {
    if constexpr (requires { mutex.try_lock_until(time, where); })
      return mutex.try_lock_until(time, where);
    else
      return mutex.try_lock_until(time);
  }
  template <class Mutex>
  static void give_back(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.unlock(where); })
      mutex.unlock(where);
    else
      mutex.unlock();
  }
};

/// Shared ownership, likewise.
struct shared_ownership {
  template <class Mutex>
  static void take(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.lock_shared(where); })
      mutex.lock_shared(where);
    else
      mutex.lock_shared();
  }
  template <class Mutex>
  static bool attempt(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.try_lock_shared(where); })
      return mutex.try_lock_shared(where);
    else
      return mutex.try_lock_shared();
  }
  template <class Mutex, class Duration>
  static bool take_for(Mutex& mutex, const Duration& duration, std::source_location where) {
    if constexpr (requires { mutex.try_lock_shared_for(duration, where); })
      return mutex.try_lock_shared_for(duration, where);
    else
      return mutex.try_lock_shared_for(duration);
  }
  template <class Mutex, class Time>
  static bool take_until(Mutex& mutex, const Time& time, std::source_location where) {
    if constexpr (requires { mutex.try_lock_shared_until(time, where); })
      return mutex.try_lock_shared_until(time, where);
    else
      return mutex.try_lock_shared_until(time);
  }
  template <class Mutex>
  static void give_back(Mutex& mutex, std::source_location where) {
    if constexpr (requires { mutex.unlock_shared(where); })
      mutex.unlock_shared(where);
    else
      mutex.unlock_shared();
  }
};

/// What `unique_lock` and `shared_lock` have in common: a mutex, perhaps, and whether it is held.
/// The destructor gives back at the line that took.
template <class Mutex, class Ownership>
class movable_lock {
 public:
  using mutex_type = Mutex;

  movable_lock() noexcept = default;
  explicit movable_lock(Mutex& mutex, std::source_location where = std::source_location::current())
      : mutex_(&mutex), where_(where) {
    Ownership::take(mutex, where);
    owns_ = true;
  }
  movable_lock(Mutex& mutex, std::defer_lock_t,
               std::source_location where = std::source_location::current()) noexcept
      : mutex_(&mutex), where_(where) {}
  movable_lock(Mutex& mutex, std::try_to_lock_t,
               std::source_location where = std::source_location::current())
      : mutex_(&mutex), owns_(Ownership::attempt(mutex, where)), where_(where) {}
  movable_lock(Mutex& mutex, std::adopt_lock_t,
               std::source_location where = std::source_location::current()) noexcept
      : mutex_(&mutex), owns_(true), where_(where) {}
  template <class Rep, class Period>
  movable_lock(Mutex& mutex, const std::chrono::duration<Rep, Period>& duration,
               std::source_location where = std::source_location::current())
      : mutex_(&mutex), owns_(Ownership::take_for(mutex, duration, where)), where_(where) {}
  template <class Clock, class Duration>
  movable_lock(Mutex& mutex, const std::chrono::time_point<Clock, Duration>& time,
               std::source_location where = std::source_location::current())
      : mutex_(&mutex), owns_(Ownership::take_until(mutex, time, where)), where_(where) {}

  movable_lock(movable_lock&& other) noexcept
      : mutex_(std::exchange(other.mutex_, nullptr)),
        owns_(std::exchange(other.owns_, false)),
        where_(other.where_) {}
  movable_lock& operator=(movable_lock&& other) noexcept {
    movable_lock(std::move(other)).swap(*this);
    return *this;
  }
  ~movable_lock() noexcept(false) {
    if (owns_) Ownership::give_back(*mutex_, where_);
  }

  /// Takes the mutex. Having none, and holding it already, are misuses, here and below.
  void lock(std::source_location where = std::source_location::current()) {
    require_unlocked(where);
    Ownership::take(*mutex_, where);
    taken(true, where);
  }
  bool try_lock(std::source_location where = std::source_location::current()) {
    require_unlocked(where);
    return taken(Ownership::attempt(*mutex_, where), where);
  }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& duration,
                    std::source_location where = std::source_location::current()) {
    require_unlocked(where);
    return taken(Ownership::take_for(*mutex_, duration, where), where);
  }
  template <class Clock, class Duration>
  bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time,
                      std::source_location where = std::source_location::current()) {
    require_unlocked(where);
    return taken(Ownership::take_until(*mutex_, time, where), where);
  }

  /// Gives the mutex back; not holding it is a misuse.
  void unlock(std::source_location where = std::source_location::current()) {
    if (!owns_) return report(scheduler::misuse::not_locked, nullptr, where);
    owns_ = false;
    Ownership::give_back(*mutex_, where);
  }

  /// Forgets the mutex without giving it back.
  Mutex* release() noexcept {
    owns_ = false;
    return std::exchange(mutex_, nullptr);
  }

  void swap(movable_lock& other) noexcept {
    std::swap(mutex_, other.mutex_);
    std::swap(owns_, other.owns_);
    std::swap(where_, other.where_);
  }

  [[nodiscard]] bool owns_lock() const noexcept { return owns_; }
  explicit operator bool() const noexcept { return owns_; }
  [[nodiscard]] Mutex* mutex() const noexcept { return mutex_; }

 private:
  void require_unlocked(std::source_location where) const {
    if (mutex_ == nullptr) refuse(scheduler::misuse::no_mutex, nullptr, where);
    if (owns_) refuse(scheduler::misuse::already_locked, nullptr, where);
  }

  bool taken(bool held, std::source_location where) {
    owns_ = held;
    if (held) where_ = where;
    return held;
  }

  Mutex* mutex_ = nullptr;
  bool owns_ = false;
  std::source_location where_{};
};

}  // namespace detail

/// `std::unique_lock`: exclusive ownership that can be moved, put off and given back early.
template <class Mutex>
class unique_lock : public detail::movable_lock<Mutex, detail::exclusive_ownership> {
 public:
  using detail::movable_lock<Mutex, detail::exclusive_ownership>::movable_lock;
};

template <class Mutex, class... How>
unique_lock(Mutex&, How...) -> unique_lock<Mutex>;

template <class Mutex>
void swap(unique_lock<Mutex>& left, unique_lock<Mutex>& right) noexcept {
  left.swap(right);
}

}  // namespace heddle
