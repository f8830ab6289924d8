// What the report of each kind of finding looks like, for models that come with heddle.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports {

namespace {

/// A model that shows a kind of finding.
struct example {
  finding_kind kind;
  const char* model;
};

constexpr example examples[] = {
    {finding_kind::invariant, "tutorial.bank.unsafe"},
    {finding_kind::exception, "classic.worker_exception.escapes"},
    {finding_kind::deadlock, "tutorial.deadlock.abba"},
    {finding_kind::partial_deadlock, "classic.detached_workers.crossed"},
    {finding_kind::self_deadlock, "classic.callback.under_lock"},
    {finding_kind::lost_wakeup, "classic.lost_wakeup.unlocked_state"},
    {finding_kind::livelock, "classic.polite.try_lock"},
    {finding_kind::starvation, "classic.starvation.test_and_set"},
    {finding_kind::data_race, "classic.double_checked.relaxed"},
    {finding_kind::misuse, "classic.unjoined_thread.early_return"},
    {finding_kind::leak, "classic.early_return.left_locked"},
};

/// What a complete search says of the first finding of the kind.
checker::result shown(const example& one) {
  const model* const subject = checker::find_model(one.model);
  REQUIRE(subject != nullptr);
  checker::check_options options;
  options.execution = checker::effective_options(*subject);
  const auto how = checker::make_strategy("dpor", {});
  checker::result found = checker::check(*subject, *how, options);
  const auto first = std::ranges::find(found.findings, one.kind, &checker::finding::kind);
  CAPTURE(one.model, name_of(one.kind));
  REQUIRE(first != found.findings.end());
  found.findings = {*first};
  found.missing.clear();
  return found;
}

}  // namespace

TEST_CASE("kinds: the report of each, as in the golden files") {
  text_options options;
  options.seconds = false;
  for (const example& one : examples) {
    const std::string file = fmt::format("kind_{}.txt", name_of(one.kind));
    const std::string text = model_report(shown(one), options);
    CAPTURE(file);
    test::check_golden(file, text);
    CHECK(test::widest_line(text) <= 80);
  }
}

}  // namespace heddle::reports
