#pragma once

#include <vector>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// What the task of a failed check read for it: the last reads of variables and atomics before the
/// failure without a step on another line between, each object once with its last value, in the
/// order of the reads. Of a change that returns what was there before: that value.
std::vector<value_read> values_read_for(const scheduler::execution& told,
                                        const scheduler::execution::problem& failure);

}  // namespace heddle::checker
