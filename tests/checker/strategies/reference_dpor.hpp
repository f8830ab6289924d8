#pragma once

#include <cstdint>
#include <functional>

#include "scheduler/operation_table.hpp"
#include "scheduler/options.hpp"
#include "tests/checker/seen_traces.hpp"

/// Optimal dynamic partial-order reduction once more, written down as plainly as possible: every
/// question about the model is answered by running it again up to the moment in question, nothing
/// is kept from execution to execution, and all events are compared with all others. It shares no
/// code with `checker::dpor`, only the table of operations. For programs in which no
/// time passes.
namespace reference {

/// What it can be made to do wrong.
enum class mistake : std::uint8_t {
  none,
  /// Who still waits at the end takes part in no race.
  waiting_ignored,
  /// A race that cannot be reversed hides those before it: the walk from a lock back to the last
  /// lock ends at the unlock between them.
  stop_at_unlock,
  /// An attempt that failed touches nothing.
  failure_touches_nothing,
  /// A failure to own a shared mutex exclusively only reads.
  failure_reads,
  /// A task that was woken could not have timed out instead.
  time_outs_kept,
  /// Sequences are compared with the first steps of others only.
  flat_insertion,
  /// What came after the later step of a race does not belong to the sequence.
  cut_at_later,
  /// Of sleepers only the task counts, not what it would do.
  sleepers_unlabelled,
};

/// Explores a program; at most `limit` executions.
seen_traces explore(const std::function<void()>& body, heddle::scheduler::relation which,
                    const heddle::scheduler::execution_options& options, std::uint64_t limit,
                    mistake wrong = mistake::none);

}  // namespace reference
