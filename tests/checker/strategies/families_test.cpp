#include "tests/checker/strategies/families.hpp"

#include <functional>
#include <optional>

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/family_table.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using checker::reduction;
using families::member;
using scheduler::relation;

namespace {

/// Of this many traces a family's member is explored in the quick tests, and at most in the others.
constexpr std::uint64_t few = 800;
constexpr std::uint64_t many = 50'000;

checker::result explore(const member& each, checker::strategy& how) {
  checker::check_options options;
  options.execution.time = each.of->time;
  checker::result found = checker::check(
      "family", [&] { each.run(); }, how, options);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  return found;
}

void expect(const member& each, reduction how, relation which) {
  checker::dpor reduced{how, which};
  const checker::result found = explore(each, reduced);
  const std::uint64_t traces = which == relation::strict ? each.strict() : each.refined();
  INFO(each.of->name << ", " << each.n() << ", " << reduced.name() << ", "
                     << (which == relation::strict ? "strict" : "refined"));
  CHECK(found.executions == traces);
  CHECK(found.deadlocked == each.deadlocked());
  if (how == reduction::optimal) CHECK(found.blocked == 0);
}

void expect_traces(std::uint64_t least, std::uint64_t most) {
  for (const member& each : families::members(least, most))
    for (const relation which : {relation::strict, relation::refined})
      expect(each, reduction::optimal, which);
}

void expect_from_source_sets(std::uint64_t least, std::uint64_t most) {
  for (const member& each : families::members(least, most))
    expect(each, reduction::source, relation::refined);
}

void expect_schedules(std::uint64_t least, std::uint64_t most) {
  for (const families::family& of : families::all())
    for (std::size_t place = 0; place < of.schedules.size(); ++place) {
      if (of.schedules[place] < least || of.schedules[place] > most) continue;
      const member each{&of, place};
      checker::dfs every_schedule;
      INFO(of.name << ", " << each.n());
      CHECK(explore(each, every_schedule).executions == of.schedules[place]);
      CHECK(every_schedule.progress() == 1.0);
    }
}

}  // namespace

TEST_CASE("families: one execution per trace, strict and refined") { expect_traces(0, few); }

TEST_CASE("larger families: one execution per trace, strict and refined", "[slow]") {
  expect_traces(few + 1, many);
}

TEST_CASE("families: source sets complete as many executions") {
  expect_from_source_sets(0, few / 2);
}

TEST_CASE("larger families: source sets complete as many executions", "[slow]") {
  expect_from_source_sets(few / 2 + 1, 5'100);
}

TEST_CASE("families: every schedule without reduction") { expect_schedules(0, 1'000); }

TEST_CASE("larger families: every schedule without reduction", "[slow]") {
  expect_schedules(1'001, 70'000);
}

TEST_CASE("families: a main that starts and joins the tasks adds no executions") {
  const families::run_by spawned(families::spawn_and_join);
  expect_traces(0, few / 4);
  expect_from_source_sets(0, few / 4);
}
