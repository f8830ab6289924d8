#include <set>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

using namespace heddle::testing;
namespace checker = heddle::checker;

namespace {

/// The outcomes of every trace of a model that is right.
std::set<outcome_values> outcomes_of(const std::string& name,
                                     const std::vector<const char*>& names) {
  const checker::result found = search_model(name);
  require_complete(found);
  CHECK(found.findings.empty());
  return outcomes(found, names);
}

/// The same of every order of every step.
std::set<outcome_values> all_orders_of(const std::string& name,
                                       const std::vector<const char*>& names) {
  return outcomes(search_model(name, {.strategy = "dfs"}), names);
}

}  // namespace

TEST_CASE("a pool gives each call its own result, whatever worker does it") {
  CHECK(outcomes_of("tutorial.pool.apply", {"result"}) == std::set<outcome_values>{{"100"}});
  // Either worker may do the one job: 2.
  CHECK(search_model("tutorial.pool.apply").executions == 2);
  CHECK(outcomes_of("tutorial.pool.apply_async", {"first", "second"}) ==
        std::set<outcome_values>{{"400", "900"}});
}

TEST_CASE("the results of map and imap are in the order of the arguments") {
  // map has all of them computed before it returns, imap at least the first: the others may be done
  // before it is asked for or after.
  CHECK(outcomes_of("tutorial.pool.map", {"results", "computed"}) ==
        std::set<outcome_values>{{"[0, 1, 4]", "3"}});
  CHECK(outcomes_of("tutorial.pool.imap", {"results", "computed before the first result"}) ==
        std::set<outcome_values>{{"[0, 1, 4]", "1"}, {"[0, 1, 4]", "2"}, {"[0, 1, 4]", "3"}});
}

TEST_CASE("what a worker throws reaches the caller, and ends nobody") {
  CHECK(outcomes_of("tutorial.pool.exception", {"caught"}) ==
        std::set<outcome_values>{{"1 is not wanted"}});
}

TEST_CASE("the tutorial's pool prints what the tutorial prints") {
  const checker::result found = search_model("tutorial.pool.full");
  CHECK(found.covered.kind == checker::coverage_kind::sampled);
  CHECK(found.as_declared());
  CHECK(found.findings.empty());
  CHECK(outcomes(found, {"output"}) ==
        std::set<outcome_values>{
            {"100 | 400 | [0, 1, 4, 9, 16, 25, 36, 49, 64, 81] | 0 | 1 | 4 | 9 | 16"}});
}

TEST_CASE("jobs that wait for jobs of their own full pool deadlock") {
  const checker::result found = search_model("tutorial.pool.nested");
  require_complete(found);
  REQUIRE_FALSE(found.findings.empty());
  for (const checker::finding& each : found.findings)
    CHECK(each.kind == heddle::finding_kind::deadlock);
  CHECK(found.deadlocked > 0);
  // Where one of the two jobs is done before the other is begun, nobody waits in vain.
  CHECK(outcomes(found, {"sum"}) == std::set<outcome_values>{{"4"}});
  CHECK(outcomes_of("tutorial.pool.not_nested", {"sum"}) == std::set<outcome_values>{{"4"}});
}

TEST_CASE("every order of every step in a pool leads to the same outcomes", "[slow]") {
  struct question {
    const char* model;
    std::vector<const char*> names;
  };
  for (const question& each :
       {question{"tutorial.pool.apply", {"result"}},
        question{"tutorial.pool.apply_async", {"first", "second"}},
        question{"tutorial.pool.map", {"results", "computed"}},
        question{"tutorial.pool.imap", {"results", "computed before the first result"}},
        question{"tutorial.pool.exception", {"caught"}},
        question{"tutorial.pool.not_nested", {"sum"}}}) {
    CAPTURE(each.model);
    CHECK(all_orders_of(each.model, each.names) == outcomes_of(each.model, each.names));
  }
}
