#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

using namespace heddle::testing;
namespace checker = heddle::checker;

namespace {

/// The outcomes of every trace, and, to compare, of every order of every step.
std::set<outcome_values> outcomes_of(const std::string& name,
                                     const std::vector<const char*>& names) {
  const checker::result found = search_model(name);
  require_complete(found);
  const auto ends = outcomes(found, names);
  CHECK(outcomes(search_model(name, {.strategy = "dfs"}), names) == ends);
  return ends;
}

}  // namespace

TEST_CASE("five workers print in any order") {
  const checker::result found = search_model("tutorial.process.workers");
  require_complete(found);
  CHECK(found.findings.empty());
  // Five starts in order and five lines, each after its own start: 9 * 7 * 5 * 3 * 1.
  CHECK(found.executions == 945);
  // The lines themselves come in any order: 5! = 120.
  std::array<int, 5> order{0, 1, 2, 3, 4};
  std::set<outcome_values> expected;
  do {
    std::string output;
    for (const int number : order) output += "Worker " + std::to_string(number) + " running | ";
    expected.insert({output + "All processes finished"});
  } while (std::ranges::next_permutation(order).found);
  CHECK(expected.size() == 120);
  CHECK(outcomes(found, {"output"}) == expected);
}

TEST_CASE("a process never sees what another writes to its own copy") {
  // 1 + 1 in the child; 10 in the parent.
  CHECK(outcomes_of("tutorial.process.isolation", {"child", "parent"}) ==
        std::set<outcome_values>{{"2", "10"}});
  CHECK(search_model("tutorial.process.isolation").findings.empty());
}

TEST_CASE("in processes everybody withdraws from a balance of his own") {
  // 100 - 80, 100 - 70, 100 - 50, 100 - 20, and 100 in the parent, whatever the order.
  const checker::result found = search_model("tutorial.process.bank");
  require_complete(found);
  CHECK(found.findings.empty());
  CHECK(outcomes(found, {"p1", "p2", "p3", "p4", "balance"}) ==
        std::set<outcome_values>{{"20", "30", "50", "80", "100"}});
}

TEST_CASE("a shared value counts right only with its lock") {
  const std::set<std::string> lost{"invariant: no increment is lost"};
  // As two threads that add 1 twice: tutorial_claims_test.
  CHECK(outcomes_of("tutorial.process.value", {"value"}) ==
        std::set<outcome_values>{{"2"}, {"3"}, {"4"}});
  CHECK(findings(search_model("tutorial.process.value")) == lost);
  CHECK(outcomes_of("tutorial.process.value_locked", {"value"}) == std::set<outcome_values>{{"4"}});
  // Each process adds 1 to each element, one after the other: any of the two additions to an
  // element may be lost.
  CHECK(outcomes_of("tutorial.process.array", {"array[0]", "array[1]"}) ==
        std::set<outcome_values>{{"1", "1"}, {"1", "2"}, {"2", "1"}, {"2", "2"}});
  CHECK(findings(search_model("tutorial.process.array")) == lost);
  CHECK(outcomes_of("tutorial.process.array_locked", {"array[0]", "array[1]"}) ==
        std::set<outcome_values>{{"2", "2"}});
}

TEST_CASE("a manager's dict counts right only with a lock") {
  CHECK(outcomes_of("tutorial.process.manager", {"hits"}) ==
        std::set<outcome_values>{{"1"}, {"2"}});
  CHECK(findings(search_model("tutorial.process.manager")) ==
        std::set<std::string>{"invariant: no hit is lost"});
  CHECK(outcomes_of("tutorial.process.manager_locked", {"hits"}) ==
        std::set<outcome_values>{{"2"}});
}

TEST_CASE("a message always arrives, and either side may say so first") {
  struct exchange {
    const char* name;
    std::string message;
  };
  for (const exchange& each : {exchange{"tutorial.queue", "Hello from child process"},
                               exchange{"tutorial.pipe", "Message from child"}}) {
    CAPTURE(each.name);
    // The parent prints before it starts the child, the child before it sends; then each prints
    // once more.
    const std::string begin = "PID1 | PID2 | ";
    const std::string sent = "Message sent from subprocess";
    const std::string received = "Message received: " + each.message;
    CHECK(outcomes_of(each.name, {"output"}) ==
          std::set<outcome_values>{{begin + sent + " | " + received},
                                   {begin + received + " | " + sent}});
    CHECK(search_model(each.name).findings.empty());
    CHECK(search_model(each.name).executions == 2);
  }
}

TEST_CASE("a parent waits for ever for a child that ends before it has sent anything") {
  const checker::result found = search_model("tutorial.pipe.child_dies");
  require_complete(found);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  // There is no other end.
  CHECK(outcomes(found, {"output"}).empty());
}
