#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/execution.hpp"

namespace heddle::reports {

/// What a task can do at a moment of an execution.
enum class task_doing : std::uint8_t {
  not_started,
  ready,    ///< it could go on
  waits,    ///< what it is about to do cannot be done now
  stuck,    ///< it waits, and will for ever
  stopped,  ///< it will do nothing more in this execution, although it has not finished
  ended,
};

/// `ready`.
std::string_view name_of(task_doing doing);

/// A task between two steps.
struct task_place {
  task_doing doing = task_doing::not_started;
  /// What it is about to do, and where; empty if nothing.
  std::string next;
  scheduler::source_line where;

  friend bool operator==(const task_place&, const task_place&) = default;
};

/// Where each task of an execution is, step by step.
class task_progress {
 public:
  /// The beginning.
  explicit task_progress(const scheduler::execution& told);

  /// One step further.
  void advance();

  /// By task.
  [[nodiscard]] std::vector<task_place> now() const;

 private:
  [[nodiscard]] task_place place_of(std::size_t task) const;
  [[nodiscard]] task_doing doing_of(std::size_t task) const;
  [[nodiscard]] task_doing at_end(std::size_t task) const;
  [[nodiscard]] const scheduler::execution::step* next_of(std::size_t task) const;

  const scheduler::execution& told_;
  std::size_t done_ = 0;
  std::vector<bool> started_;
  /// The places of each task's steps, and how many of them have been done.
  std::vector<std::vector<std::size_t>> steps_;
  std::vector<std::size_t> own_;
};

}  // namespace heddle::reports
