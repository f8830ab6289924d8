#include "checker/strategies/dfs.hpp"

#include <map>
#include <set>
#include <string>

#include "checker/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "tests/catch.hpp"
#include "tests/checker/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

checker::result explore(const std::function<void()>& body,
                        scheduler::execution_options execution = {}) {
  checker::dfs every_schedule;
  checker::check_options options;
  options.execution = execution;
  checker::result found = checker::check("family", body, every_schedule, options);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.covered.reasons.empty());
  CHECK(every_schedule.progress() == 1.0);
  return found;
}

/// The number of schedules; the family has no findings.
std::uint64_t schedules(void (*family)(int), int n, scheduler::execution_options execution = {}) {
  const checker::result found = explore([=] { family(n); }, execution);
  CHECK(found.findings.empty());
  return found.executions;
}

struct both {
  std::uint64_t all;
  std::uint64_t deadlocked;
  friend bool operator==(const both&, const both&) = default;
};

both with_deadlocks(const std::function<void()>& body) {
  const checker::result found = explore(body);
  return {found.executions, found.deadlocked};
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

TEST_CASE("schedules of tasks that never wait") {
  // One operation each: the tasks in any order, N!; with the one of another task, (N+1)!.
  CHECK(schedules(families::writers, 1) == 1);
  CHECK(schedules(families::writers, 5) == 120);
  CHECK(schedules(families::readers, 4) == 120);
  CHECK(schedules(families::faa, 5) == 120);
  CHECK(schedules(families::cas01, 5) == 120);
  // Two operations each: (2N)! orders, of which the 2^N exchanges of a task's own two do not count.
  CHECK(schedules(families::loadstore, 2) == 6);
  CHECK(schedules(families::loadstore, 3) == 90);
  CHECK(schedules(families::loadstore, 4) == 2520);
}

TEST_CASE("schedules of tasks that wait for mutexes") {
  // Whoever has the lock runs to its end: only the order of the tasks is free, N!.
  CHECK(schedules(families::mutex1, 5) == 120);
  CHECK(schedules(families::lockinc, 4) == 24);
  CHECK(schedules(families::mutex2_nest, 4) == 24);
  // By brute force.
  CHECK(schedules(families::mutex2_seq, 2) == 14);
  CHECK(schedules(families::mutex2_seq, 3) == 546);
  CHECK(schedules(families::trylock1, 3) == 24);
  CHECK(schedules(families::trylock1, 4) == 192);
  CHECK(schedules(families::rwlock, 3) == 216);
  CHECK(schedules(families::rwlock, 4) == 5976);
}

TEST_CASE("schedules with time-outs in both times") {
  // At any time: a timed lock is a try_lock.
  CHECK(schedules(families::timedlock1, 3) == 24);
  CHECK(schedules(families::timedlock1, 4) == 192);
  // By brute force.
  CHECK(schedules(families::timedwait1, 1) == 5);
  CHECK(schedules(families::timedwait1, 2) == 242);
  // Quiescent: the owner can always go on, so that no time passes and no time-out fires: N!.
  CHECK(schedules(families::timedlock1, 4, {.time = scheduler::time_mode::quiescent}) == 24);
}

TEST_CASE("schedules of semaphores, barriers and channels") {
  // N! 3^(N-1).
  CHECK(schedules(families::sem2, 3) == 54);
  CHECK(schedules(families::sem2, 4) == 648);
  // Any order of N acquisitions, each with a permit there: N! Catalan(N), Catalan(3) = 5.
  CHECK(schedules(families::sem_handoff, 3) == 30);
  CHECK(schedules(families::sem_handoff, 4) == 336);
  // All arrive in any order, then all pass in any order: (N!)^2.
  CHECK(schedules(families::barrier, 3) == 36);
  CHECK(schedules(families::barrier, 4) == 576);
  // Paths of 2N steps between 0 and 2 messages: at every second step but the last both ways are
  // open, 2^(N-1).
  CHECK(schedules(families::chan_spsc, 4) == 8);
  CHECK(schedules(families::chan_spsc, 5) == 16);
}

TEST_CASE("schedules in which main takes part") {
  // By brute force.
  CHECK(schedules(families::spawn_join, 1) == 1);
  CHECK(schedules(families::spawn_join, 2) == 5);
  CHECK(schedules(families::spawn_join, 3) == 44);
}

TEST_CASE("schedules that end in deadlocks") {
  // All N forks taken by their left neighbours, in any order: N!.
  CHECK(with_deadlocks([] { families::philosophers(2); }) == both{6, 2});
  CHECK(with_deadlocks([] { families::philosophers(3); }) == both{168, 6});
  // k of N wait before the flag is set, in order: P(N,k). All are notified, and then all N take
  // the lock in any order, N!/k! P... : N! sum N!/k!, 2 (2 + 2 + 1) and 6 (6 + 6 + 3 + 1).
  CHECK(with_deadlocks([] { families::cond_flag(2, false); }) == both{10, 0});
  CHECK(with_deadlocks([] { families::cond_flag(3, false); }) == both{96, 0});
  // One is notified, k ways; whoever else waits, waits for ever: N! + sum P(N,k) k (N-k+1)!, the
  // terms from k = 2 on deadlock. N = 2: 2 + 4 + 4. N = 3: 6 + 18 + 24 + 18.
  CHECK(with_deadlocks([] { families::cond_flag(2, true); }) == both{10, 4});
  CHECK(with_deadlocks([] { families::cond_flag(3, true); }) == both{66, 42});
  // The notification before the lock, or between lock and wait (both lost), or after.
  CHECK(with_deadlocks([] { families::cond_lost(); }) == both{3, 2});
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
