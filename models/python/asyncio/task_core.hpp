#pragma once

#include <coroutine>
#include <memory>
#include <string>

#include "models/python/asyncio/future.hpp"

namespace heddle::models::python::asyncio {

/// What runs a coroutine and those it awaits, step by step: each step goes on until one of them
/// waits for a future. As `Task.__step` and `Task.__wakeup` of CPython.
class task_core {
 public:
  task_core() = default;
  task_core(const task_core&) = delete;
  task_core& operator=(const task_core&) = delete;
  virtual ~task_core() = default;

  /// Does one step, up to the next wait or the end.
  void step();
  /// As `Task.cancel`: what it waits for is cancelled, or else it is where it waits next. Returns
  /// whether it was not done.
  bool request_cancellation();
  /// Destroys the coroutine where it is: its loop has ended.
  virtual void abandon() = 0;

  [[nodiscard]] const std::string& name() const { return core().name(); }
  [[nodiscard]] std::string awaited_name() const;

  // For awaiters, within a step.

  /// Goes on with another coroutine of the task; null: the task has ended.
  void go_on_with(std::coroutine_handle<> next) noexcept { innermost_ = next; }
  void wait_for(const std::shared_ptr<future_core>& awaited);
  void wait_for_next_iteration();
  /// Throws `cancelled_error` if this step began with a cancellation.
  void throw_if_cancelled();

 protected:
  void forget_awaited() { awaited_ = nullptr; }
  [[nodiscard]] virtual const future_core& core() const = 0;
  /// Keeps the task alive.
  [[nodiscard]] virtual std::shared_ptr<task_core> self() = 0;
  /// Takes the result of the coroutine, which has ended, and destroys it. `cancel`: whether a
  /// cancellation has come too late for any wait.
  virtual void conclude(bool cancel) = 0;
  /// Ends the task, whose coroutine has not begun.
  virtual void conclude_unbegun() = 0;

 private:
  void resume_until_it_waits();

  std::coroutine_handle<> innermost_;
  std::shared_ptr<future_core> awaited_;
  bool begun_ = false;
  bool waits_ = false;
  bool must_cancel_ = false;
  bool throws_cancelled_ = false;
};

}  // namespace heddle::models::python::asyncio
