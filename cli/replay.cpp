#include "checker/replay.hpp"

#include "cli/isolation/recovery.hpp"
#include "cli/tokens.hpp"
#include "cli/verb_options.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/json/json.hpp"
#include "reports/text/replay.hpp"

namespace heddle::cli {

exit_code run_replay(const invocation& call) {
  replay_settings settings;
  verb_parser parser{"replay"};
  add_replay_options(parser, settings);
  parser.parse(call.arguments);
  const checker::token what = token_for("replay", settings.token);
  if (settings.output.json) require_writable(*settings.output.json);

  const checker::replay_mode mode = replay_mode_of(settings.mode);
  const checker::replay_result replayed =
      replay_safely(model_of(what), what, mode, settings.isolation.settings());
  if (settings.output.json) write_file(*settings.output.json, reports::replay_json(replayed));
  if (settings.output.prints_text())
    print(reports::replay_report(replayed, settings.output.text(call.command)));
  const bool may_depart = mode != checker::replay_mode::strict;
  return code_of_reproduced(replayed.found, may_depart ? "" : replayed.divergence);
}

}  // namespace heddle::cli
