#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "tests/catch.hpp"
#include "tests/models/asyncio_support.hpp"

using namespace asyncio_tests;
namespace checker = heddle::checker;
using heddle::scheduler::time_mode;

namespace {

/// The totals of both versions of the tutorial's countdown, by plain loops.
std::pair<int, int> totals(const std::array<int, 5>& inputs) {
  int synchronous = 100;
  std::size_t next = 0;
  while (synchronous > 0) {
    --synchronous;
    if (synchronous % 20 == 0) synchronous -= inputs.at(next++);
  }
  int concurrent = 100;
  std::size_t asked = 0;
  while (concurrent > 0) {
    --concurrent;
    if (concurrent % 20 == 0) ++asked;
  }
  for (std::size_t each = 0; each < asked; ++each) concurrent -= inputs.at(each);
  return {synchronous, concurrent};
}

/// How many of all 3125 inputs end so.
std::map<std::pair<int, int>, std::uint64_t> all_totals() {
  std::map<std::pair<int, int>, std::uint64_t> counts;
  for (int number = 0; number < 3'125; ++number) {
    std::array<int, 5> inputs{};
    for (int rest = number; int& each : inputs) {
      each = rest % 5 + 1;
      rest /= 5;
    }
    ++counts[totals(inputs)];
  }
  return counts;
}

}  // namespace

TEST_CASE("six pages take the sum of their latencies one by one, the longest at once") {
  // 620 + 210 + 180 + 560 + 540 + 600 = 2710 ms; the longest is 620 ms. The order is that of the
  // arguments, though github, the first, comes last.
  const checker::result found = explore_model("tutorial.asyncio.fetch");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  REQUIRE(found.outcomes.size() == 1);
  CHECK(found.outcomes[0].values ==
        std::map<std::string, std::string>{{"bytes", "[282454, 69499, 6467, 2024, 1824, 6994]"},
                                           {"concurrent ms", "620"},
                                           {"sequential ms", "2710"}});
}

TEST_CASE("gather keeps the order of its arguments in every order of the answers") {
  const checker::result found = explore_model("tutorial.asyncio.fetch_order");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  std::array<std::string, 3> names{"bilibili", "github", "sjtu"};
  std::set<std::string> orders;
  do orders.insert("[" + names[0] + ", " + names[1] + ", " + names[2] + "]");
  while (std::next_permutation(names.begin(), names.end()));
  CHECK(observed(found, "answered") == orders);
}

TEST_CASE("a page that takes longer than ten seconds is empty") {
  // At exactly ten seconds page and time-out come at one moment, in either order.
  const checker::result found = explore_model("tutorial.asyncio.fetch_timeout");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  std::set<std::string> ends;
  for (const checker::model_outcome& each : found.outcomes)
    ends.insert(each.values.at("latency ms") + " " + each.values.at("bytes") + " " +
                each.values.at("ms"));
  CHECK(ends == std::set<std::string>{"9000 [1000, 282454] 9000", "10000 [1000, 282454] 10000",
                                      "10000 [0, 282454] 10000", "11000 [0, 282454] 10000"});
}

TEST_CASE("the asynchronous countdown ends with another total for each of the 3125 inputs") {
  const checker::result found = explore_model("tutorial.asyncio.user_input");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.as_declared());
  CHECK(found.executions == 3'125);
  CHECK(found.failed == 3'125);
  CHECK(observed(found, "synchronous s") == std::set<std::string>{"10"});
  CHECK(observed(found, "concurrent s") == std::set<std::string>{"2"});
  // The last answer alone; the sum of all five.
  CHECK(observed(found, "synchronous") == std::set<std::string>{"-1", "-2", "-3", "-4", "-5"});
  CHECK(observed(found, "concurrent").size() == 21);
  std::map<std::pair<int, int>, std::uint64_t> counts;
  for (const checker::model_outcome& each : found.outcomes)
    counts[{std::stoi(each.values.at("synchronous")), std::stoi(each.values.at("concurrent"))}] +=
        each.executions;
  CHECK(counts == all_totals());
}

TEST_CASE("what was checked before an await may not hold after it") {
  // Both check 100 before either takes: -50. Or one has done all before the other checks, which
  // then finds 20 or 30, too little. No update is lost, as nobody comes between read and write.
  const checker::result found = explore_model("tutorial.asyncio.bank_unsafe");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.as_declared());
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::invariant);
  CHECK(observed(found, "balance") == std::set<std::string>{"-50", "20", "30"});
  // In quiescent time both cards are read at one moment: always too late.
  CHECK(observed(explore_model("tutorial.asyncio.bank_unsafe", time_mode::quiescent), "balance") ==
        std::set<std::string>{"-50"});
}

TEST_CASE("a lock held across the await keeps the balance") {
  const checker::result found = explore_model("tutorial.asyncio.bank_locked");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  CHECK(observed(found, "balance") == std::set<std::string>{"20", "30"});
}
