#include "cli/search_plan.hpp"

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/native.hpp"

namespace heddle::cli {

namespace {

/// The bound that the settings ask for, else the model's own if its search can have one.
std::optional<checker::schedule_bound> bound_of(const check_settings& settings,
                                                const model_options& own,
                                                std::string_view strategy) {
  using checker::bounded_by;
  const auto bound = [](bounded_by what, const std::string& text) {
    const auto [from, to] = parse_range(text).value();
    return checker::schedule_bound{what, from, to};
  };
  if (settings.preemptions) return bound(bounded_by::preemptions, *settings.preemptions);
  if (settings.delays) return bound(bounded_by::delays, *settings.delays);
  if (!own.preemptions || !checker::strategy_called(strategy).takes_bound) return std::nullopt;
  return checker::schedule_bound{bounded_by::preemptions, *own.preemptions, *own.preemptions};
}

/// The strategy that the settings ask for, else the model's own. A bound needs one that takes it.
std::string strategy_for(const check_settings& settings, const model_options& own) {
  if (settings.strategy) return *settings.strategy;
  if (settings.preemptions || settings.delays) return "dfs";
  if (own.strategy) return *own.strategy;
  return std::string{own.preemptions ? "dfs" : defaults::strategy};
}

}  // namespace

void require_consistent(const check_settings& settings) {
  require_native_consistent(settings);
  const std::string strategy = settings.strategy.value_or("");
  const bool samples = !settings.strategy || checker::strategy_called(strategy).samples;
  const auto require = [](bool fits, std::string_view flag, const std::string& reason) {
    if (!fits) throw command_error{exit_code::usage, fmt::format("{} {}", flag, reason)};
  };
  const std::string misplaced =
      fmt::format("is for sampling strategies; {} chooses nothing at random", strategy);
  require(!settings.seed || samples, "--seed", misplaced);
  require(!settings.first || samples, "--first", misplaced);
  require(!settings.depth || strategy == "pct", "--depth", "is for --strategy pct");
  const bool takes_bound = !settings.strategy || checker::strategy_called(strategy).takes_bound;
  const std::string unbounded =
      fmt::format("is for --strategy dfs; {} does not go through schedules one by one", strategy);
  require(!settings.preemptions || takes_bound, "--preemptions", unbounded);
  require(!settings.delays || takes_bound, "--delays", unbounded);
  require(!settings.parameters || (settings.strategy && checker::strategy_called(strategy).learns),
          "--parameters", "is for --strategy pct, urw or surw");
}

search_plan plan_for(const model& subject, const check_settings& settings) {
  const model_options& own = subject.options();
  search_plan plan;
  plan.strategy = strategy_for(settings, own);
  plan.strategy_options.bound = bound_of(settings, own, plan.strategy);
  plan.strategy_options.seed = settings.seed.value_or(defaults::seed);
  plan.strategy_options.first = settings.first.value_or(0);
  plan.strategy_options.depth = settings.depth.value_or(defaults::depth);
  plan.strategy_options.parameters = settings.parameters.value_or("");
  if (checker::strategy_called(plan.strategy).samples)
    plan.strategy_options.executions =
        settings.executions.value_or(own.executions.value_or(defaults::sampled_executions));
  else
    plan.check_options.max_executions =
        settings.executions.value_or(defaults::exhaustive_executions);
  plan.check_options.compared_traces = defaults::compared_traces;

  scheduler::execution_options& execution = plan.check_options.execution;
  execution = checker::effective_options(subject);
  if (settings.steps) execution.steps = *settings.steps;
  if (settings.time)
    execution.time =
        *settings.time == "any" ? scheduler::time_mode::any : scheduler::time_mode::quiescent;
  if (settings.plain)
    execution.plain = *settings.plain == "visible" ? scheduler::plain_mode::visible
                                                   : scheduler::plain_mode::invisible;
  execution.spurious = execution.spurious || settings.spurious;
  plan.check_options.stop =
      settings.stop == "first" ? checker::stop_at::first : checker::stop_at::all;
  plan.check_options.shrink.enabled = !settings.no_shrink;
  if (settings.directed) plan.check_options.direction.executions = *settings.directed;
  if (settings.duration) plan.check_options.max_duration = parse_duration(*settings.duration);
  return plan;
}

strictness strictness_of(const check_settings& settings) {
  strictness demands;
  demands.require_complete = settings.require_complete;
  for (const std::string& name : settings.fail_on)
    if (const auto kind = finding_kind_of(name)) demands.fail_on.insert(*kind);
  return demands;
}

}  // namespace heddle::cli
