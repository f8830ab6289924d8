#pragma once

#include <functional>
#include <span>
#include <vector>

#include "checker/finding.hpp"
#include "checker/lock_order/direction.hpp"
#include "checker/recorded_run.hpp"
#include "checker/result.hpp"

namespace heddle::checker {

/// The lock order of a prediction in names and lines, from the record of its execution.
lock_order tell(const prediction& what, const scheduler::execution& told);

/// The finding that a lock order is as long as it is neither confirmed nor refuted. `again` is the
/// execution that shows it.
finding potential_deadlock(lock_order order, const prediction& what, const recorded_run& again);

/// Adds to a result what has become of its predictions. What was confirmed is told with the
/// deadlock itself, if that is among the findings; what was refuted is no finding.
void tell_lock_orders(std::span<const settled_prediction> settled, std::uint64_t executions,
                      const std::function<void()>& body, result& into);

}  // namespace heddle::checker
