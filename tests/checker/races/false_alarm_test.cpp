// What is right gives no finding, and what races gives the races that there are: on random
// programs. HEDDLE_RANDOM_PROGRAMS=50000 looks at so many of each.

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "checker/check.hpp"
#include "checker/recorded_run.hpp"
#include "checker/strategy.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "tests/catch.hpp"
#include "tests/checker/races/correct_program.hpp"
#include "tests/checker/races/naive_races.hpp"
#include "tests/checker/random_program.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using heddle::finding_kind;

namespace {

#if defined(__SANITIZE_ADDRESS__)
// Ten times slower; what the sanitizers look for does not hide in the last program.
constexpr std::uint64_t usual_programs = 200;
#else
constexpr std::uint64_t usual_programs = 2'000;
#endif

/// How to search one program.
struct how_to_search {
  scheduler::plain_mode plain = scheduler::plain_mode::visible;
  bool spurious = false;
  std::uint64_t most = 400;
};

checker::result search(const std::function<void()>& body, const how_to_search& wanted = {}) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution.plain = wanted.plain;
  options.execution.spurious = wanted.spurious;
  options.max_executions = wanted.most;
  options.max_findings = 1'000;
  options.shrink.enabled = false;
  return checker::check("random", body, *how, options);
}

std::string text_of(const checker::result& found) {
  std::string text;
  for (const checker::finding& each : found.findings)
    text += std::string(heddle::name_of(each.kind)) + ": " + each.message + "\n";
  return text;
}

struct alarms {
  std::uint64_t complete = 0;
  std::uint64_t false_alarms = 0;
};

/// Looks at the program with all options that change what can happen.
void look_at(const correct_program::program& subject, std::uint64_t seed, alarms& all) {
  using scheduler::plain_mode;
  const bool spurious = seed % 2 == 0;
  for (const auto plain : {plain_mode::visible, plain_mode::invisible}) {
    const checker::result found = search([&] { subject.run(); }, {plain, spurious});
    if (found.covered.kind == checker::coverage_kind::complete) ++all.complete;
    if (found.findings.empty() && found.executions > 0) continue;
    ++all.false_alarms;
    INFO("seed " << seed << (spurious ? ", spurious wake-ups" : "") << "\n"
                 << subject.text() << text_of(found));
    CHECK(found.findings.empty());
    CHECK(found.executions > 0);
  }
}

/// The races of a program as `object 2: 82+85`: those of all interleavings, by brute force. Nothing
/// if these are too many.
std::optional<std::set<std::string>> races_by_brute_force(const random_program::program& subject) {
  const auto all = checker::make_strategy("dfs", {});
  scheduler::controlled_runtime runtime({}, all->places());
  const std::function<void()> body = [&] { subject.run(); };
  std::set<std::string> races;
  for (int runs = 0; all->next(); ++runs) {
    if (runs == 400) return std::nullopt;
    runtime.run(checker::main_task(body), *all, all->repeated_events());
    all->finished(runtime);
    races.merge(naive::races_of(checker::view_of(runtime)));
  }
  return races;
}

/// Those that the findings tell, in the same words.
std::set<std::string> races_found(const checker::result& found) {
  std::set<std::string> races;
  for (const checker::finding& each : found.findings) {
    if (each.kind != finding_kind::data_race || !each.race) continue;
    const auto lines = std::minmax(each.race->earlier.where.line, each.race->later.where.line);
    races.insert("object " + std::to_string(each.object) + ": " + std::to_string(lines.first) +
                 "+" + std::to_string(lines.second));
  }
  return races;
}

std::set<std::string> variables_of(const std::set<std::string>& races) {
  std::set<std::string> variables;
  for (const std::string& each : races) variables.insert(each.substr(0, each.find(':')));
  return variables;
}

}  // namespace

TEST_CASE("programs that are right give no finding of any kind", "[slow]") {
  const std::uint64_t programs = random_program::how_many(usual_programs);
  alarms all;
  for (std::uint64_t seed = 1; seed <= programs; ++seed)
    look_at(correct_program::make(seed), seed, all);
  CHECK(all.false_alarms == 0);
  // Each was looked at twice; most are small enough to be searched to the end.
  CHECK(all.complete > programs * 2 * 3 / 4);
}

TEST_CASE("a lock left out in a program that is right is found", "[slow]") {
  const std::uint64_t programs = random_program::how_many(usual_programs) / 4;
  std::uint64_t dropped = 0;
  for (std::uint64_t seed = 1; dropped < programs; ++seed) {
    const auto subject = correct_program::with_one_lock_dropped(correct_program::make(seed));
    if (subject.tasks.empty()) continue;
    ++dropped;
    const checker::result found = search([&] { subject.run(); }, {.most = 20'000});
    const bool races =
        std::ranges::count(found.findings, finding_kind::data_race, &checker::finding::kind) > 0;
    if (races) continue;
    INFO("seed " << seed << "\n" << subject.text() << text_of(found));
    CHECK(races);
  }
}

TEST_CASE("the races of random programs are those of brute force", "[slow]") {
  const std::uint64_t programs = random_program::how_many(usual_programs);
  std::uint64_t racy = 0;
  for (std::uint64_t seed = 1; racy < programs; ++seed) {
    const random_program::program subject = random_program::make_small_racy(seed);
    const auto expected = races_by_brute_force(subject);
    if (!expected) continue;
    if (!expected->empty()) ++racy;
    for (const auto plain : {scheduler::plain_mode::visible, scheduler::plain_mode::invisible}) {
      const std::set<std::string> found = races_found(search([&] { subject.run(); }, {plain}));
      if (found == *expected) continue;
      INFO("seed " << seed << "\n" << subject.text());
      CHECK(variables_of(found) == variables_of(*expected));
      CHECK(found == *expected);
    }
  }
}
