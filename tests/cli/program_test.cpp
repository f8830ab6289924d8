// The program as people call it: HEDDLE_PROGRAM is its path.

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "checker/token.hpp"
#include "tests/catch.hpp"
#include "tests/cli/called_program.hpp"

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

using heddle::cli::test::call_result;
using heddle::cli::test::called_program;
using heddle::cli::test::contains;
using heddle::cli::test::content_of;
using heddle::cli::test::environment;
using heddle::cli::test::scratch_folder;
using heddle::cli::test::token_in;

const called_program program{HEDDLE_PROGRAM};

pid_t start(const std::vector<std::string>& arguments, const scratch_folder& folder,
            const environment& variables = {}) {
  return program.start(arguments, folder, variables);
}

call_result finish(pid_t child, const scratch_folder& folder) {
  return called_program::finish(child, folder);
}

call_result call(const std::vector<std::string>& arguments, const environment& variables = {}) {
  return program.call(arguments, variables);
}

const std::vector<std::string> quick_deadlock{"check", "tutorial.deadlock.abba"};

}  // namespace

TEST_CASE("program: versions") {
  const call_result got = call({"--version"});
  CHECK(got.code == 0);
  CHECK(got.output == "heddle 1.0.0\ntoken version 1\nschema version 1\n");
  CHECK(got.errors.empty());
}

TEST_CASE("program: help") {
  const call_result brief = call({"-h"});
  CHECK(brief.code == 0);
  CHECK(std::count(brief.output.begin(), brief.output.end(), '\n') == 10);
  const call_result full = call({"--help"});
  CHECK(full.code == 0);
  for (const char* flag : {"--strategy", "--fail-on", "--require-complete", "--json", "--color"})
    CHECK(contains(full.output, flag));
  for (const char* topic :
       {"strategies", "tokens", "exit-codes", "coffman", "writing-models", "check", "shrink"}) {
    const call_result page = call({"help", topic});
    CHECK(page.code == 0);
    CHECK(page.output.size() > 200);
  }
  CHECK(call({"check", "--help"}).code == 0);
  CHECK(call({"help"}).code == 0);
}

TEST_CASE("program: help fits in 80 columns") {
  setenv("HEDDLE_COMMAND", "heddle", 1);
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"-h"},
                                                                     {"--help"},
                                                                     {"help", "strategies"},
                                                                     {"help", "tokens"},
                                                                     {"help", "exit-codes"},
                                                                     {"help", "coffman"},
                                                                     {"help", "writing-models"}}) {
    std::istringstream lines{call(arguments).output};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(arguments.back(), line);
      CHECK(line.size() <= 80);
    }
  }
  unsetenv("HEDDLE_COMMAND");
}

TEST_CASE("program: wrong usage is told with the nearest right word, exit 64") {
  struct wrong {
    std::vector<std::string> arguments;
    std::string message;
  };
  const std::vector<wrong> all{
      {{"chekc"}, "there is no command 'chekc'; did you mean check?"},
      {{"--verison"}, "did you mean --version?"},
      {{"help", "tokns"}, "did you mean tokens?"},
      {{"check", "--sead", "3"}, "unknown flag --sead; did you mean --seed?"},
      {{"check", "--strategy", "radnom"}, "did you mean random?"},
      {{"check", "tutorial.bank.unsave"}, "did you mean tutorial.bank.unsafe?"},
      {{"check", "tutorail.*"}, "did you mean tutorial.*?"},
      {{"list", "bank.unsafe"}, "did you mean tutorial.bank.unsafe?"},
      {{"check", "--executions", "none"}, "no whole number"},
      {{"check", "--pdf", "x"}, "unknown flag --pdf"},
      {{"replay"}, "needs a token"},
      {{"replay", "a", "b"}, "unexpected argument"},
      {{}, "check [PATTERN...]"}};
  for (const wrong& one : all) {
    const call_result got = call(one.arguments);
    CAPTURE(one.message, got.errors);
    CHECK(got.code == 64);
    CHECK(contains(got.errors, one.message));
    CHECK(got.output.empty());
  }
}

TEST_CASE("program: list") {
  const call_result text = call({"list"});
  CHECK(text.code == 0);
  CHECK(contains(text.output, "tutorial.bank.unsafe "));
  CHECK(contains(text.output, "tutorial.deadlock.abba "));
  const json models = json::parse(call({"list", "tutorial.bank", "--json"}).output).at("models");
  CHECK(models.size() >= 3);
  for (const json& one : models) {
    CHECK(one.at("name").get<std::string>().starts_with("tutorial.bank."));
    CHECK(one.at("line").get<int>() > 0);
    // Relative to the source folder, wherever that was.
    CHECK_FALSE(one.at("file").get<std::string>().starts_with("/"));
  }
  CHECK(json::parse(call({"list", "--json", "-"}).output).at("schema") == 1);
}

TEST_CASE("program: a declared finding is success, without expectations it is not") {
  const call_result declared = call(quick_deadlock);
  CHECK(declared.code == 0);
  CHECK(declared.output.starts_with("FAIL (expected)  tutorial.deadlock.abba"));
  CHECK(declared.errors.empty());
  const call_result undeclared = call({"check", "tutorial.deadlock.abba", "--no-expect"});
  CHECK(undeclared.code == 11);
  CHECK(undeclared.output.starts_with("FAIL  tutorial.deadlock.abba"));
  CHECK(call({"check", "tutorial.deadlock.abba", "--fail-on", "deadlock"}).code == 11);
}

TEST_CASE("program: the same call gives the same bytes") {
  const auto json_of = [] {
    json whole = json::parse(call({"check", "tutorial.deadlock.abba", "--json", "-"}).output);
    whole.at("results").at(0).erase("seconds");
    return whole.dump();
  };
  CHECK(json_of() == json_of());
}

TEST_CASE("program: a sample is no pass") {
  const call_result got = call({"check", "tutorial.bank.sequential", "--strategy", "random",
                                "--executions", "50", "--seed", "3"});
  CHECK(got.code == 0);
  CHECK(got.output.starts_with("NOTHING FOUND in 50 executions  tutorial.bank.sequential"));
  CHECK(contains(got.output, "seed 3"));
  CHECK(call({"check", "tutorial.bank.sequential", "--strategy", "random", "--executions", "50",
              "--require-complete"})
            .code == 30);
}

TEST_CASE("program: the flags behind 'Drawn' draw the same execution again") {
  for (const char* strategy : {"random", "pct", "pos", "urw", "surw", "portfolio"}) {
    const call_result first = call({"check", "tutorial.deadlock.abba", "--strategy", strategy,
                                    "--executions", "100", "--no-shrink"});
    CHECK(first.code == 0);
    const std::size_t begin = first.output.find("\nDrawn     ");
    REQUIRE(begin != std::string::npos);
    std::istringstream flags{
        first.output.substr(begin + 11, first.output.find('\n', begin + 1) - begin - 11)};
    std::vector<std::string> arguments{"check", "tutorial.deadlock.abba", "--executions", "1",
                                       "--no-shrink"};
    for (std::string word; flags >> word;) arguments.push_back(word);
    const call_result again = call(arguments);
    CAPTURE(first.output, again.output);
    CHECK(token_in(again.output) == token_in(first.output));
  }
}

TEST_CASE("program: malformed parameters of strategies, exit 64") {
  const call_result got =
      call({"check", "tutorial.deadlock.abba", "--strategy", "urw", "--parameters", "3-nonsense"});
  CHECK(got.code == 64);
  CHECK(contains(got.errors, "malformed at 'nonsense'"));
  CHECK(got.output.empty());
}

TEST_CASE("program: JSON to standard output comes alone, to a file beside the text") {
  const call_result alone = call({"check", "tutorial.deadlock.abba", "--json", "-"});
  const json whole = json::parse(alone.output);
  CHECK(whole.at("schema") == 1);
  CHECK(whole.at("results").at(0).at("findings").at(0).at("kind") == "deadlock");

  const scratch_folder folder;
  const std::string file = folder.file("result.json");
  const call_result both = call({"check", "tutorial.deadlock.abba", "--json", file});
  CHECK(both.output.starts_with("FAIL (expected)"));
  CHECK(json::parse(content_of(file)).at("results").size() == 1);
}

TEST_CASE("program: files that cannot be written are told before the search, exit 65") {
  const call_result got =
      call({"check", "tutorial.deadlock.abba", "--json", "/nonexistent/folder/x.json"});
  CHECK(got.code == 65);
  CHECK(contains(got.errors, "cannot write /nonexistent/folder/x.json: No such file"));
  CHECK(got.output.empty());
}

TEST_CASE("program: a token replays what it was printed for") {
  const std::string token = token_in(call(quick_deadlock).output);
  const call_result text = call({"replay", token});
  CHECK(text.code == 11);
  CHECK(contains(text.output, "tutorial.deadlock.abba  deadlock: "));
  CHECK(text.output == call({"replay", token}).output);
  const json whole = json::parse(call({"replay", token, "--json"}).output);
  CHECK(whole.at("divergence").is_null());
  CHECK(whole.at("results").at(0).at("findings").at(0).at("token") == token);
  CHECK_FALSE(whole.at("trace").empty());
}

TEST_CASE("program: a token is shrunk, and the smaller one replays") {
  // random draws an overdraw of the bank with some preemptions: it needs none, as tasks sleep
  // between check and withdrawal.
  const std::string given = token_in(call({"check", "tutorial.bank.unsafe", "--strategy", "random",
                                           "--no-shrink", "--stop", "first"})
                                         .output);
  const call_result text = call({"shrink", given});
  CAPTURE(text.output);
  // As replay: the lowest of what the execution shows.
  CHECK(text.code == call({"replay", given}).code);
  CHECK(contains(text.output, "\nNow       0 preemptions, 18 steps\n"));
  const std::string smaller = token_in(text.output);
  CHECK(smaller != given);
  CHECK(call({"replay", smaller}).code == text.code);
  CHECK(call({"shrink", given, "-q"}).output.find("Replay") == std::string::npos);

  const json whole = json::parse(call({"shrink", given, "--json"}).output);
  const json& found = whole.at("results").at(0).at("findings").at(0);
  CHECK(found.at("token") == smaller);
  CHECK(found.at("preemptions") == 0);
  CHECK(found.at("shrunk").at("proved") == true);
  CHECK(found.at("shrunk").at("preemptions_before") > 0);
}

TEST_CASE("program: what cannot be smaller stays as it is") {
  const std::string given = token_in(call(quick_deadlock).output);
  const call_result text = call({"shrink", given});
  CHECK(text.code == 11);
  CHECK(contains(text.output, "\nUnchanged 1 preemption (fewest possible), 4 steps\n"));
  CHECK(token_in(text.output) == given);
  CHECK(text.output == call({"shrink", given}).output);
  // One execution proves nothing: there are more without a preemption.
  CHECK(contains(call({"shrink", given, "--executions", "1"}).output,
                 "\nUnchanged 1 preemption (fewest found), 4 steps\n"));
}

TEST_CASE("program: nothing to shrink") {
  const std::string passes = token_in(call({"check", "tutorial.bank.locked", "--outcomes"}).output);
  const call_result text = call({"shrink", passes});
  CHECK(text.code == 0);
  CHECK(text.output == "NOT SHRUNK  tutorial.bank.locked  nothing is wrong with this execution\n");
  CHECK(call({"shrink"}).code == 64);
  CHECK(call({"shrink", "nonsense"}).code == 65);
  heddle::checker::token other =
      heddle::checker::parse_token(token_in(call(quick_deadlock).output));
  other.model = "tutorial.deadlock.timeout";
  const call_result misfit = call({"shrink", to_string(other)});
  CHECK(misfit.code == 40);
  CHECK(misfit.output.starts_with("DIVERGED  tutorial.deadlock.timeout\n"));
}

TEST_CASE("program: explain tells what matters, with the exit code of what it reproduces") {
  const std::string token = token_in(call(quick_deadlock).output);
  const call_result text = call({"explain", token});
  CHECK(text.code == 11);
  CHECK(contains(text.output, "What matters: 2 of 4 steps, by thread 1 and thread 2\n"));
  CHECK(contains(text.output, "About deadlock: "));
  CHECK_FALSE(contains(text.output, "1  start thread 1"));
  CHECK(contains(call({"explain", token, "--all"}).output, "1  start thread 1"));
  const json whole = json::parse(call({"explain", token, "--json"}).output);
  CHECK(whole.at("results").at(0).at("findings").at(0).at("matters").at("steps") ==
        json::array({3, 4}));
  CHECK(call({"explain"}).code == 64);
  CHECK(call({"explain", "nonsense"}).code == 65);
  CHECK(call({"explain", token, "--mode", "prefix"}).code == 64);
}

TEST_CASE("program: replay goes on where a token does not fit if it may") {
  heddle::checker::token other =
      heddle::checker::parse_token(token_in(call(quick_deadlock).output));
  other.model = "tutorial.deadlock.timeout";
  for (const char* mode : {"prefix", "continue"}) {
    const call_result got = call({"replay", to_string(other), "--mode", mode});
    CAPTURE(mode, got.output);
    CHECK(contains(got.output, "\nDeparted  "));
    // The program can only end well, or in the deadlock of its locks.
    CHECK((got.code == 0 || got.code == 11));
    CHECK(call({"replay", token_in(got.output)}).code == got.code);
  }
  CHECK(call({"replay", to_string(other), "--mode", "strict"}).code == 40);
  CHECK(call({"replay", to_string(other), "--mode", "loose"}).code == 64);
}

TEST_CASE("program: malformed tokens and tokens of other programs, exit 65") {
  for (const char* token :
       {"", "r1", "nonsense", "r9.a.b.c.d", "r1.tutorial.deadlock.abba.-a.0.0"}) {
    const call_result got = call({"replay", token});
    CAPTURE(token, got.errors);
    CHECK(got.code == (*token == '\0' ? 64 : 65));
    CHECK(got.errors.starts_with("heddle: "));
    CHECK(got.output.empty());
  }
}

TEST_CASE("program: a token of a model this program does not have, exit 65") {
  heddle::checker::token other =
      heddle::checker::parse_token(token_in(call(quick_deadlock).output));
  other.model = "tutorial.deadlock.abbba";
  const call_result got = call({"replay", to_string(other)});
  CHECK(got.code == 65);
  CHECK(contains(got.errors, "did you mean tutorial.deadlock.abba?"));
}

TEST_CASE("program: a token that does not fit its model says so, exit 40") {
  heddle::checker::token other =
      heddle::checker::parse_token(token_in(call(quick_deadlock).output));
  other.model = "tutorial.deadlock.timeout";
  const call_result got = call({"replay", to_string(other)});
  CAPTURE(got.output);
  CHECK(got.code == 40);
  CHECK(got.output.starts_with("DIVERGED  tutorial.deadlock.timeout\n"));
  CHECK_FALSE(
      json::parse(call({"replay", to_string(other), "--json"}).output).at("divergence").is_null());
}

TEST_CASE("program: an output that takes nothing is an error, exit 65") {
  CHECK(call({"check", "tutorial.deadlock.abba", "--json", "/dev/full"}).code == 65);
}

TEST_CASE("program: colour") {
  std::vector<std::string> arguments = quick_deadlock;
  CHECK_FALSE(contains(call(arguments).output, "\x1b["));
  arguments.insert(arguments.end(), {"--color", "always"});
  CHECK(contains(call(arguments).output, "\x1b["));
  const environment forced{{"CLICOLOR_FORCE", "1"}};
  CHECK(contains(call(quick_deadlock, forced).output, "\x1b["));
  const environment refused{{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}};
  CHECK_FALSE(contains(call(quick_deadlock, refused).output, "\x1b["));
}

TEST_CASE("program: Ctrl-C ends the search and tells what was found so far") {
  const scratch_folder folder;
  const pid_t child =
      start({"check", "tutorial.bank.unsafe", "tutorial.deadlock.abba", "tutorial.deadlock.ordered",
             "--strategy", "random", "--executions", "4000000000", "--progress", "always"},
            folder);
  // It has begun when it shows progress.
  for (int i = 0; i < 1000 && content_of(folder.file("stderr")).empty(); ++i)
    std::this_thread::sleep_for(10ms);
  kill(child, SIGINT);
  const call_result got = finish(child, folder);
  CAPTURE(got.output, got.errors);
  CHECK(got.code == 130);
  CHECK(contains(got.output, "interrupted"));
  CHECK(contains(got.output, "FAIL (expected)  tutorial.bank.unsafe"));
  CHECK(contains(got.output, "2 not run"));
}

TEST_CASE("program: progress comes on standard error, and never clears the screen") {
  // Of the tasks' millions of schedules, as many as half a second allows.
  std::vector<std::string> arguments{
      "check", "tutorial.bank.unsafe", "--strategy", "dfs", "--duration",
      "500ms", "--executions",         "4000000000"};
  CHECK(call(arguments).errors.empty());
  arguments.insert(arguments.end(), {"--progress", "always"});
  const call_result shown = call(arguments);
  CHECK(contains(shown.errors, " executions  "));
  CHECK(shown.errors.ends_with("\r\x1b[K"));
  CHECK_FALSE(contains(shown.errors, "\x1b[2J"));
  CHECK_FALSE(contains(shown.output, "\r"));
  CHECK(shown.code == 0);
  CHECK(shown.output.starts_with("FAIL (expected)"));
  CHECK(contains(shown.output, "not complete (limit: 0.5 s)"));
}

TEST_CASE("program: all models of the tutorial do as they declare", "[slow]") {
  const call_result got = call({"check", "tutorial.*", "-q"});
  CAPTURE(got.output);
  CHECK(got.code == 0);
  CHECK(contains(got.output, "models: "));
}

TEST_CASE("program: bounds on schedules, raised step by step") {
  // Two tasks take two locks each the wrong way round: one preemption is needed, and enough.
  const call_result none = call({"check", "tutorial.deadlock.abba", "--preemptions", "0"});
  CHECK(none.code == 0);
  CHECK(contains(none.output, "PASS (at most 0 preemptions)"));
  const call_result some = call({"check", "tutorial.deadlock.abba", "--preemptions", "0..2"});
  CHECK(contains(some.output, "deadlock"));
  CHECK(contains(some.output, "bounded (at most 2 preemptions)"));
  CHECK(contains(call({"check", "tutorial.deadlock.abba", "--delays", "0..1"}).output,
                 "bounded (at most 1 delay)"));
  CHECK(call({"check", "tutorial.deadlock.abba", "--preemptions", "2..1"}).code == 64);
  CHECK(call({"check", "tutorial.deadlock.abba", "--preemptions", "1", "--delays", "1"}).code ==
        64);
  const call_result wrong =
      call({"check", "tutorial.deadlock.abba", "--preemptions", "1", "--strategy", "dpor"});
  CHECK(wrong.code == 64);
  CHECK(contains(wrong.errors, "--preemptions is for --strategy dfs"));
}

TEST_CASE("program: potential deadlocks fail only on demand, and are confirmed if they can be") {
  // With this seed the only execution goes well.
  const std::vector<std::string> one{
      "check", "tutorial.deadlock.abba", "--strategy", "random", "--seed",
      "3",     "--executions",           "1"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), one.begin(), one.end());
    return call(more);
  };
  const call_result open = with({"--directed", "0"});
  CHECK(open.code == 0);
  CHECK(open.output.starts_with("POTENTIAL  tutorial.deadlock.abba\n"));
  CHECK(contains(open.output, "\nNOTHING FOUND in 1 execution"));
  CHECK(with({"--directed", "0", "--fail-on", "potential_deadlock"}).code == 16);
  const call_result again = call({"replay", token_in(open.output)});
  CHECK(again.code == 0);
  CHECK(again.output.starts_with("POTENTIAL  tutorial.deadlock.abba\n"));

  const call_result confirmed = with({"--no-expect"});
  CHECK(confirmed.code == 11);
  CHECK(confirmed.output.starts_with("FAIL  tutorial.deadlock.abba  deadlock"));
  CHECK(contains(confirmed.output, "\nFound     in directed execution "));
  CHECK(call({"replay", token_in(confirmed.output)}).code == 11);
  CHECK(with({"--fail-on", "potential_deadlock"}).code == 0);

  const call_result refuted =
      call({"check", "classic.lock_order.flagged", "--fail-on", "potential_deadlock"});
  CHECK(refuted.code == 0);
  CHECK(contains(refuted.output, "predicts a deadlock, but no schedule does this"));
  const call_result bounded = call({"check", "tutorial.deadlock.abba", "--preemptions", "0"});
  CHECK(bounded.output.starts_with("POTENTIAL"));
}

TEST_CASE("program: one run on real threads") {
  const call_result good = call({"check", "tutorial.bank.sequential", "--native"});
  CHECK(good.code == 0);
  CHECK(contains(good.output, "NOTHING FOUND in 1 run  tutorial.bank.sequential"));
  CHECK(contains(good.output, "balance = "));

  // It always hangs: both tasks hold what the other asks for.
  const std::vector<std::string> hanging{"check", "classic.future_cycle.both_ask", "--native",
                                         "--duration", "200ms"};
  const call_result declared = call(hanging);
  CHECK(declared.code == 0);
  CHECK(contains(declared.output, "did not end within 200 ms (the model declares: deadlock)"));
  std::vector<std::string> strict = hanging;
  strict.insert(strict.end(), {"--no-expect", "--json", "-"});
  const call_result told = call(strict);
  CHECK(told.code == 11);
  CHECK(json::parse(told.output)["native_runs"][0]["ending"] == "cut_off");

  const call_result failed =
      call({"check", "classic.latch.reused", "--native", "--no-expect", "-q"});
  CHECK(failed.code == 15);
  CHECK(std::count(failed.output.begin(), failed.output.end(), '\n') <= 3);

  const call_result wrong = call({"check", "--native", "--strategy", "dpor"});
  CHECK(wrong.code == 64);
  CHECK(contains(wrong.errors, "--strategy is for searches"));
}
