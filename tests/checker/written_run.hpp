#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/finished_run.hpp"
#include "scheduler/execution.hpp"

/// Runs written by hand, event by event: what the scheduler would have left behind, and its record.
class written_run {
 public:
  using task_index = heddle::scheduler::task_index;
  using object_index = heddle::scheduler::object_index;
  using operation_kind = heddle::scheduler::operation_kind;
  using object_kind = heddle::scheduler::object_kind;
  using event = heddle::scheduler::event;

  /// The tasks all run from the beginning: nothing comes before their first events.
  explicit written_run(const std::vector<std::string>& tasks);

  object_index object(const std::string& name, object_kind kind, std::uint64_t value = 0);
  object_index variable(const std::string& name) { return object(name, object_kind::variable); }
  object_index mutex(const std::string& name) { return object(name, object_kind::mutex); }
  object_index condition(const std::string& name) {
    return object(name, object_kind::condition_variable);
  }

  // Each is one event. Lines are in `hand.cpp`.
  written_run& read(task_index task, object_index object, std::uint32_t line);
  written_run& write(task_index task, object_index object, std::uint64_t value, std::uint32_t line);
  written_run& lock(task_index task, object_index mutex);
  written_run& unlock(task_index task, object_index mutex);
  written_run& wait(task_index task, object_index condition, object_index mutex);
  written_run& wake(task_index task, object_index condition, object_index mutex);
  /// Wakes nobody.
  written_run& notify(task_index task, object_index object);
  written_run& notify_one(task_index task, object_index object, task_index woken);
  written_run& notify_all(task_index task, object_index object);
  written_run& park(task_index task, object_index atomic, std::uint64_t expected);
  written_run& join(task_index task, task_index other);

  /// The task fails a check on a line after the last event.
  written_run& fail(task_index task, std::uint32_t line);

  /// The number of the last event.
  [[nodiscard]] std::uint32_t last() const {
    return static_cast<std::uint32_t>(events_.size()) - 1;
  }

  [[nodiscard]] heddle::checker::finished_run left() const;
  [[nodiscard]] const heddle::scheduler::execution& told() const { return told_; }

 private:
  event& add(task_index task, operation_kind kind, object_index object, std::uint32_t line = 0);

  std::vector<event> events_;
  std::vector<heddle::scheduler::failure> failures_;
  std::vector<heddle::scheduler::object_state> objects_;
  std::vector<heddle::checker::finished_run::identity> tasks_;
  std::vector<heddle::checker::finished_run::identity> created_;
  heddle::scheduler::execution told_;
};
