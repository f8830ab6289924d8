#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/python/asyncio/timers.hpp"

namespace heddle::models::python::asyncio {

class task_core;

/// `asyncio`'s event loop: calls callbacks one after the other, in the order in which they became
/// ready. It is one task of the execution; its coroutines are none, and are switched only where
/// they wait. Each iteration begins with what has ended of I/O and timers, and calls what was ready
/// then; what becomes ready meanwhile is left to the next.
///
/// Unlike Python's, which logs it and goes on, the loop lets pass an exception that leaves a
/// callback: the checker is to see it.
class event_loop {
 public:
  event_loop() = default;
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;
  /// Destroys the coroutines that have not ended, the youngest first.
  ~event_loop();

  /// Calls `callback` in the next iteration.
  std::shared_ptr<handle> call_soon(std::function<void()> callback);
  /// Calls it after `delay`.
  std::shared_ptr<handle> call_later(duration delay, std::function<void()> callback);
  /// Calls it when an operation of the outside world has ended, which takes `latency`.
  std::shared_ptr<handle> call_after_io(duration latency, std::string name,
                                        std::function<void()> callback);

  /// Runs until `stop` is called: to the end of that iteration. If nothing is ready and nothing can
  /// become so, the loop waits for ever, which is a deadlock.
  void run_forever();
  void stop() { stopping_ = true; }
  /// Cancels all tasks and runs until they have ended.
  void cancel_all_tasks();

  /// Tasks that have not ended, the oldest first.
  void add_task(std::shared_ptr<task_core> made);
  void remove_task(const task_core& ended);
  /// The name of the next task that has none of its own: `Task-1`.
  std::string next_task_name() { return "Task-" + std::to_string(++tasks_made_); }

 private:
  void run_once();
  void look_for_events();
  void tell_who_waits() const;

  std::deque<std::shared_ptr<handle>> ready_;
  timers timers_;
  std::vector<std::shared_ptr<task_core>> tasks_;
  std::size_t tasks_made_ = 0;
  /// So many iterations in a row have not waited.
  std::size_t busy_ = 0;
  bool stopping_ = false;
};

/// `asyncio.get_running_loop()`. Throws `std::runtime_error` outside of coroutines and callbacks.
event_loop& get_running_loop();

/// Makes a loop the running one of the calling task for a scope. Throws `std::runtime_error` if
/// one is running already.
class running_loop_scope {
 public:
  explicit running_loop_scope(event_loop& next);
  running_loop_scope(const running_loop_scope&) = delete;
  running_loop_scope& operator=(const running_loop_scope&) = delete;
  ~running_loop_scope();
};

}  // namespace heddle::models::python::asyncio
