#pragma once

#include <cstdint>

#include "scheduler/event.hpp"
#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

/// Both sides of the first step of an execution that did not go as it had gone under the same
/// schedule before.
struct divergence {
  /// The step, from 1; 0: there is no divergence, or nothing is known about the first side.
  std::uint32_t step = 0;
  /// What the step was the first time.
  event before{};
  /// What it is now; meaningless unless `done`.
  event now{};
  bool done = false;
  /// Not done: what the task that did `before` is about to do instead; meaningless unless
  /// `announced`. Without either, the task waits for nothing any more, or was never started.
  operation pending{operation_kind::fence};
  bool announced = false;
  /// The execution has ended before the step.
  bool ended = false;
  /// The tasks that can go on now, if the step was not done.
  task_set could_go_on{};
};

}  // namespace heddle::scheduler
