#include "checker/outcome_table.hpp"

#include "tests/catch.hpp"

using heddle::checker::model_outcome;
using heddle::checker::outcome_table;
using heddle::scheduler::observation;

namespace {

bool add(outcome_table& table, std::vector<observation> observed, bool deadlocked = false) {
  return table.add(observed, deadlocked);
}

}  // namespace

TEST_CASE("outcomes are maps: the order of observations does not count, the last value does") {
  outcome_table table;
  CHECK(add(table, {{"x", "1"}, {"y", "2"}}));
  CHECK_FALSE(add(table, {{"y", "2"}, {"x", "1"}}));
  CHECK_FALSE(add(table, {{"x", "7"}, {"y", "2"}, {"x", "1"}}));
  CHECK(add(table, {{"x", "2"}, {"y", "1"}}));
  const auto outcomes = table.take();
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0].values == std::map<std::string, std::string>{{"x", "1"}, {"y", "2"}});
  CHECK(outcomes[0].executions == 3);
  CHECK(outcomes[1].executions == 1);
}

TEST_CASE("texts that look alike when glued together are different outcomes") {
  outcome_table table;
  CHECK(add(table, {{"ab", "c"}}));
  CHECK(add(table, {{"a", "bc"}}));
  CHECK(add(table, {{"a", ""}, {"b", ""}}));
  CHECK(table.take().size() == 3);
}

TEST_CASE("outcomes are listed by number, deadlocked ones apart") {
  outcome_table table;
  for (const char* value : {"10", "-120", "none", "9"}) add(table, {{"balance", value}});
  add(table, {{"balance", "-500"}}, true);
  add(table, {{"balance", "9"}}, true);
  std::vector<std::string> values;
  for (const model_outcome& one : table.take())
    values.push_back(one.values.at("balance") + (one.deadlocked ? " deadlocked" : ""));
  CHECK(values ==
        std::vector<std::string>{"-120", "9", "10", "none", "-500 deadlocked", "9 deadlocked"});
}

TEST_CASE("nothing observed is an outcome only where something else was") {
  outcome_table nothing;
  add(nothing, {});
  add(nothing, {}, true);
  CHECK(nothing.take().empty());

  outcome_table sometimes;
  add(sometimes, {});
  add(sometimes, {{"x", "1"}});
  CHECK(sometimes.take().size() == 2);
}
