#include <set>
#include <string>

#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

using namespace heddle::testing;
namespace checker = heddle::checker;

namespace {

const std::set<std::string> holds{};

/// What a claim is worth: the findings against it, the values of x at the end, and the number of
/// executions.
struct verdict {
  const char* name;
  std::set<std::string> against;
  std::set<outcome_values> ends;
  std::uint64_t executions;
};

void check_verdict(const verdict& expected) {
  CAPTURE(expected.name);
  const std::string name = std::string("tutorial.claims.") + expected.name;
  const checker::result found = search_model(name);
  require_complete(found);
  CHECK(findings(found) == expected.against);
  CHECK(outcomes(found, {"x"}) == expected.ends);
  CHECK(found.executions == expected.executions);
  // Every order of every step.
  CHECK(outcomes(search_model(name, {.strategy = "dfs"}), {"x"}) == expected.ends);
}

}  // namespace

TEST_CASE("x = 1 is atomic, with and without a GIL") {
  for (const char* const version : {"python_3_9", "python_3_10", "no_gil"}) {
    const checker::result found =
        search_model(std::string("tutorial.claims.assignment.") + version);
    require_complete(found);
    CHECK(found.findings.empty());
    // The orders of two stores and a load, one step each: 3!. The reader sees 0 where it is first,
    // else what the store before it has stored.
    CHECK(found.executions == 6);
    CHECK(outcomes(found, {"seen", "x"}) ==
          std::set<outcome_values>{
              {"0", "1"}, {"0", "2"}, {"1", "1"}, {"1", "2"}, {"2", "1"}, {"2", "2"}});
  }
}

TEST_CASE("x += 1 is atomic from Python 3.10 only, and under a lock") {
  const std::set<std::string> refuted{"invariant: no increment is lost"};
  // Two threads add 1 twice: 4 if none is lost. 2 is the least: every store stores at least 1, and
  // the load before the last of them comes after a store of its own thread.
  const std::set<outcome_values> some_lost{{"2"}, {"3"}, {"4"}};
  const std::set<outcome_values> none_lost{{"4"}};
  // Eight bytecodes, each under the GIL: 8! / (4! 4!) = 70 orders.
  check_verdict({"increment.python_3_9", refuted, some_lost, 70});
  // Three stretches of each thread between switches, the last of them empty: 6! / (3! 3!) = 20.
  check_verdict({"increment.python_3_10", holds, none_lost, 20});
  // Of the 70 orders of four loads and four stores 34 differ in more than the order of loads.
  check_verdict({"increment.no_gil", refuted, some_lost, 34});
  // Two sections of each thread: 4! / (2! 2!) = 6 orders.
  check_verdict({"increment.python_3_9_locked", holds, none_lost, 6});
  check_verdict({"increment.no_gil_locked", holds, none_lost, 6});
}

TEST_CASE("if x > 0: x -= 1 needs a lock, or Python 3.10 and no call in between") {
  const std::set<std::string> refuted{"invariant: x is never negative"};
  const std::set<outcome_values> both_took{{"-1"}, {"0"}};
  const std::set<outcome_values> one_took{{"0"}};
  // Who checks after the other one's store sees 0 and is done: 2 orders. Else both check, load and
  // store, in any order but these two: 6! / (3! 3!) - 2 = 18.
  check_verdict({"check_then_act.python_3_9", refuted, both_took, 20});
  // One stretch of each thread.
  check_verdict({"check_then_act.python_3_10", holds, one_took, 2});
  // Two stretches of each: 4! / (2! 2!) = 6 orders.
  check_verdict({"check_then_act.python_3_10_with_call", refuted, both_took, 6});
  // The same two, and of the 18 those that differ in more than loads that commute: who stores
  // first, and whether the other loads before it or after.
  check_verdict({"check_then_act.no_gil", refuted, both_took, 6});
  check_verdict({"check_then_act.python_3_9_locked", holds, one_took, 2});
  check_verdict({"check_then_act.no_gil_locked", holds, one_took, 2});
  // Either is first to get the lock; the other takes the GIL to ask for it before, between or after
  // the first one's three stretches.
  check_verdict({"check_then_act.python_3_10_locked", holds, one_took, 8});
}

TEST_CASE("a thread that waits for I/O lets others run, one that computes does not") {
  const checker::result io = search_model("tutorial.claims.io_releases_gil");
  require_complete(io);
  CHECK(io.findings.empty());
  // The work is done after its own 15 ms. The I/O of a second begins when its thread first gets the
  // lock: at once, or after one, two or all three switch intervals of the work.
  CHECK(
      outcomes(io, {"computed after", "all done after"}) ==
      std::set<outcome_values>{
          {"15 ms", "1000 ms"}, {"15 ms", "1005 ms"}, {"15 ms", "1010 ms"}, {"15 ms", "1015 ms"}});
  const checker::result work = search_model("tutorial.claims.work_keeps_gil");
  require_complete(work);
  CHECK(work.findings.empty());
  // Three slices of 5 ms of each thread in any order: 6! / (3! 3!) = 20. The worker's last slice is
  // the third to the sixth of all.
  CHECK(work.executions == 20);
  CHECK(outcomes(work, {"computed after", "all done after"}) ==
        std::set<outcome_values>{
            {"15 ms", "30 ms"}, {"20 ms", "30 ms"}, {"25 ms", "30 ms"}, {"30 ms", "30 ms"}});
}
