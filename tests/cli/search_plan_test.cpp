#include "cli/search_plan.hpp"
#include "cli/verb_options.hpp"

#include <CLI/CLI.hpp>

#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/progress.hpp"
#include "cli/verb_parser.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

using namespace std::chrono_literals;

namespace {

check_settings parsed(const std::vector<std::string>& arguments) {
  check_settings settings;
  verb_parser parser{"check"};
  add_check_options(parser, settings);
  parser.parse(arguments);
  require_consistent(settings);
  return settings;
}

std::string refusal(const std::vector<std::string>& arguments) {
  try {
    parsed(arguments);
  } catch (const command_error& error) {
    CHECK(error.code() == exit_code::usage);
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const model modest{{.name = "cli_test.modest",
                    .summary = "",
                    .body = [] {},
                    .expect = {},
                    .options = {.time = scheduler::time_mode::quiescent,
                                .steps = 50,
                                .strategy = "random",
                                .executions = 123}}};
const model silent{{.name = "cli_test.silent", .summary = "", .body = [] {}}};

}  // namespace

TEST_CASE("options: precedence is command line, model, default") {
  const search_plan by_default = plan_for(silent, parsed({}));
  CHECK(by_default.strategy == defaults::strategy);
  CHECK(by_default.check_options.max_executions == defaults::exhaustive_executions);
  CHECK(by_default.check_options.execution == scheduler::execution_options{});
  CHECK(by_default.check_options.stop == checker::stop_at::all);
  CHECK(by_default.check_options.shrink.enabled);
  CHECK_FALSE(plan_for(silent, parsed({"--no-shrink"})).check_options.shrink.enabled);

  const search_plan by_model = plan_for(modest, parsed({}));
  CHECK(by_model.strategy == "random");
  CHECK(by_model.strategy_options.executions == 123);
  CHECK(by_model.check_options.max_executions == 0);
  CHECK(by_model.check_options.execution.steps == 50);
  CHECK(by_model.check_options.execution.time == scheduler::time_mode::quiescent);

  const search_plan by_hand = plan_for(
      modest,
      parsed({"--strategy", "dfs", "--executions", "7", "--steps", "8", "--time", "any", "--plain",
              "invisible", "--spurious", "--stop", "first", "--duration", "1.5s"}));
  CHECK(by_hand.strategy == "dfs");
  CHECK(by_hand.check_options.max_executions == 7);
  CHECK(by_hand.check_options.execution.steps == 8);
  CHECK(by_hand.check_options.execution.time == scheduler::time_mode::any);
  CHECK(by_hand.check_options.execution.plain == scheduler::plain_mode::invisible);
  CHECK(by_hand.check_options.execution.spurious);
  CHECK(by_hand.check_options.stop == checker::stop_at::first);
  CHECK(by_hand.check_options.max_duration == 1500ms);

  // The number of executions a model asks for is that of its sample.
  CHECK(plan_for(modest, parsed({"--strategy", "dfs"})).check_options.max_executions ==
        defaults::exhaustive_executions);
}

TEST_CASE("options: seeds") {
  CHECK(plan_for(modest, parsed({})).strategy_options.seed == defaults::seed);
  CHECK(plan_for(modest, parsed({"--seed", "18446744073709551615"})).strategy_options.seed ==
        18446744073709551615U);
  CHECK(contains(refusal({"--strategy", "dfs", "--seed", "1"}), "--seed is for sampling"));
}

TEST_CASE("options: samples") {
  const checker::strategy_options by_hand =
      plan_for(modest, parsed({"--strategy", "pct", "--depth", "5", "--first", "17", "--parameters",
                               "42", "--executions", "3"}))
          .strategy_options;
  CHECK(by_hand.depth == 5);
  CHECK(by_hand.first == 17);
  CHECK(by_hand.parameters == "42");
  CHECK(by_hand.executions == 3);
  CHECK(plan_for(modest, parsed({"--first", "17"})).strategy_options.first == 17);
  CHECK(plan_for(silent, parsed({"--strategy", "portfolio"})).strategy_options.executions ==
        defaults::sampled_executions);
  CHECK(plan_for(silent, parsed({})).check_options.compared_traces == defaults::compared_traces);

  CHECK(contains(refusal({"--strategy", "dfs", "--first", "1"}), "--first is for sampling"));
  CHECK(contains(refusal({"--strategy", "pos", "--depth", "2"}), "--depth is for --strategy pct"));
  CHECK(contains(refusal({"--depth", "2"}), "--depth is for --strategy pct"));
  CHECK(contains(refusal({"--strategy", "pct", "--depth", "0"}), "'0' is no whole number from 1"));
  CHECK(contains(refusal({"--strategy", "pct", "--depth", "5000"}), "--depth"));
  CHECK(contains(refusal({"--strategy", "pos", "--parameters", "2"}),
                 "--parameters is for --strategy pct, urw or surw"));
  CHECK(contains(refusal({"--strategy", "urv"}), "did you mean urw?"));
}

TEST_CASE("options: what is wrong is named, with the nearest right one") {
  CHECK(contains(refusal({"--exectuions", "5"}), "unknown flag --exectuions"));
  CHECK(contains(refusal({"--exectuions=5"}), "did you mean --executions?"));
  CHECK(contains(refusal({"--strategy", "dsf"}), "did you mean dfs?"));
  CHECK(contains(refusal({"--fail-on", "deadlok"}), "did you mean deadlock?"));
  CHECK(contains(refusal({"--executions", "many"}), "'many' is no whole number"));
  CHECK(contains(refusal({"--executions", "0"}), "'0' is no whole number from 1 on"));
  CHECK(contains(refusal({"--steps", "99999999999"}), "--steps"));
  CHECK(contains(refusal({"--duration", "soon"}), "'soon' is no duration"));
  CHECK(contains(refusal({"--time", "now"}), "'now' is none of any, quiescent"));
  CHECK(contains(refusal({"-q", "-v"}), "-q"));
  CHECK(contains(refusal({"--json"}), "--json"));
}

TEST_CASE("options: kinds that fail") {
  const strictness demands = strictness_of(
      parsed({"--fail-on", "potential_deadlock", "--fail-on", "leak", "--require-complete"}));
  CHECK(demands.require_complete);
  CHECK(demands.fail_on == std::set{finding_kind::potential_deadlock, finding_kind::leak});
}

TEST_CASE("options: durations") {
  CHECK(parse_duration("30s") == 30s);
  CHECK(parse_duration("30") == 30s);
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("2m") == 120s);
  CHECK(parse_duration("0.5h") == 1800s);
  for (const char* wrong : {"", "s", "-1s", "0", "1d", "1 s", "1e99h", "nan", "inf"})
    CHECK_FALSE(parse_duration(wrong).has_value());
}

TEST_CASE("options: the help names every flag with its default") {
  check_settings settings;
  verb_parser parser{"check"};
  add_check_options(parser, settings);
  const std::string help = parser.options_help();
  CLI::App& all = parser;
  for (const CLI::Option* option : all.get_options()) {
    CAPTURE(option->get_name());
    CHECK(contains(option->get_description(), "default: "));
  }
  CHECK(contains(help, "  --strategy NAME"));
  CHECK(contains(help, "  PATTERN..."));
}

TEST_CASE("progress: one line says how far and how fast") {
  checker::progress now;
  now.executions = 12'431;
  now.seconds = 0.5;
  CHECK(progress_text(now) == "12 431 executions  25 k/s");
  now.findings = 2;
  now.share = 0.25;
  // A quarter took half a second: three times as long is left.
  CHECK(progress_text(now) == "12 431 executions  25 k/s  2 findings  about 49.7 k  2 s left");
  CHECK(progress_text(now, 0.091) ==
        "12 431 executions  25 k/s  2 findings  about 49.7 k +-9 %  2 s left");
  now.share = 0.0001;
  now.executions = 3'100'000;
  now.seconds = 1;
  now.findings = 0;
  CHECK(progress_text(now) == "3 100 000 executions  3.1 M/s");
}

}  // namespace heddle::cli
