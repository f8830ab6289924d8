#include "checker/shrink/linearisation.hpp"

#include <cstddef>
#include <vector>

#include "checker/recorded_run.hpp"
#include "checker/shrink/loose_schedule.hpp"
#include "checker/strategies/random.hpp"
#include "tests/catch.hpp"
#include "tests/checker/canonical_trace.hpp"
#include "tests/checker/random_program.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using checker::straightened;
using checker::trace_lanes;
using numbers = std::vector<std::size_t>;

namespace {

constexpr std::size_t enough = 1'000;

}  // namespace

TEST_CASE("straightened: what is independent comes task by task") {
  // a0 b0 a1 b1, nothing depends on anything.
  const trace_lanes trace{{{{0, {0, 0}}, {2, {1, 0}}}, {{1, {0, 0}}, {3, {0, 1}}}}};
  CHECK(straightened(trace, enough) == numbers{0, 2, 1, 3});
  CHECK(straightened(trace, 0) == numbers{0, 2, 1, 3});
}

TEST_CASE("straightened: a task is left where it must be, for as long as possible") {
  // a0 b0 a1 b1, where b0 comes after a0, and a1 after b0.
  const trace_lanes trace{{{{0, {0, 0}}, {2, {1, 1}}}, {{1, {1, 0}}, {3, {1, 1}}}}};
  CHECK(straightened(trace, enough) == numbers{0, 1, 3, 2});
}

TEST_CASE("straightened: who begins decides whether somebody is preempted") {
  // a0 b0 a1, where a1 comes after b0: whoever begins with a leaves it before a1.
  trace_lanes trace{{{{0, {0, 0}}, {2, {1, 1}}}, {{1, {0, 0}}}}};
  CHECK(straightened(trace, enough) == numbers{1, 0, 2});
  // The order of the execution is what is left if there are too many to look at.
  CHECK(straightened(trace, 0) == numbers{0, 1, 2});
  // If a waits there, nobody is preempted, but the switch is still one too many.
  trace.lanes[0][1].waits = true;
  CHECK(straightened(trace, enough) == numbers{1, 0, 2});
}

TEST_CASE("straightened: leaving a task that waits is better than preempting one") {
  // a0 b0 a1 b1: a1 comes after b0 and b1 after a0. One of the two is left half way: b, for a free.
  trace_lanes trace{{{{0, {0, 0}}, {2, {1, 1}}}, {{1, {0, 0}}, {3, {1, 1}}}}};
  trace.lanes[1][1].waits = true;
  CHECK(straightened(trace, enough) == numbers{1, 0, 2, 3});
  trace.lanes[1][1].waits = false;
  trace.lanes[0][1].waits = true;
  CHECK(straightened(trace, enough) == numbers{0, 1, 3, 2});
}

TEST_CASE("straightened: the same trace, of many random programs") {
  std::uint64_t straighter = 0;
  for (std::uint64_t seed = 1; seed <= random_program::how_many(600); ++seed) {
    const random_program::program given =
        seed % 2 == 0 ? random_program::make(seed) : random_program::make_racy(seed);
    const std::function<void()> body = [&] { given.run(); };
    scheduler::execution_options options;
    if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
    options.spurious = seed % 7 == 0;
    INFO("seed " << seed << "\n" << given.text());
    scheduler::controlled_runtime runtime(options);
    checker::random_walk drawn({.seed = seed, .executions = 3});
    while (drawn.next()) {
      runtime.run(checker::main_task(body), drawn);
      drawn.finished(runtime);
      const std::string trace = canonical_trace(runtime.events(), scheduler::relation::cautious);
      const std::uint32_t preemptions = runtime.preemptions();
      const std::vector<scheduler::event> events(runtime.events().begin(), runtime.events().end());
      std::vector<checker::decision> wishes;
      for (const std::size_t number : straightened(checker::lanes_of(runtime), enough))
        if (events[number].task != scheduler::no_task)
          wishes.push_back({events[number].task, events[number].rank});
      checker::loose_schedule straight(wishes);
      runtime.run(checker::main_task(body), straight);
      CHECK(canonical_trace(runtime.events(), scheduler::relation::cautious) == trace);
      if (runtime.preemptions() < preemptions) ++straighter;
    }
  }
  CHECK(straighter > 100);
}
