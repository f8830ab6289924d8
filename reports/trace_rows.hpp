#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// One line of the table of an execution, before it is laid out.
struct trace_row {
  enum class sort : std::uint8_t {
    step,
    preemption,  ///< what the task was about to do when another one went on
    problem,     ///< what goes wrong here
    note,        ///< the model's own remark
    waiting,     ///< what the task waits for at the end
    fold,        ///< steps that are left out
  };

  sort what = sort::step;
  /// `7`, or `1-4` for several steps told as one; empty for what is no step.
  std::string step;
  /// A place in `execution::tasks`; none: the clock.
  int task = scheduler::execution::none;
  std::string text;
  /// The shared state after it: a value, or `balance = 30` where several objects change.
  std::string state;
  std::string where;
  /// How many steps it stands for.
  std::size_t steps = 0;
};

/// An execution as rows.
struct trace_rows {
  std::vector<trace_row> rows;
  /// The heading of the states: the name of the one object that changes, or `state`; empty: no
  /// state changes.
  std::string state_heading;
  /// The states say only what the steps say, too (who holds which lock): not worth cutting short.
  bool state_is_repetition = false;
  /// The steps that the rows stand for, folded ones excluded.
  std::size_t steps_shown = 0;
  /// The tasks left out, as they only start tasks and wait for their end.
  std::vector<int> hidden_tasks;
  /// Steps after the finding, left out.
  std::size_t steps_after = 0;
  /// Steps in the middle are left out, too.
  bool folded = false;
};

/// Chooses what to show of an execution. Unless `everything` is wanted: tasks that only start and
/// join others and the ends of objects are left out, runs of starts and joins become one row, what
/// happens after the finding `about` (may be null) is cut, and the middle of a long execution is
/// folded with a count.
trace_rows select_rows(const scheduler::execution& execution, const checker::finding* about,
                       bool everything);

}  // namespace heddle::reports
