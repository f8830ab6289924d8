#pragma once

#include <cstdint>
#include <vector>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// Which steps of `told` brought the finding about: a dynamic slice (B. Korel, J. Laski, "Dynamic
/// Program Slicing", IPL 29, 1988) over shared state, taken backwards from what the finding is
/// about (the values a failed check read, the accesses of a race, what the members of a deadlock
/// hold and wait for, ...):
///
/// - of a step that reads, the write it reads from matters, of a wake-up the notification, of a
///   reception what went into the channel before;
/// - of a write, a change by another task matters that it came upon and overwrote, unless starts
/// and
///   joins put it there: in the other order it would have been read instead (a lost update);
/// - of a task with a step that matters, all earlier steps matter that told it something: reads,
///   attempts, receptions, wake-ups, choices.
///
/// Starts, joins, and the taking and releasing of locks without a time-out tell a task nothing, and
/// matter only if the finding is about them. What a task learns through plain C++ data is not seen.
///
/// Empty where nothing is known: findings that no shared step explains, and of kinds that are about
/// the process (crashes) or about all of the execution (livelock, nondeterminism).
causal_cone causal_cone_of(const finding& about, const scheduler::execution& told);

}  // namespace heddle::checker
