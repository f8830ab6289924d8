#pragma once

#include <cstdint>
#include <vector>

#include "checker/finished_run.hpp"
#include "scheduler/location.hpp"

namespace heddle::checker {

/// A part of an execution that could go on for ever, as far as one can tell from its trace: whoever
/// runs the model again and repeats that part knows (`endless_run`).
struct lasso_candidate {
  /// The events from `first` on and before `end`. None if the two are equal: then the tasks that
  /// were made to wait, because they only polled, could poll for ever.
  std::uint32_t first = 0;
  std::uint32_t end = 0;
  /// The same for parts with the same lines and objects.
  std::uint64_t key = 0;
  scheduler::task_index task = scheduler::no_task;
  scheduler::code_site site{};
};

/// Looks for two moments of a run with the same state, so that nobody is passed over in between: a
/// task that could go on somewhere does so (strong fairness), nobody gives up on what could be had,
/// and no choice of the model decides anything. Also for an end at which tasks poll. The state is
/// that of the objects, what each task is about to do, and what it has told of itself; a task's own
/// variables are not known. Runs with failures have none.
/// `loops` is set if any state was there twice, or the run ended polling.
std::vector<lasso_candidate> find_lassos(const finished_run& run, bool* loops = nullptr);

}  // namespace heddle::checker
