#include "reports/text/text.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using checker::coverage_kind;

namespace {

/// Without the seconds: everything else is the same in each run.
text_options plain() {
  text_options options;
  options.seconds = false;
  return options;
}

struct golden_case {
  std::string file;
  checker::result result;
};

std::vector<golden_case> failing() {
  return {{"overdraw.txt", overdraw()},
          {"overdraw_by_four.txt", overdraw_by_four()},
          {"deadlock.txt", lock_order_deadlock()},
          {"race.txt", unlocked_read()},
          {"several_findings.txt", several_findings()},
          {"long_names.txt", long_names()},
          {"twelve_tasks.txt", twelve_tasks()},
          {"five_hundred_steps.txt", five_hundred_steps()}};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("text: findings as in the golden files") {
  for (const golden_case& one : failing()) {
    CAPTURE(one.file);
    check_golden(one.file, model_report(one.result, plain()));
  }
}

TEST_CASE("text: no line is wider than the width asked for") {
  for (const golden_case& one : failing())
    for (const std::size_t width : {60U, 72U, 80U})
      for (const detail how_much : {detail::brief, detail::normal, detail::full}) {
        text_options options;
        options.width = width;
        options.how_much = how_much;
        const std::string text = model_report(one.result, options);
        CAPTURE(one.file, width, text);
        // Model names are never cut: this one has 83 characters.
        CHECK(widest_line(text) <= (one.file == "long_names.txt" ? 95 : width));
      }
}

TEST_CASE("text: a pass is one line") {
  CHECK(model_report(nothing_found("tutorial.bank.locked", coverage_kind::complete, 24), plain()) ==
        "PASS  tutorial.bank.locked  complete: 24 executions, dfs\n");
  text_options with_seconds;
  CHECK(model_report(nothing_found("a", coverage_kind::complete, 1), with_seconds) ==
        "PASS  a  complete: 1 execution, dfs, 250.0 ms\n");
}

TEST_CASE("text: a sample is never a pass") {
  const std::string text = model_report(sampled(), plain());
  CHECK(text ==
        "NOTHING FOUND in 10000 executions  classic.queue.bounded\n"
        "      sampled: random, seed 7, 3 truncated\n"
        "      expected, not seen: deadlock (the search was not complete)\n"
        "      a bug not seen is in fewer than 0.03 % of executions (95 % sure)\n");
}

TEST_CASE("text: bounds are stated, and limits that end a search are no bounds") {
  checker::result bounded = nothing_found("a.b", coverage_kind::bounded, 24);
  bounded.covered.reasons = {"at most 3 preemptions"};
  CHECK(model_report(bounded, plain()) ==
        "PASS (at most 3 preemptions)  a.b  bounded: 24 executions, dfs\n");
  bounded.covered.reasons = {"steps 1000", "clock read"};
  CHECK(model_report(bounded, plain()) ==
        "PASS (bounded by steps 1000, clock read)  a.b  bounded: 24 executions, dfs\n");

  checker::result cut = nothing_found("a.b", coverage_kind::interrupted, 5000);
  cut.covered.reasons = {"5000 executions"};
  CHECK(model_report(cut, plain()) ==
        "NOTHING FOUND in 5000 executions  a.b\n"
        "      not complete (limit: 5000 executions): dfs\n");
  cut.covered.reasons = {"interrupted"};
  CHECK(model_report(cut, plain()) ==
        "INTERRUPTED after 5000 executions  a.b  nothing found so far: dfs\n");
}

TEST_CASE("text: nothing that counts is no pass") {
  checker::result pruned = nothing_found("a", coverage_kind::complete, 0);
  pruned.pruned = 8;
  CHECK(model_report(pruned, plain()) ==
        "NOTHING CHECKED  a  no execution counts: 0 executions, 8 pruned, dfs\n");
}

TEST_CASE("text: a declared finding that did not occur fails a complete search only") {
  checker::result from = nothing_found("a", coverage_kind::complete, 24);
  from.missing = {"invariant: never"};
  CHECK(model_report(from, plain()) ==
        "FAIL  a  complete: 24 executions, dfs\n"
        "      expected, but did not occur: invariant: never\n");
}

TEST_CASE("text: the full report shows every step") {
  text_options options = plain();
  options.how_much = detail::full;
  const std::string text = model_report(five_hundred_steps(), options);
  for (const std::string number : {" 13  ", "250  ", "499  "}) CHECK(contains(text, number));
  CHECK(contains(model_report(overdraw(), options), "destroy balance"));
}

TEST_CASE("text: the brief report is the verdict") {
  text_options options = plain();
  options.how_much = detail::brief;
  CHECK(model_report(unlocked_read(), options) ==
        "FAIL  classic.counter.unlocked\n"
        "      data_race: nothing orders two accesses to counter\n"
        "      write at counter.cpp:13, read at counter.cpp:17\n");
  CHECK(model_report(lock_order_deadlock(), options) ==
        "FAIL (expected)  tutorial.deadlock.abba  deadlock: 2 tasks wait for ever\n");
}

TEST_CASE("text: colour only repeats what the words say") {
  for (const golden_case& one : failing()) {
    text_options options = plain();
    options.colour = true;
    std::string text = model_report(one.result, options);
    CHECK(contains(text, "\x1b["));
    std::string bare;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\x1b')
        i = text.find('m', i);
      else
        bare += text[i];
    }
    CHECK(bare == model_report(one.result, plain()));
  }
}

TEST_CASE("text: all outcomes as a table") {
  text_options options = plain();
  options.outcomes = true;
  checker::result from = nothing_found("a.b", coverage_kind::complete, 10);
  for (const char* value : {"gave up", "10", "9"}) {
    checker::model_outcome one;
    one.values = {{"t1", value}, {"total", "3"}};
    one.executions = 3;
    one.token = "r1.a.b.-a.0.0";
    from.outcomes.push_back(one);
  }
  from.outcomes.back().deadlocked = true;
  // Numbers by value, before words.
  CHECK(model_report(from, options) ==
        "PASS  a.b  complete: 10 executions, dfs\n"
        "Outcomes\n"
        "      t1       total  executions  replay\n"
        "      10       3               3  heddle replay r1.a.b.-a.0.0\n"
        "      gave up  3               3  heddle replay r1.a.b.-a.0.0\n"
        "      in deadlocks:\n"
        "      t1  total  executions  replay\n"
        "      9   3               3  heddle replay r1.a.b.-a.0.0\n");
}

TEST_CASE("text: the summary counts verdicts") {
  const std::vector<checker::result> results{nothing_found("a", coverage_kind::complete, 1),
                                             nothing_found("b", coverage_kind::complete, 1),
                                             overdraw(), several_findings(), sampled()};
  CHECK(summary(results, 2, plain()) ==
        "7 models: 1 failed, 1 failed as expected, 2 passed, 1 with nothing found, 2 not run\n");
}

TEST_CASE("text: neither addresses nor ids nor control characters") {
  for (const golden_case& one : failing()) {
    const std::string text = model_report(one.result, plain());
    CHECK_FALSE(contains(text, "0x"));
    CHECK_FALSE(contains(text, "\x1b"));
  }
}

}  // namespace heddle::reports
