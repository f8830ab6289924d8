#include "checker/replay.hpp"

#include "checker/token.hpp"
#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/tokens.hpp"
#include "cli/verbs.hpp"
#include "reports/json.hpp"
#include "reports/text.hpp"

namespace heddle::cli {

exit_code run_replay(const invocation& call) {
  replay_settings settings;
  verb_parser parser{"replay"};
  add_replay_options(parser, settings);
  parse(parser, call.arguments);
  if (settings.token.empty())
    throw command_error{exit_code::usage, "replay needs a token: heddle replay TOKEN"};
  const checker::token what = checker::parse_token(settings.token);
  if (settings.output.json) require_writable(*settings.output.json);

  const checker::replay_result replayed = checker::replay(model_of(what), what);
  if (settings.output.json) write_file(*settings.output.json, reports::replay_json(replayed));
  if (settings.output.prints_text())
    print(reports::replay_report(replayed, settings.output.text(call.command)));
  return code_of_reproduced(replayed.found, replayed.divergence);
}

}  // namespace heddle::cli
