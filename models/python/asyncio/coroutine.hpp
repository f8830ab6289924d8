#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "models/python/asyncio/future.hpp"
#include "models/python/asyncio/task_core.hpp"

namespace heddle::models::python::asyncio {

/// What coroutines of all types have in common. Those that wait for each other belong to one task,
/// which resumes the innermost of them: none is resumed from within another, so that neither depth
/// nor a loop uses up the stack.
class promise_base {
 public:
  /// Python's coroutines begin when they are awaited, or their task does.
  std::suspend_always initial_suspend() noexcept { return {}; }

  struct return_to_caller {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> ended) noexcept {
      const promise_base& promise = ended.promise();
      promise.runner_->go_on_with(promise.caller_);
    }
    void await_resume() noexcept {}
  };
  return_to_caller final_suspend() noexcept { return {}; }

  /// Keeps the exception for who awaits the coroutine. By the end of a failed task heddle unwinds:
  /// it passes, through `resume` and the event loop.
  void unhandled_exception();

  /// The task that runs the coroutine; it goes on with `caller` in the end, which may be null.
  void begin(task_core& runner, std::coroutine_handle<> caller) {
    runner_ = &runner;
    caller_ = caller;
  }
  [[nodiscard]] task_core& runner() const { return *runner_; }
  [[nodiscard]] const std::exception_ptr& failure() const { return failure_; }
  /// Whether the exception is a `cancelled_error`.
  [[nodiscard]] bool cancelled() const { return cancelled_; }

 private:
  task_core* runner_ = nullptr;
  std::coroutine_handle<> caller_;
  std::exception_ptr failure_;
  bool cancelled_ = false;
};

/// The part of the promise that takes the result. (A promise has either `return_value` or
/// `return_void`.)
template <class T>
class promise_of : public promise_base {
 public:
  template <class U>
    requires std::constructible_from<T, U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T take() { return std::move(*value_); }

 private:
  std::optional<T> value_;
};
template <>
class promise_of<void> : public promise_base {
 public:
  void return_void() {}
  none take() { return {}; }
};

/// `async def`: what a function with `co_await` or `co_return` returns. It does nothing until it
/// is awaited (`co_await fetch(url)`) or made a task (`create_task(fetch(url))`).
///
/// As in C++ generally: parameters live as long as the coroutine, captures of a lambda as long as
/// the lambda. `co_await` cannot stand in a `catch` block.
template <class T = void>
class [[nodiscard]] coroutine {
 public:
  class promise_type : public promise_of<T> {
   public:
    coroutine get_return_object() {
      return coroutine(std::coroutine_handle<promise_type>::from_promise(*this));
    }
  };

  coroutine(coroutine&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  coroutine& operator=(coroutine&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~coroutine() { destroy(); }

  /// Ends it where it is: destroys its locals.
  void destroy() {
    if (const auto frame = std::exchange(frame_, nullptr)) frame.destroy();
  }

  /// Belongs to `runner` from now on.
  std::coroutine_handle<> begin(task_core& runner, std::coroutine_handle<> caller) {
    promise().begin(runner, caller);
    return frame_;
  }
  [[nodiscard]] promise_type& promise() const { return frame_.promise(); }

  class awaiter {
   public:
    explicit awaiter(coroutine awaited) : awaited_(std::move(awaited)) {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) {
      task_core& runner = caller.promise().runner();
      runner.go_on_with(awaited_.begin(runner, caller));
    }
    T await_resume() {
      promise_type& promise = awaited_.promise();
      if (promise.failure() != nullptr) std::rethrow_exception(promise.failure());
      if constexpr (!std::is_void_v<T>) return promise.take();
    }

   private:
    coroutine awaited_;
  };
  awaiter operator co_await() && { return awaiter(std::move(*this)); }

 private:
  explicit coroutine(std::coroutine_handle<promise_type> frame) : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

/// Waits for a future: `co_await future`.
template <class T>
class future_awaiter {
 public:
  explicit future_awaiter(std::shared_ptr<future_state<T>> awaited)
      : awaited_(std::move(awaited)) {}

  [[nodiscard]] bool await_ready() const noexcept { return awaited_->done(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) {
    runner_ = &caller.promise().runner();
    runner_->wait_for(awaited_);
  }
  T await_resume() {
    if (runner_ != nullptr) runner_->throw_if_cancelled();
    return awaited_->result();
  }

 private:
  std::shared_ptr<future_state<T>> awaited_;
  task_core* runner_ = nullptr;
};

template <class T>
future_awaiter<T> operator co_await(const future<T>& awaited) {
  return future_awaiter<T>(awaited.state());
}

/// Lets the others go on for one iteration of the loop: `co_await pause{}`.
class pause {
 public:
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> caller) {
    runner_ = &caller.promise().runner();
    runner_->wait_for_next_iteration();
  }
  void await_resume() { runner_->throw_if_cancelled(); }

 private:
  task_core* runner_ = nullptr;
};

}  // namespace heddle::models::python::asyncio
