#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "tests/catch.hpp"

/// What the tests of the tutorial's models have in common.
namespace heddle::testing {

/// How a test searches a model; what is not set is the model's own.
struct search_way {
  std::string strategy{};
  std::optional<std::uint64_t> executions{};
  std::optional<scheduler::time_mode> time{};
};

inline checker::result search_model(std::string_view name, const search_way& way = {}) {
  const model* const subject = checker::find_model(name);
  REQUIRE(subject != nullptr);
  const model_options& own = subject->options();
  const auto how = checker::make_strategy(
      way.strategy.empty() ? own.strategy.value_or("dpor") : way.strategy,
      {.seed = 1, .executions = way.executions.value_or(own.executions.value_or(0))});
  checker::check_options options;
  options.execution = checker::effective_options(*subject);
  if (way.time) options.execution.time = *way.time;
  return checker::check(*subject, *how, options);
}

/// Values of one outcome, in the order in which they were asked for; none is `-`.
using outcome_values = std::vector<std::string>;

/// The outcomes of executions that came to their end.
inline std::set<outcome_values> outcomes(const checker::result& found,
                                         const std::vector<const char*>& names) {
  std::set<outcome_values> all;
  for (const checker::model_outcome& each : found.outcomes) {
    if (each.deadlocked) continue;
    outcome_values mine;
    for (const char* const name : names) {
      const auto value = each.values.find(name);
      mine.push_back(value == each.values.end() ? "-" : value->second);
    }
    all.insert(std::move(mine));
  }
  return all;
}

/// The findings, each once: kind and message.
inline std::set<std::string> findings(const checker::result& found) {
  std::set<std::string> all;
  for (const checker::finding& each : found.findings)
    all.insert(std::string(name_of(each.kind)) + ": " + each.message);
  return all;
}

/// Searched in full, and found as declared.
inline void require_complete(const checker::result& found) {
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.as_declared());
  CHECK(found.missing.empty());
}

}  // namespace heddle::testing
