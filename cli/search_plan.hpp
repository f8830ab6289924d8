#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "cli/check_options.hpp"
#include "cli/exit_code.hpp"

namespace heddle::cli {

/// Defaults; precedence is command line, model, default.
namespace defaults {
/// Searches everything, if it can.
inline constexpr std::string_view strategy = "dpor";
/// Exhaustive strategies end here (and say so): seconds for small models, where a search without
/// reduction of a larger one would take years.
inline constexpr std::uint64_t exhaustive_executions = 1'000'000;
/// Sampling strategies run this many executions.
inline constexpr std::uint64_t sampled_executions = checker::default_options::executions;
inline constexpr std::uint64_t seed = checker::default_options::seed;
inline constexpr std::uint32_t depth = checker::default_options::depth;
/// The traces of so many executions of a sample are compared: enough for an estimate, and no more
/// than a few milliseconds.
inline constexpr std::size_t compared_traces = 10'000;
inline constexpr std::uint32_t steps = scheduler::execution_options{}.steps;
}  // namespace defaults

/// How to search one model.
struct search_plan {
  std::string strategy;
  checker::strategy_options strategy_options;
  checker::check_options check_options;
};

/// Throws `command_error` (usage) if the settings contradict each other.
void require_consistent(const check_settings& settings);

/// The settings over the model's own options over the defaults.
search_plan plan_for(const model& subject, const check_settings& settings);

/// What makes the exit code stricter.
strictness strictness_of(const check_settings& settings);

}  // namespace heddle::cli
