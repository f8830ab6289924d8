#include "checker/strategies/dpor/dpor.hpp"

#include <algorithm>
#include <functional>

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "heddle.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/seen_traces.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using scheduler::relation;

namespace {

/// Compares the reduced search with all interleavings on programs from `first` on. Returns how many
/// were small enough.
std::uint64_t compare(std::uint64_t first, std::uint64_t programs,
                      std::uint64_t most_interleavings) {
  std::uint64_t compared = 0;
  for (std::uint64_t seed = first; seed < first + programs; ++seed) {
    random_program::program program = random_program::make(seed);
    program.joined = seed % 5 == 0;
    const auto body = [&] { program.run(); };
    const relation which = seed % 2 == 0 ? relation::strict : relation::cautious;
    scheduler::execution_options options;
    if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
    options.spurious = seed % 7 == 0;
    if (seed % 11 == 0) options.steps = 3;
    checker::dfs all;
    const seen_traces expected = run_all(body, all, which, options, most_interleavings);
    if (!expected.complete) continue;
    ++compared;
    checker::dpor reduced{checker::reduction::optimal, which};
    const seen_traces found = run_all(body, reduced, which, options, most_interleavings);
    checker::dpor by_source_sets{checker::reduction::source, which};
    const seen_traces sourced = run_all(body, by_source_sets, which, options, most_interleavings);
    INFO("seed " << seed << "\n" << program.text());
    CHECK(found.complete);
    CHECK(found.blocked == 0);
    CHECK(found.runs == found.times.size());
    CHECK(sourced.complete);
    CHECK(sourced.runs - sourced.blocked == sourced.times.size());
    if (reduced.covered().kind != checker::coverage_kind::complete) {
      CHECK(found.times.size() <= expected.times.size());
      continue;
    }
    CHECK(found.times.size() == expected.times.size());
    CHECK(std::all_of(found.times.begin(), found.times.end(),
                      [&](const auto& each) { return expected.times.contains(each.first); }));
    CHECK(found.stuck == expected.stuck);
    CHECK(found.failed == expected.failed);
    CHECK(sourced.times == found.times);
    CHECK(sourced.stuck == expected.stuck);
    CHECK(sourced.failed == expected.failed);
  }
  return compared;
}

}  // namespace

TEST_CASE("more arrivals than a barrier takes are explored in every order") {
  // Three tasks at a barrier of two: which two meet first matters, and arrivals do not commute.
  const auto executions = [](relation which) {
    checker::dpor reduced{checker::reduction::optimal, which};
    const checker::result found = checker::check(
        "barrier",
        [] {
          heddle::barrier<> meeting{2};
          families::together(3, [&](int) { meeting.arrive_and_wait(); });
        },
        reduced);
    CHECK(found.covered.kind == checker::coverage_kind::complete);
    return found.executions;
  };
  CHECK(executions(relation::refined) == executions(relation::cautious));
}

TEST_CASE("tasks together stand between what their starter does before and after, and only they") {
  const auto executions = [](const std::function<void(heddle::var<int>&)>& body) {
    checker::dpor reduced;
    const checker::result found = checker::check(
        "together",
        [&] {
          heddle::var<int> x{0, "x"};
          body(x);
        },
        reduced);
    CHECK(found.covered.kind == checker::coverage_kind::complete);
    CHECK(found.blocked == 0);
    return found.executions;
  };
  CHECK(executions([](heddle::var<int>& x) {
          x = 1;
          heddle::together({[&] { x = 2; }, [&] { x = 3; }});
          x = 4;
        }) == 2);
  // A task that ends with a `together` has ended when that has.
  const auto join = [&](bool before) {
    return executions([before](heddle::var<int>& x) {
      heddle::thread outer{[&] {
        heddle::together({[&] { heddle::together({[&] { x = 1; }}); }, [] {}});
      }};
      if (before) outer.join();
      x = 2;
      if (!before) outer.join();
    });
  };
  CHECK(join(true) == 1);
  CHECK(join(false) == 2);
  // Three writes in any order, then main's.
  CHECK(executions([](heddle::var<int>& x) {
          heddle::together({[&] {
                              heddle::together({[&] { x = 1; }, [&] { x = 2; }});
                            },
                            [&] { x = 3; }});
          x = 4;
        }) == 6);
  // A thread started before need not have ended.
  CHECK(executions([](heddle::var<int>& x) {
          heddle::var<int> y{0, "y"};
          heddle::thread other{[&] { x = 1; }};
          heddle::together({[&] { y = 1; }});
          x = 2;
          other.join();
        }) == 2);
}

TEST_CASE("long executions are searched like short ones") {
  // What main does first is the same in all traces. Two tasks share the one permit that was
  // released at the beginning, and a mutex is tried: each of the two orders of the acquisitions,
  // and in each the tries of those who come one after the other succeed.
  const auto traces = [](int before) {
    checker::dpor reduced;
    const checker::result found = checker::check(
        "long",
        [before] {
          heddle::counting_semaphore<> permits{0};
          heddle::mutex door;
          heddle::atomic<int> steps{0};
          permits.release();
          for (int count = 0; count < before; ++count) steps.fetch_add(1);
          families::together(2, [&](int) {
            permits.acquire();
            if (door.try_lock()) door.unlock();
            permits.release();
          });
        },
        reduced);
    CHECK(found.covered.kind == checker::coverage_kind::complete);
    CHECK(found.blocked == 0);
    return found.executions;
  };
  for (const int before : {0, 300, 600}) CHECK(traces(before) == 2);
}

TEST_CASE("random programs: each trace exactly once, none lost") {
  CHECK(compare(1, 60, 3'000) > 30);
}

TEST_CASE("many random programs: each trace exactly once, none lost", "[slow]") {
#if defined(__SANITIZE_ADDRESS__)
  // Ten times slower; what the sanitizers look for does not hide in the last program.
  const std::uint64_t programs = random_program::how_many(500);
#else
  const std::uint64_t programs = random_program::how_many(6'000);
#endif
  // About one of twelve has too many schedules.
  CHECK(compare(1'000, programs, 3'000) > programs * 5 / 6);
}
