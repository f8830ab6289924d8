#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/result.hpp"

/// Results written by hand: what the checker would find, without running it.
namespace heddle::reports::test {

/// Writes an execution step by step.
class written_execution {
 public:
  using operation_kind = scheduler::operation_kind;
  using object_kind = scheduler::object_kind;

  explicit written_execution(std::string file) : file_(std::move(file)) {}

  int task(const std::string& name);
  int object(const std::string& name, object_kind kind, const std::string& initial);

  /// The next step of `task`: `text` about `object`, whose state is `after` from now on.
  written_execution& step(int task, operation_kind kind, int object, const std::string& text,
                          const std::string& after, std::uint32_t line);
  written_execution& read(int task, int object, std::uint32_t line);
  written_execution& write(int task, int object, const std::string& value, std::uint32_t line);
  written_execution& lock(int task, int object, std::uint32_t line);
  written_execution& unlock(int task, int object, std::uint32_t line);
  written_execution& spawn(int task, int other, std::uint32_t line);
  written_execution& join(int task, int other, std::uint32_t line);
  /// The next step preempts the task of the last one, which was about to do `text`.
  written_execution& preempt(const std::string& text);
  /// `task` fails after the last step.
  written_execution& fail(int task, scheduler::failure_kind kind, const std::string& text,
                          std::uint32_t line);
  written_execution& note(int task, const std::string& text, std::uint32_t line);
  /// `task` waits for ever.
  written_execution& stuck(int task, const std::string& pending, int object, int other,
                           std::uint32_t line);

  /// A step as a part of a cause.
  checker::cause_step cause_step(std::uint32_t number) const;

  scheduler::source_line line(std::uint32_t number) const { return {file_, number, ""}; }

  scheduler::execution told;

 private:
  std::string name(int task) const { return told.tasks[static_cast<std::size_t>(task)].name; }
  scheduler::execution::object& at(int object) {
    return told.objects[static_cast<std::size_t>(object)];
  }

  std::string file_;
  std::vector<std::string> states_;
  std::string preempted_;
  bool preempts_ = false;
};

/// A result without findings.
checker::result nothing_found(const std::string& model, checker::coverage_kind coverage,
                              std::uint64_t executions);

/// Two people overdraw an account: each checks, then takes.
checker::result overdraw();

/// Two that count, one on top of the other's count.
checker::result lost_update();

/// Two that wait for a loaf with `if`: one is woken, the other takes it.
checker::result stolen_wakeup();

/// As `overdraw`, with four people and the main task that starts them.
checker::result overdraw_by_four();

/// Two locks taken in two orders.
checker::result lock_order_deadlock();

/// One task writes under a lock, another reads without.
checker::result unlocked_read();

/// A passing random search.
checker::result sampled();

/// An invariant, an exception, a misuse and a leak in one model, one of them declared.
checker::result several_findings();

/// Names of tasks, objects and files that fit nowhere, and a message of three lines.
checker::result long_names();

/// Twelve tasks that count.
checker::result twelve_tasks();

/// Two tasks that take turns for 500 steps.
checker::result five_hundred_steps();

}  // namespace heddle::reports::test
