#pragma once

#include <cstdint>

#include "checker/finding.hpp"
#include "checker/finished_run.hpp"

namespace heddle::checker {

/// What there is to say about the race between the events `earlier` and `later` of `run`, recorded
/// as `told`: who held which locks, what last happened before both, and what would order them.
data_race evidence_of(const finished_run& run, const scheduler::execution& told,
                      std::uint32_t earlier, std::uint32_t later);

}  // namespace heddle::checker
