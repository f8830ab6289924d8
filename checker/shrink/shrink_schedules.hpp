#pragma once

#include <functional>
#include <vector>

#include "checker/shrink/failing_schedule.hpp"
#include "checker/shrink/shrink_options.hpp"

namespace heddle::checker {

/// Makes each schedule the smallest that is found to show the same: by searching all schedules with
/// few preemptions, and where these were too many, by reducing what there is, for up to 16 of them.
/// Marks those that are proved to have the fewest preemptions. Schedules of other symptoms of the
/// same kinds are added at the end. Returns false, and leaves all as they are, if the model turns
/// out not to be deterministic. Precondition: all are of one model, and none is of the kind
/// `nondeterminism`.
bool shrink_schedules(const std::function<void()>& body, std::vector<failing_schedule>& all,
                      const shrink_options& options);

}  // namespace heddle::checker
