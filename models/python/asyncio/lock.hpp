#pragma once

#include <deque>
#include <string>
#include <utility>

#include "models/python/asyncio/coroutine.hpp"

namespace heddle::models::python::asyncio {

/// `asyncio.Lock`: for the coroutines of one loop, served in the order in which they came.
class lock {
 public:
  explicit lock(std::string name = "a lock") : name_(std::move(name)) {}
  lock(const lock&) = delete;
  lock& operator=(const lock&) = delete;

  coroutine<> acquire();
  /// Throws `std::runtime_error` if it is not locked.
  void release();
  [[nodiscard]] bool locked() const { return locked_; }

  /// Releases the lock at the end of its scope.
  class [[nodiscard]] holder {
   public:
    explicit holder(lock& held) : held_(&held) {}
    holder(holder&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    holder& operator=(holder&&) = delete;
    ~holder() {
      if (held_ != nullptr) held_->release();
    }

   private:
    lock* held_;
  };
  /// `async with lock:` is `const auto held = co_await lock.hold();`.
  coroutine<holder> hold();

 private:
  void wake_first();

  std::string name_;
  bool locked_ = false;
  std::deque<future<void>> waiters_;
};

}  // namespace heddle::models::python::asyncio
