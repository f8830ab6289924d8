#pragma once

#include <cstdint>
#include <vector>

#include "checker/shrink/failing_schedule.hpp"
#include "checker/shrink/trials.hpp"

namespace heddle::checker {

/// Runs every schedule without preemptions, then every one with a single preemption, and so on
/// (iterative context bounding: Musuvathi and Qadeer, PLDI 2007), until each of `wanted` has been
/// seen and the round that it was seen in is complete, or the budget is used up. Each becomes the
/// smallest schedule seen that shows the same. The rounds do not depend on what is wanted: looking
/// for all at once finds for each what looking for it alone would.
///
/// Other symptoms of the kinds that are wanted are added to `wanted`: in words they may turn out to
/// be the same finding.
///
/// Returns the number of complete rounds: whatever was not seen needs so many preemptions at least.
std::uint32_t search_by_preemptions(trials& runs, std::vector<failing_schedule>& wanted);

}  // namespace heddle::checker
