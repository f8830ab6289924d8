#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/primitives/manual_event.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models::python::asyncio {

using duration = virtual_clock::duration;

/// A callback that the event loop is to call, unless it is cancelled before.
class handle {
 public:
  explicit handle(std::function<void()> callback) : callback_(std::move(callback)) {}

  void cancel() { callback_ = nullptr; }
  [[nodiscard]] bool cancelled() const { return callback_ == nullptr; }
  /// Calls it, once.
  void run() {
    if (const auto callback = std::exchange(callback_, nullptr)) callback();
  }

 private:
  std::function<void()> callback_;
};

/// Who decides what an event loop is waiting for: the clock of the loop, or the outside world.
enum class timer_kind {
  clock,  ///< a sleep, a time-out: those of one moment fire in the order they were made
  io,     ///< input or output: operations that end at the same moment end in any order
};

/// What an event loop waits for: timers, and I/O that takes its time.
///
/// With `--time quiescent` and on real threads they end by their deadlines. With `--time any` they
/// end in every order, and also while callbacks are ready: a loop may be slow, and I/O late.
class timers {
 public:
  using ready_callback = std::function<void(std::shared_ptr<handle>)>;

  void add(duration delay, timer_kind kind, std::string name, std::shared_ptr<handle> then);
  /// Whether nothing is left to wait for.
  [[nodiscard]] bool empty();
  void clear() { pending_.clear(); }

  /// Waits for the next that ends. Precondition: not empty.
  std::shared_ptr<handle> wait_for_next();
  /// Another that has ended by now; null if there is none.
  std::shared_ptr<handle> another();
  /// Waits for what never comes: nothing is ready and nothing pending.
  void wait_for_ever() { input_output_.wait(); }
  /// Does nothing, as an event of the execution: a loop that never ends then reaches its limit.
  void take_a_step() { static_cast<void>(input_output_.is_set()); }

 private:
  struct timer {
    duration deadline;
    timer_kind kind;
    std::string name;
    std::shared_ptr<handle> then;
  };

  [[nodiscard]] std::size_t due_first() const;
  [[nodiscard]] std::vector<std::size_t> candidates(std::size_t count) const;
  std::shared_ptr<handle> one_of(const std::vector<std::size_t>& choices);
  std::shared_ptr<handle> end(std::size_t which);

  /// By deadline; those with one deadline in the order they were made.
  std::vector<timer> pending_;
  manual_event input_output_{"I/O"};
};

}  // namespace heddle::models::python::asyncio
