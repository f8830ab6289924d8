#include "checker/shrink.hpp"

#include <limits>

#include "cli/isolation/recovery.hpp"
#include "cli/tokens.hpp"
#include "cli/verb_options.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/json/json.hpp"
#include "reports/text/shrink.hpp"

namespace heddle::cli {

namespace {

/// Who says how many executions means it, however long they are.
checker::shrink_options budget_of(const shrink_settings& settings) {
  checker::shrink_options budget;
  if (!settings.executions) return budget;
  budget.executions = *settings.executions;
  budget.events = std::numeric_limits<std::uint64_t>::max();
  return budget;
}

}  // namespace

exit_code run_shrink(const invocation& call) {
  shrink_settings settings;
  verb_parser parser{"shrink"};
  add_shrink_options(parser, settings);
  parser.parse(call.arguments);
  const checker::token what = token_for("shrink", settings.token);
  if (settings.output.json) require_writable(*settings.output.json);

  const model& subject = model_of(what);
  const checker::shrink_options budget = budget_of(settings);
  isolation safely{settings.isolation.settings()};
  const auto shrunk = safely.run<checker::shrink_result>(
      [&] { return checker::shrink(subject, what, budget); },
      [&](const crash_note& note) { return recover_shrink(subject, what, budget, note, safely); });
  if (settings.output.json) write_file(*settings.output.json, reports::shrink_json(shrunk));
  if (settings.output.prints_text())
    print(reports::shrink_report(shrunk, settings.output.text(call.command)));
  return code_of_reproduced(shrunk.found, shrunk.divergence);
}

}  // namespace heddle::cli
