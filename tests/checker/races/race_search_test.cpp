#include "checker/races/race_search.hpp"

#include <functional>
#include <set>

#include "checker/recorded_run.hpp"
#include "checker/strategy.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "tests/catch.hpp"
#include "tests/checker/races/naive_races.hpp"
#include "tests/checker/random_program.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using naive::racing_lines;

namespace {

std::set<racing_lines> lines_of(const checker::finished_run& run,
                                std::span<const checker::race> races) {
  std::set<racing_lines> lines;
  for (const checker::race& each : races)
    lines.insert(naive::lines_of(run.events[each.earlier], run.events[each.later]));
  return lines;
}

/// Calls `look` for each execution; false if there are more than `most`.
bool for_each_run(const random_program::program& subject, std::string_view strategy,
                  scheduler::plain_mode plain, std::size_t most,
                  const std::function<void(const checker::finished_run&)>& look) {
  const auto how = checker::make_strategy(strategy, {});
  scheduler::controlled_runtime runtime({.plain = plain}, how->places());
  const std::function<void()> body = [&] { subject.run(); };
  std::size_t runs = 0;
  while (how->next()) {
    if (++runs > most) return false;
    runtime.run(checker::main_task(body), *how, how->repeated_events());
    how->finished(runtime);
    if (!how->repeats() && runtime.how() != scheduler::ending::given_up)
      look(checker::view_of(runtime));
    // The relation was too coarse: executions seen before come again, and do no harm.
  }
  return true;
}

struct all_races {
  std::set<racing_lines> found;
  bool complete = false;
};

/// The racing lines of all executions of a strategy.
all_races search(const random_program::program& subject, std::string_view strategy,
                 scheduler::plain_mode plain) {
  checker::race_search races;
  all_races all;
  all.complete = for_each_run(subject, strategy, plain, 20'000, [&](const auto& run) {
    all.found.merge(lines_of(run, races.find(run)));
  });
  return all;
}

}  // namespace

TEST_CASE("the races of each execution are those of the closed edges of synchronisation") {
  std::size_t racy = 0;
  std::size_t ordered = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const random_program::program subject = random_program::make_racy(seed);
    INFO("seed " << seed << "\n" << subject.text());
    checker::race_search races;
    for (const auto plain : {scheduler::plain_mode::visible, scheduler::plain_mode::invisible})
      for_each_run(subject, "dpor", plain, 200, [&](const checker::finished_run& run) {
        const auto expected = naive::races_of(run);
        const auto found = races.find(run);
        ++(expected.empty() ? ordered : racy);
        // Each pair of lines once.
        if (lines_of(run, found) != expected || found.size() != expected.size()) {
          CHECK(lines_of(run, found) == expected);
          CHECK(found.size() == expected.size());
        }
      });
  }
  CHECK(racy > 1'000);
  CHECK(ordered > 1'000);
}

TEST_CASE("programs with locks race just where some schedule has the accesses side by side") {
  using scheduler::plain_mode;
  std::size_t programs = 0;
  std::size_t with_races = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const random_program::program subject = random_program::make_locked(seed);
    INFO("seed " << seed << "\n" << subject.text());
    std::set<racing_lines> adjacent;
    const bool all = for_each_run(
        subject, "dfs", plain_mode::visible, 3'000,
        [&](const checker::finished_run& run) { adjacent.merge(naive::adjacent_conflicts(run)); });
    if (!all) continue;
    ++programs;
    with_races += adjacent.empty() ? 0 : 1;
    const all_races visible = search(subject, "dpor", plain_mode::visible);
    const all_races invisible = search(subject, "dpor", plain_mode::invisible);
    CHECK(visible.complete);
    CHECK(invisible.complete);
    CHECK(visible.found == adjacent);
    CHECK(invisible.found == adjacent);
  }
  CHECK(programs > 80);
  CHECK(with_races > 30);
  CHECK(with_races < programs);
}
