#pragma once

#include <chrono>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/primitives/process_shared.hpp"
#include "scheduler/runtime.hpp"

/// What the mutexes are put together from.
namespace heddle::detail {

struct mutex_access;

/// What all mutexes have: exclusive ownership. Is Lockable in the words of the standard.
class exclusive_lockable {
 public:
  exclusive_lockable(const exclusive_lockable&) = delete;
  exclusive_lockable& operator=(const exclusive_lockable&) = delete;

  /// Waits until the mutex is free and takes it.
  void lock(std::source_location where = std::source_location::current()) {
    take(scheduler::operation_kind::lock, {}, where);
  }

  /// Takes the mutex if it is free; says whether it was.
  bool try_lock(std::source_location where = std::source_location::current()) {
    return take(scheduler::operation_kind::lock, {scheduler::patience::attempt}, where);
  }

  /// Gives the mutex back. Never throws; a task that does not hold it has misused it and ends at
  /// its next operation.
  void unlock(std::source_location where = std::source_location::current()) {
    give_back(scheduler::operation_kind::unlock, where);
  }

 protected:
  exclusive_lockable(scheduler::object_kind kind, std::string_view name, std::source_location where)
      : handle_({.kind = kind, .name = name, .site = scheduler::code_site::at(where)}) {}
  /// A mutex between processes. Others are copied when a process begins.
  exclusive_lockable(scheduler::object_kind kind, process_shared_t, std::string_view name,
                     std::source_location where)
      : handle_({.kind = kind,
                 .process_shared = true,
                 .name = name,
                 .site = scheduler::code_site::at(where)}) {}
  ~exclusive_lockable() = default;

  bool take(scheduler::operation_kind kind, scheduler::time_limit limit,
            std::source_location where) {
    scheduler::operation pending{.kind = kind,
                                 .timing = limit.timing,
                                 .deadline = limit.deadline,
                                 .site = scheduler::code_site::at(where)};
    return scheduler::current().perform(pending, handle_).succeeded();
  }

  void give_back(scheduler::operation_kind kind, std::source_location where) {
    scheduler::operation pending{.kind = kind, .site = scheduler::code_site::at(where)};
    scheduler::current().perform(pending, handle_);
  }

 private:
  friend mutex_access;

  scheduler::object_handle handle_;
};

/// The way of condition variables to the objects behind mutexes.
struct mutex_access {
  static scheduler::object_handle& handle(exclusive_lockable& mutex) { return mutex.handle_; }
};

/// Adds time-outs to exclusive ownership.
template <class Base>
class timed_lockable : public Base {
 public:
  /// Waits at most `duration` of virtual time; says whether the mutex was taken.
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& duration,
                    std::source_location where = std::source_location::current()) {
    return this->take(scheduler::operation_kind::lock, scheduler::waiting_for(duration), where);
  }

  /// Waits at most until `time`; says whether the mutex was taken.
  template <class Clock, class Duration>
  bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time,
                      std::source_location where = std::source_location::current()) {
    return this->take(scheduler::operation_kind::lock, scheduler::waiting_until(time), where);
  }

 protected:
  using Base::Base;
};

/// Adds shared ownership.
template <class Base>
class shared_lockable : public Base {
 public:
  /// Waits until nobody holds the mutex exclusively and takes a share.
  void lock_shared(std::source_location where = std::source_location::current()) {
    this->take(scheduler::operation_kind::lock_shared, {}, where);
  }

  /// Takes a share if nobody holds the mutex exclusively; says whether it did.
  bool try_lock_shared(std::source_location where = std::source_location::current()) {
    return this->take(scheduler::operation_kind::lock_shared, {scheduler::patience::attempt},
                      where);
  }

  /// Gives a share back. Never throws, as `unlock`.
  void unlock_shared(std::source_location where = std::source_location::current()) {
    this->give_back(scheduler::operation_kind::unlock_shared, where);
  }

 protected:
  using Base::Base;
};

/// Adds time-outs to shared ownership.
template <class Base>
class timed_shared_lockable : public Base {
 public:
  /// Waits at most `duration` of virtual time for a share; says whether it was taken.
  template <class Rep, class Period>
  bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& duration,
                           std::source_location where = std::source_location::current()) {
    return this->take(scheduler::operation_kind::lock_shared, scheduler::waiting_for(duration),
                      where);
  }

  /// Waits at most until `time` for a share; says whether it was taken.
  template <class Clock, class Duration>
  bool try_lock_shared_until(const std::chrono::time_point<Clock, Duration>& time,
                             std::source_location where = std::source_location::current()) {
    return this->take(scheduler::operation_kind::lock_shared, scheduler::waiting_until(time),
                      where);
  }

 protected:
  using Base::Base;
};

}  // namespace heddle::detail
