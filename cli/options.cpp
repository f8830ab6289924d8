#include "cli/options.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/errors.hpp"

namespace heddle::cli {

namespace {

const std::vector<std::string> whens{"auto", "always", "never"};
const std::vector<std::string> times{"any", "quiescent"};
const std::vector<std::string> plains{"visible", "invisible"};
const std::vector<std::string> stops{"all", "first"};

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

CLI::Validator whole_number_from(std::uint64_t least) {
  return CLI::Validator{
      [least](std::string& value) -> std::string {
        std::uint64_t number = 0;
        if (!CLI::detail::lexical_cast(value, number) || value.starts_with("-") || number < least)
          return fmt::format("'{}' is no whole number from {} on", value, least);
        return "";
      },
      ""};
}

CLI::Validator a_duration() {
  return CLI::Validator{[](std::string& value) -> std::string {
                          if (parse_duration(value)) return "";
                          return fmt::format("'{}' is no duration such as 30s, 500ms, 2m or 1h",
                                             value);
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

CLI::Validator a_range() {
  return CLI::Validator{[](std::string& value) -> std::string {
                          if (parse_range(value)) return "";
                          return fmt::format("'{}' is no bound such as 2, or 0..2", value);
                        },
                        ""};
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

/// The bound that the settings ask for, else the model's own if its search can have one.
std::optional<checker::schedule_bound> bound_of(const check_settings& settings,
                                                const model_options& own,
                                                std::string_view strategy) {
  using checker::bounded_by;
  const auto bound = [](bounded_by what, const std::string& text) {
    const auto [from, to] = parse_range(text).value();
    return checker::schedule_bound{what, from, to};
  };
  if (settings.preemptions) return bound(bounded_by::preemptions, *settings.preemptions);
  if (settings.delays) return bound(bounded_by::delays, *settings.delays);
  if (!own.preemptions || !checker::strategy_called(strategy).takes_bound) return std::nullopt;
  return checker::schedule_bound{bounded_by::preemptions, *own.preemptions, *own.preemptions};
}

/// The strategy that the settings ask for, else the model's own. A bound needs one that takes it.
std::string strategy_for(const check_settings& settings, const model_options& own) {
  if (settings.strategy) return *settings.strategy;
  if (settings.preemptions || settings.delays) return "dfs";
  if (own.strategy) return *own.strategy;
  return std::string{own.preemptions ? "dfs" : defaults::strategy};
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
                  "limit)")
      ->type_name("D")
      ->check(a_duration());
  parser
      .add_option("--stop", into.stop,
                  "first: end with the first finding (default: all, find everything)")
      ->type_name("first|all")
      ->check(one_of(stops));
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
      ->check(one_of(times));
  parser
      .add_option("--plain", into.plain,
                  "Whether accesses to plain variables are scheduled (default: the model's own, "
                  "else visible)")
      ->type_name("visible|invisible")
      ->check(one_of(plains));
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
  parser
      .add_option("--progress", into.progress,
                  "How far the search is, on standard error: auto is one rewritten line on a "
                  "terminal, else a line each 10 s (default: auto)")
      ->type_name("auto|always|never")
      ->check(one_of(whens));
}

/// With `file_optional`, `--json` alone means `-`.
void add_output_options(CLI::App& parser, output_settings& into, bool file_optional) {
  const auto store = [&into](const std::vector<std::string>& values) {
    into.json = values.empty() || values.front().empty() ? "-" : values.front();
    return true;
  };
  CLI::Option* json = parser.add_option(
      "--json", store, "Write JSON to a file; - is standard output, without text (default: none)");
  json->type_name(file_optional ? "[FILE]" : "FILE")->expected(file_optional ? 0 : 1, 1);
  parser
      .add_option("--color", into.color,
                  "Colours; auto heeds NO_COLOR, CLICOLOR_FORCE and the terminal (default: auto)")
      ->type_name("auto|always|never")
      ->check(one_of(whens));
  CLI::Option* quiet = parser.add_flag("-q", into.quiet, "Verdicts only (default: off)");
  CLI::Option* verbose =
      parser.add_flag("-v", into.verbose, "Every step of every task, all options (default: off)");
  quiet->excludes(verbose);
}

}  // namespace

void add_list_options(CLI::App& parser, list_settings& into) {
  parser.add_option("patterns", into.patterns, "Models to list, as for check (default: all)")
      ->type_name("PATTERN...");
  add_output_options(parser, into.output, true);
}

void add_replay_options(CLI::App& parser, replay_settings& into) {
  parser.add_option("token", into.token, "What check printed behind 'Replay'")->type_name("TOKEN");
  add_output_options(parser, into.output, true);
}

void add_shrink_options(CLI::App& parser, shrink_settings& into) {
  parser.add_option("token", into.token, "What check printed behind 'Replay'")->type_name("TOKEN");
  parser
      .add_option("--executions", into.executions,
                  fmt::format("Run so many executions to find the fewest preemptions, and as many "
                              "again for each finding that these leave open (default: {})",
                              checker::shrink_options{}.executions))
      ->type_name("N")
      ->check(whole_number_from(1));
  add_output_options(parser, into.output, true);
}

void add_check_options(CLI::App& parser, check_settings& into) {
  add_search_options(parser, into);
  add_behaviour_options(parser, into);
  add_judging_options(parser, into);
  add_output_options(parser, into.output, false);
}

void require_consistent(const check_settings& settings) {
  const std::string strategy = settings.strategy.value_or("");
  const bool samples = !settings.strategy || checker::strategy_called(strategy).samples;
  const auto require = [](bool fits, std::string_view flag, const std::string& reason) {
    if (!fits) throw command_error{exit_code::usage, fmt::format("{} {}", flag, reason)};
  };
  const std::string misplaced =
      fmt::format("is for sampling strategies; {} chooses nothing at random", strategy);
  require(!settings.seed || samples, "--seed", misplaced);
  require(!settings.first || samples, "--first", misplaced);
  require(!settings.depth || strategy == "pct", "--depth", "is for --strategy pct");
  const bool takes_bound = !settings.strategy || checker::strategy_called(strategy).takes_bound;
  const std::string unbounded =
      fmt::format("is for --strategy dfs; {} does not go through schedules one by one", strategy);
  require(!settings.preemptions || takes_bound, "--preemptions", unbounded);
  require(!settings.delays || takes_bound, "--delays", unbounded);
  require(!settings.parameters || (settings.strategy && checker::strategy_called(strategy).learns),
          "--parameters", "is for --strategy pct, urw or surw");
}

search_plan plan_for(const model& subject, const check_settings& settings) {
  const model_options& own = subject.options();
  search_plan plan;
  plan.strategy = strategy_for(settings, own);
  plan.strategy_options.bound = bound_of(settings, own, plan.strategy);
  plan.strategy_options.seed = settings.seed.value_or(defaults::seed);
  plan.strategy_options.first = settings.first.value_or(0);
  plan.strategy_options.depth = settings.depth.value_or(defaults::depth);
  plan.strategy_options.parameters = settings.parameters.value_or("");
  if (checker::strategy_called(plan.strategy).samples)
    plan.strategy_options.executions =
        settings.executions.value_or(own.executions.value_or(defaults::sampled_executions));
  else
    plan.check_options.max_executions =
        settings.executions.value_or(defaults::exhaustive_executions);
  plan.check_options.compared_traces = defaults::compared_traces;

  scheduler::execution_options& execution = plan.check_options.execution;
  execution = checker::effective_options(subject);
  if (settings.steps) execution.steps = *settings.steps;
  if (settings.time)
    execution.time =
        *settings.time == "any" ? scheduler::time_mode::any : scheduler::time_mode::quiescent;
  if (settings.plain)
    execution.plain = *settings.plain == "visible" ? scheduler::plain_mode::visible
                                                   : scheduler::plain_mode::invisible;
  execution.spurious = execution.spurious || settings.spurious;
  plan.check_options.stop =
      settings.stop == "first" ? checker::stop_at::first : checker::stop_at::all;
  plan.check_options.shrink.enabled = !settings.no_shrink;
  if (settings.duration) plan.check_options.max_duration = parse_duration(*settings.duration);
  return plan;
}

strictness strictness_of(const check_settings& settings) {
  strictness demands;
  demands.require_complete = settings.require_complete;
  for (const std::string& name : settings.fail_on)
    if (const auto kind = finding_kind_of(name)) demands.fail_on.insert(*kind);
  return demands;
}

when when_of(const std::string& word) {
  return word == "always" ? when::always : word == "never" ? when::never : when::automatic;
}

reports::text_options output_settings::text(const std::string& command) const {
  reports::text_options options;
  options.width = text_width();
  options.colour = use_colour(when_of(color));
  options.how_much = quiet     ? reports::detail::brief
                     : verbose ? reports::detail::full
                               : reports::detail::normal;
  options.command = command;
  return options;
}

}  // namespace heddle::cli
