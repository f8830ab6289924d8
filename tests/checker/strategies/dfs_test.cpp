#include "checker/strategies/dfs.hpp"

#include <map>
#include <set>
#include <string>

#include "checker/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

checker::result explore(const std::function<void()>& body) {
  checker::dfs every_schedule;
  checker::result found = checker::check("family", body, every_schedule);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.covered.reasons.empty());
  CHECK(every_schedule.progress() == 1.0);
  return found;
}

/// The values of `balance` over all schedules.
std::set<int> balances(const std::vector<int>& amounts) {
  const checker::result found = explore([&] {
    heddle::var<int> balance{100, "balance"};
    families::unsafe_bank(amounts, balance);
    heddle::observe("balance", balance);
  });
  std::set<int> values;
  for (const auto& outcome : found.outcomes) values.insert(std::stoi(outcome.values.at("balance")));
  return values;
}

}  // namespace

TEST_CASE("schedules that end in deadlocks") {
  // All N forks taken by their left neighbours, in any order: N!.
  CHECK(explore([] { families::philosophers(2); }).deadlocked == 2);
  CHECK(explore([] { families::philosophers(3); }).deadlocked == 6);
  // k of N wait before the flag is set, in order, and one of them is notified; whoever else waits,
  // waits for ever: the sum over k >= 2 of P(N,k) k (N-k+1)!. N = 2: 4. N = 3: 24 + 18.
  CHECK(explore([] { families::cond_flag(2, true); }).deadlocked == 4);
  CHECK(explore([] { families::cond_flag(3, true); }).deadlocked == 42);
  // The notification before the lock, or between lock and wait: lost.
  CHECK(explore([] { families::cond_lost(); }).deadlocked == 2);
}

TEST_CASE("every value is chosen") {
  // 3 values, then as many as the first says plus one: 1 + 2 + 3.
  const checker::result found = explore([] {
    const int first = heddle::choose(3);
    const int second = heddle::choose(first + 1);
    heddle::observe("both", first * 10 + second);
  });
  CHECK(found.executions == 6);
  CHECK(found.outcomes.size() == 6);
}

TEST_CASE("the outcomes of the unsafe bank are exactly those of its schedules") {
  // A withdrawal that passes its check subtracts: read r, write r - amount. With 80 and 70 the
  // second to check is refused if it checks after the other's write (20 and 30 are left). If both
  // pass, both subtract: from a value read before the other's write (20 or 30 is left, the first
  // write is lost), or after it (-50).
  CHECK(balances({80, 70}) == std::set<int>{-50, 20, 30});

  // Three: 80, 70, 50. Let S be those that pass. Each last writer of S leaves r - amount, where r
  // is 100 or what another of S wrote before: the last balance is 100 minus the sum of a chain of
  // withdrawals, each having read what the one before wrote. Chains of one: 20, 30, 50. Two:
  // -50 (80+70), -30 (80+50), -20 (70+50). Three: -100. Those refused are no further values: 50
  // after 80 or 70 is refused, and no two fit together without overlap.
  CHECK(balances({80, 70, 50}) == std::set<int>{-100, -50, -30, -20, 20, 30, 50});
}

TEST_CASE("the first schedule switches only where it must") {
  checker::dfs every_schedule;
  checker::check_options options;
  options.max_executions = 1;
  const auto body = [] {
    std::string order;
    heddle::counting_semaphore<> s{0};
    heddle::var<int> x{0, "x"};
    heddle::together({[&] {
                        s.acquire();
                        order += 'a';
                      },
                      [&] {
                        s.release();
                        order += 'b';
                        x = 1;
                        order += 'c';
                      }});
    heddle::observe("order", order);
  };
  const checker::result found = checker::check("family", body, every_schedule, options);
  REQUIRE(found.outcomes.size() == 1);
  // The second task goes on although the release lets the first go on, too.
  CHECK(found.outcomes[0].values.at("order") == "bca");
}

TEST_CASE("progress grows to one, and is the share of the tree") {
  // The search looks at the clock, and so tells, every 16 of the 2520 executions.
  checker::dfs every_schedule;
  std::vector<double> shares;
  checker::check_options options;
  options.on_progress = [&](const checker::progress& now) { shares.push_back(*now.share); };
  options.progress_interval = std::chrono::milliseconds(0);
  checker::check(
      "family", [] { families::loadstore(4); }, every_schedule, options);
  REQUIRE(shares.size() > 100);
  CHECK(std::is_sorted(shares.begin(), shares.end()));
  CHECK(shares.front() < 0.1);
  CHECK(shares.back() > 0.9);
}
