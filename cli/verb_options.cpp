#include "cli/verb_options.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "checker/shrink/shrink_options.hpp"
#include "cli/arguments.hpp"
#include "cli/validators.hpp"

namespace heddle::cli {

namespace {

void add_token(CLI::App& parser, std::string& into) {
  parser.add_option("token", into, "What check printed behind 'Replay'")->type_name("TOKEN");
}

}  // namespace

void add_list_options(CLI::App& parser, list_settings& into) {
  parser.add_option("patterns", into.patterns, "Models to list, as for check (default: all)")
      ->type_name("PATTERN...");
  add_output_options(parser, into.output, true);
}

void add_replay_options(CLI::App& parser, replay_settings& into) {
  add_token(parser, into.token);
  parser
      .add_option("--mode", into.mode,
                  "Where the execution does not go as the token says, because the model has "
                  "changed: strict: end it; prefix: go on, switching tasks only where they must "
                  "be; continue: leave out what does not fit (default: strict)")
      ->type_name("strict|prefix|continue")
      ->check(one_of({"strict", "prefix", "continue"}));
  add_isolation_options(parser, into.isolation);
  add_output_options(parser, into.output, true);
}

void add_explain_options(CLI::App& parser, explain_settings& into) {
  add_token(parser, into.token);
  parser.add_flag("--all", into.all,
                  "All steps of all tasks, those that matter marked (default: off)");
  add_isolation_options(parser, into.isolation);
  add_output_options(parser, into.output, true);
}

void add_shrink_options(CLI::App& parser, shrink_settings& into) {
  add_token(parser, into.token);
  parser
      .add_option("--executions", into.executions,
                  fmt::format("Run so many executions to find the fewest preemptions, and as many "
                              "again for each finding that these leave open (default: {})",
                              checker::shrink_options{}.executions))
      ->type_name("N")
      ->check(whole_number_from(1));
  add_isolation_options(parser, into.isolation);
  add_output_options(parser, into.output, true);
}

checker::replay_mode replay_mode_of(const std::string& word) {
  return word == "prefix"     ? checker::replay_mode::prefix
         : word == "continue" ? checker::replay_mode::carry_on
                              : checker::replay_mode::strict;
}

}  // namespace heddle::cli
