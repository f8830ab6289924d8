#include "checker/replay.hpp"
#include "cli/isolation/recovery.hpp"
#include "cli/tokens.hpp"
#include "cli/verb_options.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/json/json.hpp"
#include "reports/text/replay.hpp"

namespace heddle::cli {

exit_code run_explain(const invocation& call) {
  explain_settings settings;
  verb_parser parser{"explain"};
  add_explain_options(parser, settings);
  parser.parse(call.arguments);
  const checker::token what = token_for("explain", settings.token);
  if (settings.output.json) require_writable(*settings.output.json);

  const checker::replay_result replayed = replay_safely(
      model_of(what), what, checker::replay_mode::strict, settings.isolation.settings());
  if (settings.output.json) write_file(*settings.output.json, reports::replay_json(replayed));
  reports::text_options text = settings.output.text(call.command);
  if (settings.all) text.how_much = reports::detail::full;
  if (settings.output.prints_text()) print(reports::explanation(replayed, text));
  return code_of_reproduced(replayed.found, replayed.divergence);
}

}  // namespace heddle::cli
