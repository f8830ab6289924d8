#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "checker/deadlocks/deadlock.hpp"
#include "checker/finished_run.hpp"

/// Who waits for whom at the end of a run.
namespace heddle::checker {

/// A task that could let another one go on.
struct enabler {
  /// No event of its own says so: it is a holder, or to be joined.
  static constexpr std::size_t no_event = std::numeric_limits<std::size_t>::max();

  scheduler::task_index task = scheduler::no_task;
  bool holds = false;            ///< it has what is waited for
  bool stuck = false;            ///< it waits for ever, too
  bool ended = false;            ///< if neither, it was stopped at its limit of steps
  std::size_t event = no_event;  ///< the last one in which it did what is waited for
};

/// A stuck task, or one whose `together` waits for a stuck task.
struct wait_for_node {
  scheduler::task_index task = scheduler::no_task;
  waited_for what = waited_for::lock;
  scheduler::object_index object = scheduler::no_object;  ///< of `end_of_task`: none
  scheduler::code_site site{};
  bool in_together = false;
  /// Each once, the stuck ones in the order of the nodes.
  std::vector<enabler> enablers{};
  /// The stuck ones among the enablers, as places of nodes.
  std::vector<std::size_t> waits_for{};
  /// It can never go on, whatever the others do: what it waits for is in the hands of a task that
  /// has ended, or nobody is left of those who have shown that they could do it.
  bool hopeless = false;
};

/// The wait-for graph of a finished run, with the AND-OR model of E. Knapp, "Deadlock Detection in
/// Distributed Databases", ACM Computing Surveys 19(4), 1987.
///
/// Anybody could notify, release, send, arrive or set. An edge stands for those only who have shown
/// it: who hold permits, or have done in this run what is waited for. So a task that merely joins
/// the waiter is no member of its closed set.
struct wait_for_graph {
  std::vector<wait_for_node> nodes;
  /// Whether whoever is not stuck has ended. Otherwise some tasks were stopped at their limit of
  /// steps, and could have done anything.
  bool others_ended = true;
};

/// The graph of a run that ended stuck or truncated.
wait_for_graph wait_for_graph_of(const finished_run& run);

/// How many more permits of a semaphore the task has acquired than released in the run.
std::int64_t permits_held(const finished_run& run, scheduler::task_index task,
                          scheduler::object_index semaphore);

}  // namespace heddle::checker
