#include "tests/checker/strategies/reference_dpor.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/family_table.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using reference::mistake;
using scheduler::relation;

namespace {

constexpr std::uint64_t most_schedules = 1'000;
constexpr std::uint64_t most_traces = 2'000;

bool each_once(const seen_traces& found) {
  return found.blocked == 0 && found.runs == found.times.size();
}

seen_traces explore(const random_program::program& program, mistake wrong = mistake::none) {
  return reference::explore([&] { program.run(); }, relation::strict, {}, most_traces, wrong);
}

seen_traces explore_by_dpor(const random_program::program& program) {
  checker::dpor reduced{checker::reduction::optimal, relation::strict};
  return run_all([&] { program.run(); }, reduced, relation::strict, {}, most_traces);
}

/// Every schedule of the program, or as many as are enough to see that there are too many.
seen_traces all_schedules(const random_program::program& program) {
  checker::dfs all;
  return run_all([&] { program.run(); }, all, relation::strict, {}, most_schedules);
}

/// Whether the traces are those that all schedules have, each executed once.
bool right(const seen_traces& found, const seen_traces& expected) {
  return each_once(found) && found.times.size() == expected.times.size() &&
         std::all_of(found.times.begin(), found.times.end(),
                     [&](const auto& each) { return expected.times.contains(each.first); }) &&
         found.stuck == expected.stuck && found.failed == expected.failed;
}

/// Compares the reference with all schedules; returns how many programs were small enough.
int compare_with_all(std::uint64_t first, std::uint64_t programs) {
  int compared = 0;
  for (std::uint64_t seed = first; seed < first + programs; ++seed) {
    const random_program::program program = random_program::make(seed);
    const seen_traces expected = all_schedules(program);
    if (!expected.complete) continue;
    INFO("seed " << seed << "\n" << program.text());
    CHECK(right(explore(program), expected));
    ++compared;
  }
  return compared;
}

/// Compares `dpor` with the reference; returns how many programs were small enough.
int compare_wide(std::uint64_t first, std::uint64_t programs) {
  int compared = 0;
  for (std::uint64_t seed = first; seed < first + programs; ++seed) {
    const random_program::program program = random_program::make_wide(seed);
    const seen_traces found = explore_by_dpor(program);
    if (!found.complete) continue;
    INFO("seed " << seed << "\n" << program.text());
    CHECK(each_once(found));
    CHECK(right(explore(program), found));
    ++compared;
  }
  return compared;
}

/// Whether some small program, compared with all schedules, shows the mistake.
bool shows(mistake wrong) {
  for (std::uint64_t seed = 1; seed < 500; ++seed) {
    const random_program::program program = random_program::make(seed);
    const seen_traces expected = all_schedules(program);
    if (expected.complete && !right(explore(program, wrong), expected)) return true;
  }
  return false;
}

/// Whether some wide program, compared with `dpor`, shows the mistake.
bool shows_in_wide(mistake wrong) {
  for (std::uint64_t seed = 1; seed < 60; ++seed) {
    const random_program::program program = random_program::make_wide(seed);
    const seen_traces expected = explore_by_dpor(program);
    if (expected.complete && !right(explore(program, wrong), expected)) return true;
  }
  return false;
}

/// The traces of a family as the reference sees them.
std::size_t traces(const std::function<void()>& body, mistake wrong) {
  return reference::explore(body, relation::strict, {}, most_traces, wrong).times.size();
}

/// Twelve traces: a small program in which sequences must go on behind the later step of a race.
random_program::program four_tasks() {
  using random_program::action;
  return {{{{action::load, 1}},
           {{action::lock, 1}},
           {{action::load, 0}, {action::exchange_if_zero, 1}},
           {{action::lock_for, 1}, {action::exchange_if_zero, 0}}}};
}

}  // namespace

TEST_CASE("reference: each trace of random programs exactly once") {
  CHECK(compare_with_all(1, 200) > 150);
}

TEST_CASE("reference: each trace of many random programs exactly once", "[slow]") {
#if defined(__SANITIZE_ADDRESS__)
  CHECK(compare_with_all(1'000, 200) > 150);
#else
  CHECK(compare_with_all(1'000, 2'000) > 1'500);
#endif
}

TEST_CASE("reference: each trace of families exactly once") {
  for (const families::member& each : families::members(0, 50)) {
    if (each.of->time != scheduler::time_mode::any) continue;
    INFO(each.of->name << ", " << each.n());
    for (const relation which : {relation::strict, relation::refined}) {
      const seen_traces found =
          reference::explore([&] { each.run(); }, which, {}, most_traces, mistake::none);
      CHECK(each_once(found));
      CHECK(found.runs == (which == relation::strict ? each.strict() : each.refined()));
      CHECK(found.stuck == each.deadlocked());
    }
  }
}

TEST_CASE("wide random programs: dpor and the reference agree") {
  CHECK(compare_wide(1, 40) > 20);
  const seen_traces found = explore_by_dpor(four_tasks());
  CHECK(found.runs == 12);
  CHECK(right(explore(four_tasks()), found));
}

TEST_CASE("many wide random programs: dpor and the reference agree", "[slow]") {
  CHECK(compare_wide(1'000, 400) > 200);
}

TEST_CASE("each mistake shows in random programs") {
  for (const mistake wrong :
       {mistake::waiting_ignored, mistake::stop_at_unlock, mistake::failure_touches_nothing,
        mistake::failure_reads, mistake::time_outs_kept, mistake::sleepers_unlabelled}) {
    INFO("mistake " << static_cast<int>(wrong));
    CHECK(shows(wrong));
  }
  // About every fourth wide program shows it, and hardly a smaller one.
  CHECK(shows_in_wide(mistake::flat_insertion));
}

TEST_CASE("sequences that end at the later step of a race lose traces") {
  // About one of 500 wide programs shows it, and none of 4000 of `random_program::make` did.
  CHECK(explore(four_tasks()).times.size() == 12);
  CHECK(explore(four_tasks(), mistake::cut_at_later).times.size() == 10);
}

TEST_CASE("mistakes lose the traces of families that they should lose") {
  using namespace families;
  // The deadlock of two philosophers can only be found from one's waiting for the other. Without
  // it: one after the other in one order, and whatever that execution's races show.
  CHECK(traces([] { philosophers(2); }, mistake::none) == 3);
  CHECK(traces([] { philosophers(2); }, mistake::waiting_ignored) < 3);
  // The first execution has no race but that of a lock with the unlock before it.
  CHECK(traces([] { mutex1(3); }, mistake::none) == 6);
  CHECK(traces([] { mutex1(3); }, mistake::stop_at_unlock) == 1);
  CHECK(traces([] { trylock1(2); }, mistake::none) == 4);
  CHECK(traces([] { trylock1(2); }, mistake::failure_touches_nothing) != 4);
  CHECK(traces([] { timedwait1(1); }, mistake::none) == 4);
  CHECK(traces([] { timedwait1(1); }, mistake::time_outs_kept) < 4);
}
