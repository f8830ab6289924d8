#include "checker/replay.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "checker/token.hpp"
#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "reports/json.hpp"
#include "reports/text.hpp"

namespace heddle::cli {

namespace {

const model& model_of(const checker::token& from) {
  if (const model* found = checker::find_model(from.model)) return *found;
  std::vector<std::string> names;
  for (const model* one : checker::registered_models()) names.push_back(one->name());
  throw command_error{exit_code::bad_file,
                      fmt::format("the token is for the model '{}', which this program does not "
                                  "have{}",
                                  from.model, did_you_mean(from.model, names))};
}

/// What was reproduced counts, declared or not.
exit_code code_of_replay(const checker::replay_result& replayed) {
  if (!replayed.divergence.empty()) return exit_code::diverged;
  std::vector<exit_code> codes;
  codes.reserve(replayed.found.findings.size());
  for (const checker::finding& found : replayed.found.findings)
    codes.push_back(code_of(found.kind));
  return most_important(codes);
}

}  // namespace

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
  return code_of_replay(replayed);
}

}  // namespace heddle::cli
