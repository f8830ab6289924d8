#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "models/python/asyncio/errors.hpp"
#include "models/python/asyncio/event_loop.hpp"

namespace heddle::models::python::asyncio {

/// What Python calls `None`: the result of what returns nothing.
using none = std::monostate;

/// How a result of type T is kept.
template <class T>
using kept = std::conditional_t<std::is_void_v<T>, none, T>;

/// What futures of all types have in common: whether there is a result yet, and who wants to know.
class future_core : public std::enable_shared_from_this<future_core> {
 public:
  explicit future_core(std::string name) : loop_(get_running_loop()), name_(std::move(name)) {}
  future_core(const future_core&) = delete;
  future_core& operator=(const future_core&) = delete;
  virtual ~future_core() = default;

  [[nodiscard]] bool done() const { return status_ != status::pending; }
  [[nodiscard]] bool cancelled() const { return status_ == status::cancelled; }
  /// The exception that is the result; null if it is a value. Throws `cancelled_error` and
  /// `invalid_state_error`.
  [[nodiscard]] std::exception_ptr exception() const;
  /// Returns whether it could be cancelled: whether it was not done.
  virtual bool cancel();
  void set_exception(std::exception_ptr failure);

  /// Calls `callback` by `call_soon` when there is a result. Returns a number to take it back with.
  std::uint64_t add_done_callback(std::function<void()> callback);
  void remove_done_callback(std::uint64_t number);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] event_loop& loop() const { return loop_; }

 protected:
  /// Throws `invalid_state_error` if there is a result.
  void expect_pending() const;
  /// Throws what came instead of a value, if anything did.
  void expect_value() const;
  void finish() { end(status::finished); }
  void finish_cancelled() { end(status::cancelled); }
  /// It will never be done.
  void forget_callbacks() { callbacks_.clear(); }

 private:
  enum class status { pending, cancelled, finished };
  struct done_callback {
    std::uint64_t number;
    std::function<void()> call;
  };
  void end(status how);

  event_loop& loop_;
  std::string name_;
  status status_ = status::pending;
  std::exception_ptr failure_;
  std::vector<done_callback> callbacks_;
  std::uint64_t callbacks_added_ = 0;
};

/// A future of one type.
template <class T>
class future_state : public future_core {
 public:
  using future_core::future_core;

  void set_result(kept<T> value) {
    expect_pending();
    value_.emplace(std::move(value));
    finish();
  }
  /// The value: a copy if there can be one, as several may ask.
  T result() {
    expect_value();
    if constexpr (std::is_void_v<T>)
      return;
    else if constexpr (std::is_copy_constructible_v<T>)
      return *value_;
    else
      return std::move(*value_);
  }

 private:
  std::optional<kept<T>> value_;
};

/// `asyncio.Future`: a result that is there sooner or later. Copies are the same future.
template <class T>
class future {
 public:
  explicit future(std::shared_ptr<future_state<T>> state) : state_(std::move(state)) {}

  [[nodiscard]] bool done() const { return state_->done(); }
  [[nodiscard]] bool cancelled() const { return state_->cancelled(); }
  /// Throws what came instead of a value: the exception, `cancelled_error`, `invalid_state_error`.
  T result() const { return state_->result(); }
  /// As `future_core::exception`.
  [[nodiscard]] std::exception_ptr exception() const { return state_->exception(); }
  bool cancel() const { return state_->cancel(); }
  void set_result(kept<T> value = kept<T>()) const { state_->set_result(std::move(value)); }
  void set_exception(std::exception_ptr failure) const {
    state_->set_exception(std::move(failure));
  }
  [[nodiscard]] const std::string& name() const { return state_->name(); }
  [[nodiscard]] const std::shared_ptr<future_state<T>>& state() const { return state_; }

 private:
  std::shared_ptr<future_state<T>> state_;
};

/// `loop.create_future()`. The name is for readers of a deadlock.
template <class T>
future<T> create_future(std::string name = "a future") {
  return future<T>(std::make_shared<future_state<T>>(std::move(name)));
}

}  // namespace heddle::models::python::asyncio
