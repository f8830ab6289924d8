#pragma once

#include "checker/deadlocks/deadlock.hpp"
#include "checker/deadlocks/wait_for_graph.hpp"
#include "checker/finished_run.hpp"

namespace heddle::checker {

/// A node of a wait-for graph of `run` with the names, steps and lines of its record.
blocked_task tell_blocked_task(const wait_for_node& node, const finished_run& run,
                               const scheduler::execution& told);

/// After which step nothing could free the task any more: its own last one, or the one that took
/// away what it waits for. 0: from the start.
std::uint32_t blocked_since(const blocked_task& waiter, const scheduler::execution& told);

}  // namespace heddle::checker
