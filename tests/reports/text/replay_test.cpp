#include "reports/text/replay.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

checker::replay_result replayed(checker::result found) {
  checker::replay_result one;
  one.execution = found.findings.front().execution;
  one.token = found.findings.front().token;
  // As after a replay: nothing is known of other executions.
  for (checker::finding& each : found.findings) {
    each.shrunk.reset();
    each.occurrences = 1;
  }
  one.found = std::move(found);
  return one;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("replay: all steps, and what was observed") {
  checker::replay_result one = replayed(overdraw());
  one.execution.observations.push_back({"balance", "1", 3});
  one.execution.observations.push_back({"balance", "-50", 12});
  check_golden("replay.txt", replay_report(one, {}));

  one.found.findings.clear();
  CHECK(contains(replay_report(one, {}),
                 "REPLAYED  tutorial.bank.unsafe  nothing is wrong with this execution\n"));
  one.divergence = "step 3: expected lock A by alice, got read x by bob";
  CHECK(
      replay_report(one, {}).starts_with("DIVERGED  tutorial.bank.unsafe\n"
                                         "      step 3: expected lock A by alice"));
}

TEST_CASE("replay: an execution that was allowed to depart says where, and what it became") {
  checker::replay_result one = replayed(overdraw());
  one.divergence = "step 3: the token wants bob to go on, which it cannot";
  one.token = "r1.tutorial.bank.unsafe.-c.0.0";
  one.mode = checker::replay_mode::prefix;
  const std::string prefix = replay_report(one, {});
  CHECK(prefix.starts_with("FAIL (expected)  tutorial.bank.unsafe"));
  CHECK(prefix.ends_with(
      "Departed  step 3: the token wants bob to go on, which it cannot; from there on\n"
      "          tasks were switched only where they had to be\n"
      "Replay    heddle replay r1.tutorial.bank.unsafe.-c.0.0\n"));
  one.mode = checker::replay_mode::carry_on;
  CHECK(contains(replay_report(one, {}), "were left out"));
}

TEST_CASE("explanation: as in the golden files") {
  check_golden("explanation_overdraw.txt", explanation(replayed(overdraw_by_four()), {}));
  check_golden("explanation_deadlock.txt", explanation(replayed(lock_order_deadlock()), {}));
  text_options all;
  all.how_much = detail::full;
  check_golden("explanation_all.txt", explanation(replayed(overdraw_by_four()), all));
}

TEST_CASE("explanation: no line is wider than the width asked for") {
  for (const std::size_t width : {60U, 80U}) {
    text_options options;
    options.width = width;
    for (const checker::result& one : {overdraw_by_four(), lock_order_deadlock(), unlocked_read(),
                                       five_hundred_steps(), twelve_tasks()}) {
      const std::string text = explanation(replayed(one), options);
      CAPTURE(text);
      CHECK(widest_line(text) <= width);
    }
  }
}

TEST_CASE("explanation: each kind is told about once") {
  const std::string text = explanation(replayed(several_findings()), {});
  for (const char* kind : {"About invariant: ", "About exception: ", "About misuse: "}) {
    const std::size_t first = text.find(kind);
    CHECK(first != std::string::npos);
    CHECK(text.find(kind, first + 1) == std::string::npos);
  }
}

TEST_CASE("explanation: nothing is wrong, or it went otherwise") {
  checker::replay_result one = replayed(overdraw());
  one.found.findings.clear();
  CHECK(explanation(one, {}) ==
        "NOTHING TO EXPLAIN  tutorial.bank.unsafe  nothing is wrong with this execution\n");
  one.divergence = "step 3: the token has no more decisions";
  CHECK(explanation(one, {}).starts_with("DIVERGED  tutorial.bank.unsafe\n"));
}

}  // namespace heddle::reports
