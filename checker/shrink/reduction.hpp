#pragma once

#include "checker/shrink/failing_schedule.hpp"
#include "checker/shrink/trials.hpp"

namespace heddle::checker {

/// Makes one failing schedule smaller step by step, until no step helps or the budget is used up:
///
/// - the same trace in an order with fewer preemptions (`straightened`);
/// - without some of its blocks, the uninterrupted runs of one task: all of them, then half, a
///   quarter, and so on (delta debugging: Zeller and Hildebrandt, Simplifying and Isolating
///   Failure-Inducing Input, TSE 2002; of schedules: Choi and Zeller, ISSTA 2002);
/// - with two blocks of one task made one, at the place of either;
/// - with the first way of an operation that can go on in several.
///
/// What such a change leaves of the schedule is followed as far as it can be (`loose_schedule`),
/// and kept if it shows the same symptom and is smaller.
void reduce(trials& runs, failing_schedule& schedule);

}  // namespace heddle::checker
