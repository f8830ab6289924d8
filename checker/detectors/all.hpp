#pragma once

#include "checker/detector.hpp"

/// The detectors, one in each file of this folder.
namespace heddle::checker::detectors {

/// Failed checks and escaped exceptions.
extern const detector checks;
/// Primitives used as the standard forbids, and limits of the scheduler.
extern const detector misuse;
/// Executions that end with tasks waiting for what will never come.
extern const detector deadlock;
/// Accesses to plain variables that nothing orders.
extern const detector data_race;
/// Parts of executions that could repeat for ever: candidates for livelocks and starvation.
extern const detector liveness;
/// What a completed execution leaves behind.
extern const detector leak;
/// Executions that went differently under the same schedule.
extern const detector nondeterminism;

}  // namespace heddle::checker::detectors
