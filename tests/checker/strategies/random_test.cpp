#include "checker/strategies/random.hpp"

#include <map>

#include "checker/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;

namespace {

/// Who did what in which order.
void order_of_three() {
  std::string order;
  heddle::var<int> x{0, "x"};
  families::together(3, [&](int me) {
    x = me;
    order += static_cast<char>('0' + me);
    x = me;
    order += static_cast<char>('0' + me);
  });
  heddle::observe("order", order);
}

checker::result sample(const std::function<void()>& body, checker::strategy_options options) {
  checker::random_walk walk(options);
  return checker::check("sampled", body, walk);
}

/// The only outcome of one execution.
std::string order_at(std::uint64_t seed, std::uint64_t index) {
  return sample(order_of_three, {.seed = seed, .executions = 1, .first = index})
      .outcomes.at(0)
      .values.at("order");
}

}  // namespace

TEST_CASE("a random search runs as many executions as asked, and says so") {
  const checker::result found = sample(order_of_three, {.seed = 5, .executions = 100});
  CHECK(found.executions == 100);
  CHECK(found.covered.kind == checker::coverage_kind::sampled);
  CHECK(found.covered.reasons == std::vector<std::string>{"100 executions"});
  CHECK(found.has_seed);
  CHECK(found.seed == 5);
  CHECK(found.strategy == "random");
}

TEST_CASE("an execution follows from seed and index alone") {
  std::map<std::string, std::uint64_t> one_by_one;
  for (std::uint64_t index = 0; index < 50; ++index) ++one_by_one[order_at(9, index)];
  const checker::result together = sample(order_of_three, {.seed = 9, .executions = 50});
  std::map<std::string, std::uint64_t> at_once;
  for (const auto& outcome : together.outcomes)
    at_once[outcome.values.at("order")] = outcome.executions;
  CHECK(one_by_one == at_once);
  CHECK(one_by_one.size() > 10);
}

TEST_CASE("another seed gives other executions") {
  int same = 0;
  for (std::uint64_t index = 0; index < 30; ++index)
    if (order_at(1, index) == order_at(2, index)) ++same;
  CHECK(same < 10);
}

TEST_CASE("tasks and ways are chosen with equal probability") {
  // The first of three tasks: a third each. 3000 draws, deviation sqrt(3000 * 2/9) = 26.
  const checker::result first = sample(
      [] {
        int winner = -1;
        heddle::var<int> x{0, "x"};
        families::together(3, [&](int me) {
          x = me;
          if (winner < 0) winner = me;
        });
        heddle::observe("winner", winner);
      },
      {.executions = 3000});
  REQUIRE(first.outcomes.size() == 3);
  for (const auto& outcome : first.outcomes)
    CHECK(std::abs(static_cast<int>(outcome.executions) - 1000) < 5 * 26);

  const checker::result ways =
      sample([] { heddle::observe("way", heddle::choose(5)); }, {.executions = 5000});
  REQUIRE(ways.outcomes.size() == 5);
  for (const auto& outcome : ways.outcomes)
    CHECK(std::abs(static_cast<int>(outcome.executions) - 1000) < 5 * 29);
}

TEST_CASE("a random search without end stops at the limits of the search") {
  checker::random_walk walk({.executions = 0});
  checker::check_options options;
  options.max_executions = 25;
  const checker::result found = checker::check("sampled", order_of_three, walk, options);
  CHECK(found.executions == 25);
  CHECK(found.covered.kind == checker::coverage_kind::interrupted);
  CHECK(found.covered.reasons == std::vector<std::string>{"25 executions", "25 executions"});
  CHECK_FALSE(walk.progress().has_value());
}

TEST_CASE("strategies are made by name") {
  for (const checker::strategy_traits& known : checker::strategies()) {
    const auto made = checker::make_strategy(known.name, {});
    CHECK(made->name() == known.name);
    CHECK(made->seed().has_value() == known.samples);
    CHECK((!known.learns || known.samples));
    CHECK_FALSE((known.takes_bound && known.samples));
  }
  CHECK_THROWS_AS(checker::make_strategy("dpor", {.bound = checker::schedule_bound{}}),
                  heddle::scheduler::usage_error);
  CHECK_THROWS_AS(checker::make_strategy("depth", {}), heddle::scheduler::usage_error);
}
