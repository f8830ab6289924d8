#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// The events of one execution and what must come before each, as lanes: the events of one task in
/// their order.
struct trace_lanes {
  struct step {
    /// Its place among the events of the execution.
    std::size_t event = 0;
    /// How many steps of each lane come before it in every execution of the trace.
    std::vector<std::uint32_t> after;
    /// Its task cannot go on before it is time for this step: leaving it there preempts nobody.
    bool waits = false;
  };
  std::vector<std::vector<step>> lanes;
};

/// The lanes of the last execution of `run`. Moves of the clock have one of their own; invisible
/// events are in none.
trace_lanes lanes_of(const scheduler::controlled_runtime& run);

/// The events of the trace in an order with the fewest preemptions, then the fewest switches: a
/// shortest path through the sets of steps that can have been done (the cuts of the trace), where
/// each task goes on as far as it can. Beyond `most_cuts` of these, the order that always goes on
/// with the task whose next step came first in the execution.
///
/// Whether a task that must wait in the trace could have gone on otherwise is known for certain
/// only to the scheduler: the order may have more preemptions than it seems.
std::vector<std::size_t> straightened(const trace_lanes& trace, std::size_t most_cuts);

}  // namespace heddle::checker
