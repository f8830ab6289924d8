#include "checker/strategies/surw.hpp"

#include "scheduler/primitives/fence.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;

namespace {

void other_steps(int count) {
  for (int done = 0; done < count; ++done)
    heddle::atomic_thread_fence(heddle::memory_order::seq_cst);
}

/// One task writes x three times, one twice, and one once after ten steps that matter to nobody.
/// The orders of the writes: 6! / (3! 2! 1!) = 60.
void writers_of_x() {
  heddle::var<int> x{0, "x"};
  const auto write = [&](int times) {
    for (int done = 0; done < times; ++done) x = done;
  };
  heddle::together({[&] { write(3); }, [&] { write(2); },
                    [&] {
                      other_steps(10);
                      write(1);
                    }});
}

/// How often the writes came in each order.
std::map<std::string, std::uint64_t> orders_of_writes(std::string_view strategy,
                                                      std::uint64_t executions) {
  const auto how = checker::make_strategy(strategy, {.seed = 1, .executions = executions});
  heddle::scheduler::controlled_runtime runtime({}, how->places());
  const std::function<void()> body = writers_of_x;
  std::map<std::string, std::uint64_t> counts;
  while (how->next()) {
    runtime.run(checker::main_task(body), *how, how->repeated_events());
    std::string order;
    for (const auto& done : runtime.events())
      if (done.kind == heddle::scheduler::operation_kind::write) order += std::to_string(done.task);
    ++counts[order];
    how->finished(runtime);
  }
  return counts;
}

}  // namespace

TEST_CASE("surw is uniform over the orders of the events on an object") {
  // 98.3: what chi-squared with 59 degrees of freedom exceeds once in a thousand samples.
  const auto orders = orders_of_writes("surw", 60'000);
  CHECK(orders.size() == 60);
  CHECK(sampled::chi_squared(orders, 60) < 98.3);
  // urw is not: it lets a task with much to do come late no less often than its steps demand.
  CHECK(sampled::chi_squared(orders_of_writes("urw", 60'000), 60) > 983);
}

TEST_CASE("surw holds tasks until it is their turn") {
  // By these counts the third task does all that is interesting: until it has, the others wait.
  checker::surw how({.executions = 50, .parameters = "0-3.0x0.0x0.0x1"});
  for (const auto& one : sampled::executions_of(how, writers_of_x))
    CHECK(one.schedule.substr(0, 22) == "3 3 3 3 3 3 3 3 3 3 3 ");
}

TEST_CASE("the parameters of surw are counts by task and object") {
  checker::surw how({.executions = 2});
  sampled::executions_of(how, writers_of_x);
  CHECK(how.parameters() == "0-3.0x3.0x2.0x1");
}

TEST_CASE("surw lets a held task go if no other can") {
  // The lock's holder needs x, which by the counts is the other one's turn.
  checker::surw how({.executions = 200});
  for (const auto& one : sampled::executions_of(how, [] { families::lockinc(3); }))
    CHECK(one.how == heddle::scheduler::ending::completed);
}
