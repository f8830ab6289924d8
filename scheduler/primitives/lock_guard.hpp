#pragma once

#include <source_location>

#include "scheduler/primitives/unique_lock.hpp"

namespace heddle {

/// `std::lock_guard`: holds a mutex for a scope. Unlike the standard's, it tells the mutex the line
/// of the model it stands on; the end of the scope is told as the same line.
template <class Mutex>
class [[nodiscard]] lock_guard {
 public:
  using mutex_type = Mutex;

  explicit lock_guard(Mutex& mutex, std::source_location where = std::source_location::current())
      : mutex_(mutex), where_(where) {
    detail::exclusive_ownership::take(mutex_, where_);
  }
  lock_guard(Mutex& mutex, std::adopt_lock_t,
             std::source_location where = std::source_location::current())
      : mutex_(mutex), where_(where) {}
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;
  /// An execution may end here: by an exception, if the mutex is a class of the model's own.
  ~lock_guard() noexcept(false) { detail::exclusive_ownership::give_back(mutex_, where_); }

 private:
  Mutex& mutex_;
  std::source_location where_;
};

}  // namespace heddle
