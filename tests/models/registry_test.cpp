#include <algorithm>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

checker::result exhaust(const heddle::model& subject, scheduler::time_mode time,
                        scheduler::relation which) {
  checker::dpor how(checker::reduction::optimal, which);
  checker::check_options options;
  options.execution = checker::effective_options(subject);
  options.execution.time = time;
  return checker::check(subject, how, options);
}

/// Whether the search went through everything, spin loops as far as these are followed, and endless
/// models as far as they say themselves.
bool is_exhaustive(const heddle::model& subject, const checker::coverage& covered) {
  if (covered.kind == checker::coverage_kind::complete) return true;
  return covered.kind == checker::coverage_kind::bounded &&
         std::all_of(
             covered.reasons.begin(), covered.reasons.end(), [&](const std::string& reason) {
               const bool own_limit = subject.options().steps && reason.starts_with("steps ");
               return own_limit || reason.ends_with("equal rounds of a spin loop");
             });
}

/// The modes of time a model is made for.
std::vector<scheduler::time_mode> times_of(const heddle::model& subject) {
  if (subject.options().time) return {*subject.options().time};
  return {scheduler::time_mode::any, scheduler::time_mode::quiescent};
}

/// What a result says to its reader, but for numbers of executions and tokens: these go by traces.
std::vector<std::string> told(const checker::result& found) {
  std::vector<std::string> lines;
  for (const checker::finding& each : found.findings)
    lines.push_back(std::string(name_of(each.kind)) + " " + each.signature);
  for (const checker::model_outcome& each : found.outcomes) {
    lines.emplace_back(each.deadlocked ? "stuck" : "outcome");
    for (const auto& [name, value] : each.values) lines.back() += " " + name + "=" + value;
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

TEST_CASE("every model is searched exhaustively by dpor, and the relation changes nothing") {
  for (const heddle::model* const subject : checker::registered_models()) {
    // Too large to be searched: they say so by a strategy of their own, which samples.
    if (subject->options().strategy) continue;
    for (const scheduler::time_mode time : times_of(*subject)) {
      CAPTURE(subject->name(), time == scheduler::time_mode::any);
      const checker::result refined = exhaust(*subject, time, scheduler::relation::refined);
      const checker::result strict = exhaust(*subject, time, scheduler::relation::strict);
      CHECK(is_exhaustive(*subject, refined.covered));
      CHECK(is_exhaustive(*subject, strict.covered));
      CHECK(refined.blocked == 0);
      CHECK(strict.blocked == 0);
      CHECK(refined.executions <= strict.executions);
      CHECK(told(refined) == told(strict));
    }
  }
}
