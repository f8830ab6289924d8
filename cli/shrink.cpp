#include "checker/shrink.hpp"

#include <limits>

#include "checker/token.hpp"
#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/tokens.hpp"
#include "cli/verbs.hpp"
#include "reports/json.hpp"
#include "reports/shrink.hpp"

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
  parse(parser, call.arguments);
  if (settings.token.empty())
    throw command_error{exit_code::usage, "shrink needs a token: heddle shrink TOKEN"};
  const checker::token what = checker::parse_token(settings.token);
  if (settings.output.json) require_writable(*settings.output.json);

  const checker::shrink_result shrunk = checker::shrink(model_of(what), what, budget_of(settings));
  if (settings.output.json) write_file(*settings.output.json, reports::shrink_json(shrunk));
  if (settings.output.prints_text())
    print(reports::shrink_report(shrunk, settings.output.text(call.command)));
  return code_of_reproduced(shrunk.found, shrunk.divergence);
}

}  // namespace heddle::cli
