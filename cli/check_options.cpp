#include "cli/check_options.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "checker/finding_kind.hpp"
#include "checker/strategy.hpp"
#include "cli/arguments.hpp"
#include "cli/check_files.hpp"
#include "cli/native.hpp"
#include "cli/report_options.hpp"
#include "cli/search_plan.hpp"
#include "cli/validators.hpp"

namespace heddle::cli {

namespace {

std::vector<std::string> strategy_choices() {
  std::vector<std::string> names;
  for (const checker::strategy_traits& each : checker::strategies()) names.emplace_back(each.name);
  return names;
}

/// Every kind of finding, by name, in the order of their declaration.
std::vector<std::string> finding_kinds() {
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(finding_kind::nondeterminism); ++kind)
    names.emplace_back(name_of(static_cast<finding_kind>(kind)));
  return names;
}

CLI::Validator a_range() {
  return CLI::Validator{[](std::string& value) -> std::string {
                          if (parse_range(value)) return "";
                          return fmt::format("'{}' is no bound such as 2, or 0..2", value);
                        },
                        ""};
}

void add_sample_options(CLI::App& parser, check_settings& into) {
  parser
      .add_option("--depth", into.depth,
                  fmt::format("With pct: how many ordering constraints a bug needs (default: {})",
                              defaults::depth))
      ->type_name("N")
      ->check(whole_number_from(1))
      ->check(CLI::Range(1U, 1000U));
  parser
      .add_option("--first", into.first,
                  "With a sampling strategy: the index of the first execution; with --executions "
                  "1 and what a report shows as 'Drawn', that one alone (default: 0)")
      ->type_name("INDEX")
      ->check(whole_number_from(0));
  parser
      .add_option("--parameters", into.parameters,
                  "With pct, urw and surw: what they would learn from earlier executions, from a "
                  "report (default: learn)")
      ->type_name("TEXT");
}

void add_bound_options(CLI::App& parser, check_settings& into) {
  CLI::Option* preemptions =
      parser
          .add_option("--preemptions", into.preemptions,
                      "Search every schedule with at most so many preemptions; 0..N raises the "
                      "bound step by step; implies --strategy dfs (default: the model's own, else "
                      "no bound)")
          ->type_name("N|A..B")
          ->check(a_range());
  parser
      .add_option("--delays", into.delays,
                  "The same for departures from a scheduler that lets each task run until it "
                  "cannot and goes around (default: no bound)")
      ->type_name("N|A..B")
      ->check(a_range())
      ->excludes(preemptions);
}

void add_search_options(CLI::App& parser, check_settings& into) {
  parser
      .add_option("patterns", into.patterns,
                  "Models to check: names, their first components (tutorial.bank), or globs "
                  "('*.unsafe'); default: all")
      ->type_name("PATTERN...");
  parser
      .add_option(
          "--strategy", into.strategy,
          fmt::format("How to choose executions: dpor and source go through all that "
                      "differ, dfs through all, the others sample: random, pct, pos, urw, surw, or "
                      "portfolio, which mixes them (default: the model's own, else {})",
                      defaults::strategy))
      ->type_name("NAME")
      ->check(one_of(strategy_choices()));
  parser
      .add_option("--seed", into.seed,
                  fmt::format("All choices of a sampling strategy follow from it (default: {})",
                              defaults::seed))
      ->type_name("N")
      ->check(whole_number_from(0));
  add_sample_options(parser, into);
  add_bound_options(parser, into);
  parser
      .add_option("--executions", into.executions,
                  fmt::format("End after N executions (default: the model's own, else {} of a "
                              "sample and {} of a search through all)",
                              defaults::sampled_executions, defaults::exhaustive_executions))
      ->type_name("N")
      ->check(whole_number_from(1));
  parser
      .add_option("--duration", into.duration,
                  "End the search of each model after this time: 30s, 500ms, 2m (default: no "
                  "limit; with --native 10s)")
      ->type_name("D")
      ->check(a_duration());
  parser
      .add_option("--stop", into.stop,
                  "first: end with the first finding (default: all, find everything)")
      ->type_name("first|all")
      ->check(one_of({"all", "first"}));
  parser
      .add_option("--directed", into.directed,
                  fmt::format("Direct at most N executions at each deadlock that only the order of "
                              "locks predicts, then search at most {} N; 0: none (default: {})",
                              checker::direction_options{}.times_for_complete,
                              checker::direction_options{}.executions))
      ->type_name("N")
      ->check(whole_number_from(0));
  parser.add_flag("--no-shrink", into.no_shrink,
                  "Show schedules as the search found them, not the smallest that fail in the same "
                  "way (default: off)");
}

void add_behaviour_options(CLI::App& parser, check_settings& into) {
  parser
      .add_option("--steps", into.steps,
                  fmt::format("The most steps of one task in one execution (default: the model's "
                              "own, else {})",
                              defaults::steps))
      ->type_name("N")
      ->check(whole_number_from(1))
      ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{1} << 31U));
  parser
      .add_option("--time", into.time,
                  "When sleeps end and time-outs fire: at any moment, or only when nothing else "
                  "can run (default: the model's own, else any)")
      ->type_name("any|quiescent")
      ->check(one_of({"any", "quiescent"}));
  parser
      .add_option("--plain", into.plain,
                  "Whether accesses to plain variables are scheduled (default: the model's own, "
                  "else visible)")
      ->type_name("visible|invisible")
      ->check(one_of({"visible", "invisible"}));
  parser.add_flag("--spurious", into.spurious,
                  "Waits on condition variables may end without a notification (default: the "
                  "model's own, else off)");
}

void add_judging_options(CLI::App& parser, check_settings& into) {
  parser.add_flag("--no-expect", into.no_expect,
                  "Findings that models declare fail like all others (default: off)");
  parser
      .add_option("--fail-on", into.fail_on,
                  "Findings of this kind fail even if they are declared; may be repeated "
                  "(default: none)")
      ->type_name("KIND")
      ->expected(1)
      ->take_all()
      ->check(one_of(finding_kinds()));
  parser.add_flag("--require-complete", into.require_complete,
                  "Exit with 30 if a search was not complete (default: off)");
  parser.add_flag("--outcomes", into.outcomes,
                  "Show all outcomes as a table, each with a token (default: off)");
  parser.add_flag(
      "--no-failures", into.no_failures,
      "Neither keep undeclared failures in .heddle/failures nor try those kept there "
      "first; so it is with --json, --junit or --sarif, and where CI is set (default: off)");
  parser
      .add_option("--dot", into.dot,
                  "Write a graph of each deadlock and each potential one into this folder, for "
                  "Graphviz (default: none)")
      ->type_name("DIR");
  parser
      .add_option("--progress", into.progress,
                  "How far the search is, on standard error: auto is one rewritten line on a "
                  "terminal, else a line each 10 s (default: auto)")
      ->type_name("auto|always|never")
      ->check(a_when());
}

/// Pages for people.
void add_page_options(CLI::App& parser, check_settings& into) {
  parser
      .add_option("--html", into.html,
                  "Write a page for each model in which something is found, as report does, and "
                  "an index.html into this folder (default: none)")
      ->type_name("DIR");
  add_source_root(parser, into.source_root);
}

}  // namespace

void add_check_options(CLI::App& parser, check_settings& into) {
  add_search_options(parser, into);
  add_behaviour_options(parser, into);
  add_judging_options(parser, into);
  add_isolation_options(parser, into.isolation);
  add_native_options(parser, into);
  add_page_options(parser, into);
  add_output_options(parser, into.output, false);
  add_ci_options(parser, into.output);
}

}  // namespace heddle::cli
