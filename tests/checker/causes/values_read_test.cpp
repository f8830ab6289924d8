#include "checker/causes/values_read.hpp"

#include <string>

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"
#include "tests/checker/written_run.hpp"

namespace checker = heddle::checker;

namespace {

/// `x = 1 @3, y = 2 @4`.
std::string values_of(const written_run& run) {
  std::string text;
  for (const auto& one : checker::values_read_for(run.told(), run.told().problems.at(0)))
    text += run.told().objects[static_cast<std::size_t>(one.object)].name + " = " + one.value +
            " @" + std::to_string(one.step) + " ";
  return text;
}

}  // namespace

TEST_CASE("values: what the task read on the line of the check, once each, in order") {
  written_run run({"main", "other"});
  const auto x = run.variable("x");
  const auto y = run.variable("y");
  // Another line, another task and what follows the failure do not count.
  run.read(0, x, 4).write(0, y, 7, 5);
  run.read(0, y, 6).read(1, x, 6).read(0, x, 6).write(1, x, 3, 9).read(0, x, 6);
  run.fail(0, 6).read(0, y, 6);
  CHECK(values_of(run) == "y = 7 @3 x = 3 @7 ");
}

TEST_CASE("values: of an earlier round of a loop nothing is shown") {
  written_run run({"main"});
  const auto x = run.variable("x");
  const auto y = run.variable("y");
  run.read(0, x, 6).write(0, y, 1, 7).read(0, y, 6).fail(0, 6);
  CHECK(values_of(run) == "y = 1 @3 ");
}

TEST_CASE("values: a check of what a change returns") {
  checker::dfs every_schedule;
  const checker::result all = checker::check("test.model",
                                             [] {
                                               heddle::atomic<int> x{4, "x"};
                                               heddle::check(x.fetch_add(1) == 5, "it was 5");
                                             },
                                             every_schedule, {});
  REQUIRE(all.findings.size() == 1);
  REQUIRE(all.findings[0].values.size() == 1);
  CHECK(all.findings[0].values[0].value == "4");
  CHECK(all.findings[0].values[0].step == 1);
}
