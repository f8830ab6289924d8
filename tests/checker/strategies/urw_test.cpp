#include "checker/strategies/urw.hpp"

#include "scheduler/primitives/fence.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;

namespace {

void step() { heddle::atomic_thread_fence(heddle::memory_order::seq_cst); }

void steps(int count) {
  for (int done = 0; done < count; ++done) step();
}

/// Tasks of three, two and one step that never wait: 6! / (3! 2! 1!) = 60 interleavings.
void three_two_one() {
  heddle::together({[] { steps(3); }, [] { steps(2); }, [] { steps(1); }});
}

/// Main starts a task of two steps, one of one step, and does a step itself; nobody waits. The
/// orders of a tree of n nodes are n! over the product of the sizes of all subtrees: below main's
/// first start hang all 6, below its second 3 (with main's step and the other task's), below the
/// first of two steps 2: 720 / (6 * 3 * 2) = 20.
void tree() {
  heddle::thread two([] { steps(2); });
  two.detach();
  heddle::thread one([] { steps(1); });
  one.detach();
  step();
}

// Pearson's chi-squared exceeds these in one sample of a thousand (tables of the distribution):
// with 59 degrees of freedom 98.3, with 19 degrees 43.8.
constexpr double limit_59 = 98.3;
constexpr double limit_19 = 43.8;

}  // namespace

TEST_CASE("urw is uniform over the interleavings of tasks that never wait") {
  const auto orders = sampled::frequencies("urw", three_two_one, 60'000);
  CHECK(orders.size() == 60);
  CHECK(sampled::chi_squared(orders, 60) < limit_59);
}

TEST_CASE("urw counts the events of tasks not yet started as their mother's") {
  const auto orders = sampled::frequencies("urw", tree, 20'000);
  CHECK(orders.size() == 20);
  CHECK(sampled::chi_squared(orders, 20) < limit_19);
}

TEST_CASE("a random walk and pos are not uniform where urw is") {
  for (const char* name : {"random", "pos"}) {
    CHECK(sampled::chi_squared(sampled::frequencies(name, three_two_one, 60'000), 60) >
          10 * limit_59);
    CHECK(sampled::chi_squared(sampled::frequencies(name, tree, 20'000), 20) > 10 * limit_19);
  }
}

TEST_CASE("the parameters of urw are counts by task, mothers first") {
  checker::urw how({.executions = 2});
  sampled::executions_of(how, tree);
  // Main: two starts and a step.
  CHECK(how.parameters() == "3-2.2.1");
}

TEST_CASE("urw keeps all schedules possible where tasks wait or counts are wrong") {
  // Three tasks inside one lock: 3! orders of lock and unlock.
  CHECK(sampled::frequencies(
            "urw", [] { families::mutex1(3); }, 500)
            .size() == 6);
  const auto how = checker::make_strategy("urw", {.executions = 20'000, .parameters = "0-2.1.3"});
  std::map<std::string, int> orders;
  for (const auto& one : sampled::executions_of(*how, three_two_one)) ++orders[one.schedule];
  CHECK(orders.size() == 60);
}
