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
    preemption,  ///< what the task was about to do when another one went on; may be empty
    problem,     ///< what goes wrong here
    note,        ///< the model's own remark
    waiting,     ///< what the task waits for at the end
    repetition,  ///< from here on the steps repeat
    fold,        ///< steps that are left out
  };

  sort what = sort::step;
  /// The steps it tells. Of what is no step, both are the step that it comes after.
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  /// A place in `execution::tasks`; none: the clock.
  int task = scheduler::execution::none;
  std::string text;
  /// The shared state after it: a value, or `balance = 30` where several objects change.
  std::string state;
  std::string where;
  /// How many steps it stands for.
  std::size_t steps = 0;
  /// Of steps and preemptions: they helped to bring the finding about.
  bool matters = false;
};

/// An execution as rows, for tables and for pictures.
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
  /// The tasks left out, as none of their steps matters, and how many steps these are.
  std::vector<int> bystanders;
  std::size_t bystander_steps = 0;
  /// Of the steps shown some matter, and some do not.
  bool mixed = false;
  /// Steps after the finding, left out.
  std::size_t steps_after = 0;
};

/// Chooses what to show of an execution. Unless `everything` is wanted: tasks that only start and
/// join others, those of which no step matters for the finding `about` (may be null), and the ends
/// of objects are left out, runs of starts and joins become one row, what happens after the finding
/// is cut. Texts are printable, and say nothing that the sort of a row says.
trace_rows select_rows(const scheduler::execution& execution, const checker::finding* about,
                       bool everything);

}  // namespace heddle::reports
