#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/detector.hpp"
#include "checker/liveness/lasso_filter.hpp"

namespace heddle::checker {

/// Runs a model some hundred times at random, the same each time, and hands every endless execution
/// found there to `found`. For models with loops: a systematic search unrolls them round by round,
/// one task at a time, and may spend its life before it comes to a round of all.
void probe_for_lassos(
    const std::function<void()>& body, const scheduler::execution_options& options,
    lasso_filter& filter,
    const std::function<void(std::vector<symptom>& seen, const finished_run& run)>& found);

}  // namespace heddle::checker
