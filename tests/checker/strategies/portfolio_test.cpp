#include "checker/strategies/portfolio.hpp"

#include <map>

#include "checker/check.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;

namespace {

using sampled::executions_of;

std::map<std::string, int> shares(const std::vector<sampled::execution>& executions) {
  std::map<std::string, int> counts;
  for (const auto& one : executions)
    ++counts[one.drawn.strategy + (one.drawn.depth == 0 ? "" : std::to_string(one.drawn.depth))];
  return counts;
}

}  // namespace

TEST_CASE("of any 20 executions of a portfolio, each member draws its share") {
  const std::map<std::string, int> expected{
      {"pos", 8}, {"pct2", 3}, {"pct3", 3}, {"urw", 4}, {"random", 2}};
  for (const std::uint64_t first : {0U, 1U, 7U, 20U, 33U}) {
    checker::portfolio how({.executions = 20, .first = first});
    CHECK(shares(executions_of(how, [] { families::writers(2); })) == expected);
  }
}

TEST_CASE("the members of a portfolio draw by their own indices, one after the other") {
  for (const std::uint64_t first : {0U, 13U, 47U}) {
    checker::portfolio how({.executions = 60, .first = first});
    std::map<std::string, std::uint64_t> next;
    const auto executions = executions_of(how, [] { families::writers(2); });
    for (const auto& one : executions) {
      const std::string who = one.drawn.strategy + std::to_string(one.drawn.depth);
      if (next.contains(who)) CHECK(one.drawn.index == next[who]);
      next[who] = one.drawn.index + 1;
    }
    // As many as in whole rounds, give or take one round.
    CHECK(next["pos0"] >= (first + 60) / 20 * 8);
    CHECK(next["pos0"] <= (first + 60) / 20 * 8 + 8);
  }
}

TEST_CASE("a finding of a portfolio names the member that found it") {
  checker::portfolio how({.executions = 200});
  const checker::result found = checker::check(
      "sampled", [] { families::philosophers(2); }, how);
  CHECK(found.strategy == "portfolio");
  REQUIRE(found.findings.size() == 1);
  REQUIRE(found.findings[0].drawn.has_value());
  const checker::drawn_execution& drawn = *found.findings[0].drawn;
  CHECK(drawn.strategy != "portfolio");
  CHECK(sampled::draw_again(drawn, [] { families::philosophers(2); }).how ==
        heddle::scheduler::ending::stuck);
}
