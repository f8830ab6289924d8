#include <set>
#include <string>

#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

using namespace heddle::testing;
namespace checker = heddle::checker;

TEST_CASE("two countdowns under the GIL take as long as one") {
  const checker::result found = search_model("tutorial.gil.countdown");
  require_complete(found);
  CHECK(found.findings.empty());
  // 2 500 000 iterations of 8 ns: 20 ms, or four switch intervals; two of each thread, in any
  // order: 4! / (2! 2!) = 6. Ratio 1.0 in each.
  CHECK(found.executions == 6);
  CHECK(outcomes(found, {"single-threaded", "multi-threaded"}) ==
        std::set<outcome_values>{{"20 ms", "20 ms"}});
}

TEST_CASE("two countdowns without a GIL take half as long") {
  const checker::result found = search_model("tutorial.gil.countdown_no_gil");
  require_complete(found);
  CHECK(found.findings.empty());
  // The threads share nothing.
  CHECK(found.executions == 1);
  CHECK(outcomes(found, {"single-threaded", "multi-threaded"}) ==
        std::set<outcome_values>{{"20 ms", "10 ms"}});
}

TEST_CASE("five processes divide the time by five") {
  const checker::result found = search_model("tutorial.gil.processes");
  require_complete(found);
  CHECK(found.findings.empty());
  // 3 125 000 iterations of 8 ns: 25 ms. A fork copies all objects, so it has an order with the
  // first step of each process forked before. That step can come in the fifth place before the end
  // for the first process, the fourth for the second...: 5!.
  CHECK(found.executions == 120);
  CHECK(outcomes(found, {"one process", "five processes"}) ==
        std::set<outcome_values>{{"25 ms", "5 ms"}});
}

TEST_CASE("sleeps in threads take as long as the longest") {
  const checker::result found = search_model("tutorial.gil.sleeping");
  require_complete(found);
  CHECK(found.findings.empty());
  // Three threads take the GIL once before and once after their sleep: 3! * 3! orders.
  CHECK(found.executions == 36);
  CHECK(outcomes(found, {"single-threaded", "multi-threaded"}) ==
        std::set<outcome_values>{{"3000 ms", "1000 ms"}});
}

TEST_CASE("the tutorial's own sizes give the tutorial's figures") {
  const checker::result sleeping = search_model("tutorial.gil.sleeping.full");
  CHECK(sleeping.covered.kind == checker::coverage_kind::sampled);
  CHECK(sleeping.findings.empty());
  CHECK(outcomes(sleeping, {"single-threaded", "multi-threaded"}) ==
        std::set<outcome_values>{{"10000 ms", "1000 ms"}});
  // 500 000 000 iterations of 8 ns.
  const checker::result countdown = search_model("tutorial.gil.countdown.full");
  CHECK(countdown.covered.kind == checker::coverage_kind::sampled);
  CHECK(countdown.findings.empty());
  CHECK(outcomes(countdown, {"single-threaded", "multi-threaded"}) ==
        std::set<outcome_values>{{"4000 ms", "4000 ms"}});
  const checker::result processes = search_model("tutorial.gil.processes.full");
  CHECK(processes.covered.kind == checker::coverage_kind::sampled);
  CHECK(processes.findings.empty());
  CHECK(outcomes(processes, {"one process", "five processes"}) ==
        std::set<outcome_values>{{"4000 ms", "800 ms"}});
}

TEST_CASE("with the GIL no reference is miscounted") {
  for (const char* const name :
       {"tutorial.gil.reference_count.decrement", "tutorial.gil.reference_count.increment"}) {
    const checker::result found = search_model(name);
    require_complete(found);
    CHECK(found.findings.empty());
  }
  // 2 - 1 - 1 and 1 + 1 + 1 - 2.
  CHECK(outcomes(search_model("tutorial.gil.reference_count.decrement"), {"references", "freed"}) ==
        std::set<outcome_values>{{"0", "true"}});
  CHECK(outcomes(search_model("tutorial.gil.reference_count.increment"), {"references", "freed"}) ==
        std::set<outcome_values>{{"1", "false"}});
}

TEST_CASE("without the GIL a lost decrement leaks, and a lost increment frees too early") {
  const std::string leaked = "tutorial.gil.reference_count.lost_decrement";
  const checker::result leak = search_model(leaked);
  require_complete(leak);
  CHECK(findings(leak).contains("invariant: an object nobody refers to is freed"));
  // Both read 2 and write 1, or one after the other.
  const std::set<outcome_values> one_or_none{{"1", "false"}, {"0", "true"}};
  CHECK(outcomes(leak, {"references", "freed"}) == one_or_none);
  CHECK(outcomes(search_model(leaked, {.strategy = "dfs"}), {"references", "freed"}) ==
        one_or_none);

  const std::string freed = "tutorial.gil.reference_count.lost_increment";
  const checker::result early = search_model(freed);
  require_complete(early);
  CHECK(findings(early).contains("invariant: an object somebody refers to is not freed"));
  // Both read 1 and write 2, or one after the other, to 3; then 2 are taken away.
  const std::set<outcome_values> too_early_or_not{{"0", "true"}, {"1", "false"}};
  CHECK(outcomes(early, {"references", "freed"}) == too_early_or_not);
  CHECK(outcomes(search_model(freed, {.strategy = "dfs"}), {"references", "freed"}) ==
        too_early_or_not);
}
