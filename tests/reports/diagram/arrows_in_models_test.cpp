#include "checker/check.hpp"
#include "checker/exploration_recorder.hpp"
#include "checker/races/happens_before.hpp"
#include "checker/recorded_run.hpp"
#include "reports/diagram/arrows.hpp"
#include "tests/catch.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Each arrow of synchronisation is in the relation that races are found by.
void check_arrows(const checker::recorded_run& run) {
  const execution& told = run.told();
  const checker::finished_run left = run.left();
  REQUIRE(told.steps.size() == left.events.size());
  checker::happens_before order;
  order.start(left);
  std::size_t done = 0;
  for (const arrow& one : arrows_of(told)) {
    REQUIRE(one.from < one.to);
    if (one.what != arrow::sort::synchronisation) continue;
    for (; done < one.to; ++done) order.advance();
    const execution::step& from = told.steps[one.from - 1];
    const execution::step& to = told.steps[one.to - 1];
    CAPTURE(one.from, from.text, one.to, to.text);
    CHECK(order.precedes(one.from - 1, left.events[one.to - 1].task));
  }
}

}  // namespace

TEST_CASE("arrows: in executions of all models, what is drawn as happening before does") {
  for (const model* const subject : checker::registered_models()) {
    CAPTURE(subject->name());
    checker::check_options options;
    options.execution = checker::effective_options(*subject);
    options.shrink.enabled = false;
    options.direction.executions = 0;
    const auto how = checker::make_strategy("random", {.executions = 5});
    checker::exploration_recorder recorder{*how, subject->name()};
    static_cast<void>(checker::check(*subject, recorder, options));
    for (const checker::token& one : recorder.executions())
      check_arrows(checker::recorded_run{subject->body(), one});
  }
}

}  // namespace heddle::reports
