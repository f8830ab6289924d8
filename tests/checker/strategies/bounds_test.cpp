#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "checker/check.hpp"
#include "checker/schedule_bound.hpp"
#include "checker/strategies/dfs.hpp"
#include "tests/catch.hpp"
#include "tests/checker/seen_traces.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using checker::bounded_by;
using checker::coverage_kind;
using counts = std::vector<std::uint64_t>;

namespace {

constexpr std::uint64_t no_limit = 1'000'000;

/// A program, its schedules with exactly 0, 1, 2, ... preemptions, and its traces that can be had
/// with as many and no fewer.
struct bounded_family {
  const char* name;
  void (*program)(int);
  int n;
  counts schedules;
  counts traces;
};

/// Where no reason is given: counted by an independent brute force, written in another language.
const std::vector<bounded_family>& table() {
  using namespace families;
  static const std::vector<bounded_family> rows{
      {"loadstore", loadstore, 2, {2, 2, 2}, {2, 2}},
      {"loadstore", loadstore, 3, {6, 18, 36, 30}, {6, 18, 12}},
      // One step each: nobody can be left in the middle. N!, or (N+1)!.
      {"writers", writers, 3, {6}, {6}},
      {"writers", writers, 4, {24}, {24}},
      {"readers", readers, 3, {24}, {8}},
      // Who is left in a critical section is the only one who can go on.
      {"lockinc", lockinc, 3, {6}, {6}},
      {"cond_flag", [](int n) { cond_flag(n, false); }, 2, {10}, {10}},
      {"cond_flag", [](int n) { cond_flag(n, false); }, 3, {96}, {96}},
      // The deadlock needs one preemption, of the first to take a fork. The others can come after
      // it in such an order that each finds its second fork taken.
      {"philosophers", philosophers, 2, {2, 4}, {2, 1}},
      {"philosophers", philosophers, 3, {6, 51, 72, 21, 18}, {6, 1}},
      {"store_buffering", store_buffering, 3, {6, 18, 36, 30}, {6, 1}},
      {"mutex2_seq", mutex2_seq, 2, {2, 4, 6, 2}, {2, 2}},
      {"mutex2_seq", mutex2_seq, 3, {6, 48, 114, 180, 150, 48}, {6, 18, 12}},
      {"faa2", faa2, 3, {6, 18, 36, 30}, {6, 18, 12}},
      {"sem2", sem2, 2, {2, 2, 2}, {2, 2, 2}},
      {"sem2", sem2, 3, {6, 18, 24, 6}, {6, 18, 24, 6}},
      {"lastzero", lastzero, 2, {6, 13, 15, 1}, {5}},
      {"lastzero", lastzero, 3, {24, 118, 309, 365, 93, 11}, {12}},
      {"timedwait1", timedwait1, 1, {2, 2, 1}, {2, 2}},
      {"timedwait1", timedwait1, 2, {6, 24, 74, 108, 30}, {6, 24, 46, 20}},
      // All its schedules are one trace.
      {"independent", independent, 3, {6, 18, 36, 30}, {1}},
  };
  return rows;
}

seen_traces within(const std::function<void()>& program, checker::schedule_bound bound) {
  checker::dfs bounded(bound);
  return run_all(program, bounded, scheduler::relation::strict, {}, no_limit);
}

/// The schedules with exactly so many of what is counted, from 0 on, by a bound of its own for each
/// number.
counts exactly(const std::function<void()>& program, bounded_by what, std::size_t numbers) {
  counts found;
  std::uint64_t below = 0;
  for (std::uint32_t bound = 0; bound < numbers; ++bound) {
    const std::uint64_t all = within(program, {what, bound, bound}).runs;
    found.push_back(all - below);
    below = all;
  }
  return found;
}

/// The traces that appear first when the bound is 0, 1, ...; nothing at the end where none does.
counts first_seen(const std::function<void()>& program, std::size_t numbers) {
  counts found;
  std::uint64_t below = 0;
  for (std::uint32_t bound = 0; bound < numbers; ++bound) {
    const std::uint64_t all = within(program, {bounded_by::preemptions, bound, bound}).times.size();
    found.push_back(all - below);
    below = all;
  }
  while (found.back() == 0) found.pop_back();
  return found;
}

checker::coverage coverage_of(const std::function<void()>& program, checker::schedule_bound bound) {
  checker::dfs bounded(bound);
  return checker::check("bounded", program, bounded).covered;
}

std::uint64_t binomial(std::uint64_t n, std::uint64_t k) {
  if (k > n) return 0;
  return k == 0 ? 1 : binomial(n - 1, k - 1) * n / k;
}

/// The orders of the steps of two tasks with so many each that switch so often before either ends:
/// `preemptions` + 2 blocks, alternately of one and the other; the ways to cut n steps into b
/// blocks are C(n-1, b-1).
std::uint64_t schedules_of_two(std::uint64_t steps, std::uint64_t preemptions) {
  const std::uint64_t blocks = preemptions + 2;
  const std::uint64_t of_first = (blocks + 1) / 2;
  const std::uint64_t of_second = blocks / 2;
  return 2 * binomial(steps - 1, of_first - 1) * binomial(steps - 1, of_second - 1);
}

}  // namespace

TEST_CASE("schedules and traces by preemptions") {
  for (const bounded_family& each : table()) {
    const auto program = [&] { each.program(each.n); };
    INFO(each.name << ", " << each.n);
    CHECK(exactly(program, bounded_by::preemptions, each.schedules.size()) == each.schedules);
    CHECK(first_seen(program, each.schedules.size()) == each.traces);
  }
}

TEST_CASE("a bound that is raised counts each schedule once") {
  for (const bounded_family& each : table()) {
    const auto program = [&] { each.program(each.n); };
    INFO(each.name << ", " << each.n);
    std::uint64_t sum = 0;
    for (std::uint32_t bound = 0; bound < each.schedules.size(); ++bound) {
      sum += each.schedules[bound];
      checker::dfs raised({{bounded_by::preemptions, 0, bound}});
      CHECK(checker::check("raised", program, raised).executions == sum);
    }
    checker::dfs all;
    CHECK(checker::check("all", program, all).executions == sum);
  }
}

TEST_CASE("a bound is told if it left something out") {
  for (const bounded_family& each : table()) {
    const auto program = [&] { each.program(each.n); };
    INFO(each.name << ", " << each.n);
    const auto enough = static_cast<std::uint32_t>(each.schedules.size() - 1);
    for (std::uint32_t bound = 0; bound < enough; ++bound) {
      const checker::coverage cut = coverage_of(program, {bounded_by::preemptions, 0, bound});
      CHECK(cut.kind == coverage_kind::bounded);
      const std::string plural = bound == 1 ? "" : "s";
      CHECK(cut.reasons ==
            std::vector<std::string>{"at most " + std::to_string(bound) + " preemption" + plural});
    }
    const checker::coverage whole = coverage_of(program, {bounded_by::preemptions, 0, enough});
    CHECK(whole.kind == coverage_kind::complete);
    CHECK(whole.reasons.empty());
  }
}

TEST_CASE("two tasks by preemptions: the closed formula") {
  for (int steps = 1; steps <= 6; ++steps) {
    const auto program = [&] { families::faa_loop(steps); };
    // The most switches: after each step but the last of either task.
    const std::size_t numbers = static_cast<std::size_t>(2 * steps - 1);
    counts expected;
    for (std::size_t preemptions = 0; preemptions < numbers; ++preemptions)
      expected.push_back(schedules_of_two(static_cast<std::uint64_t>(steps), preemptions));
    CHECK(exactly(program, bounded_by::preemptions, numbers) == expected);
    checker::dfs all;
    CHECK(checker::check("all", program, all).executions ==
          binomial(static_cast<std::uint64_t>(2 * steps), static_cast<std::uint64_t>(steps)));
  }
}

TEST_CASE("no delay leaves one schedule") {
  using namespace families;
  const std::vector<void (*)(int)> never_wait{writers, readers, loadstore,   faa2,     casw,
                                              faa_k2,  iriw,    independent, trylock1, lastzero,
                                              sem_n,   spin,    fib_bench,   storeload};
  for (const auto program : never_wait)
    CHECK(within([&] { program(2); }, {bounded_by::delays, 0, 0}).runs == 1);
}

TEST_CASE("each further delay keeps all schedules and adds some, until it has all") {
  for (const bounded_family& each : table()) {
    const auto program = [&] { each.program(each.n); };
    INFO(each.name << ", " << each.n);
    checker::dfs unbounded;
    const seen_traces all = run_all(program, unbounded, scheduler::relation::strict, {}, no_limit);
    seen_traces before;
    std::uint32_t delays = 0;
    while (before.runs < all.runs) {
      seen_traces now = within(program, {bounded_by::delays, delays, delays});
      CHECK(now.runs > before.runs);
      CHECK(std::all_of(before.times.begin(), before.times.end(), [&](const auto& seen) {
        return now.times.contains(seen.first) && now.times.at(seen.first) >= seen.second;
      }));
      checker::dfs raised({{bounded_by::delays, 0, delays}});
      CHECK(checker::check("raised", program, raised).executions == now.runs);
      const checker::coverage covered = coverage_of(program, {bounded_by::delays, 0, delays});
      if (now.runs < all.runs) {
        const std::string plural = delays == 1 ? "" : "s";
        CHECK(covered.kind == coverage_kind::bounded);
        CHECK(covered.reasons ==
              std::vector<std::string>{"at most " + std::to_string(delays) + " delay" + plural});
      } else {
        CHECK(covered.kind == coverage_kind::complete);
        CHECK(now.times == all.times);
      }
      before = std::move(now);
      ++delays;
    }
    CHECK(before.runs == all.runs);
  }
}
