#include "cli/subject.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "checker/check.hpp"
#include "cli/errors.hpp"
#include "cli/isolation/recovery.hpp"
#include "cli/pattern.hpp"
#include "cli/tokens.hpp"

namespace heddle::cli {

bool is_token(const std::string& text) {
  return text.size() > 2 && text[0] == 'r' && text[1] >= '0' && text[1] <= '9' && text[2] == '.' &&
         checker::find_model(text) == nullptr;
}

const model& single_model(const std::string& verb, const std::string& pattern) {
  const std::vector<const model*> chosen = select_models({pattern});
  if (chosen.size() == 1) return *chosen.front();
  throw command_error{
      exit_code::usage,
      fmt::format("{} is about one model, and '{}' means {} of them: {}, {}, ...", verb, pattern,
                  chosen.size(), chosen[0]->name(), chosen[1]->name())};
}

checker::result search_of(const model& subject, const search_plan& plan, isolation& safely) {
  return safely.run<checker::result>(
      [&] {
        const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
        return checker::check(subject, *strategy, plan.check_options);
      },
      [&](const crash_note& note) { return recover_check(subject, plan, note, safely); });
}

std::optional<checker::exploration_tree> tree_of(const model& subject, const search_plan& plan,
                                                 const checker::result& found, isolation& safely) {
  const bool small =
      found.executions + found.pruned + found.truncated <= checker::exploration_limits{}.executions;
  const bool to_its_end = found.covered.kind == checker::coverage_kind::complete ||
                          found.covered.kind == checker::coverage_kind::bounded;
  const bool crashes = std::ranges::any_of(
      found.findings, [](const checker::finding& one) { return one.crash.has_value(); });
  if (!small || !to_its_end || crashes) return std::nullopt;
  using maybe_tree = std::optional<checker::exploration_tree>;
  checker::check_options options = plan.check_options;
  options.on_progress = nullptr;
  options.position = nullptr;
  return safely.run<maybe_tree>(
      [&] {
        const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
        return checker::explore(subject, *strategy, options);
      },
      [](const crash_note&) { return maybe_tree{}; });
}

checker::replay_result execution_of(const std::string& verb, const std::string& token,
                                    const isolation_settings& how) {
  const checker::token what = token_for(verb, token);
  checker::replay_result replayed =
      replay_safely(model_of(what), what, checker::replay_mode::strict, how);
  if (replayed.divergence.empty()) return replayed;
  throw command_error{exit_code::diverged,
                      "the execution did not go as the token says: " + replayed.divergence};
}

}  // namespace heddle::cli
