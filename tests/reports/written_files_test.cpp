// The results written by hand, as files for the validators of tests/formats. Hidden: they call it.

#include <cstdlib>
#include <fstream>
#include <vector>

#include "reports/ci/junit.hpp"
#include "reports/ci/sarif.hpp"
#include "reports/json/json.hpp"
#include "reports/text/native.hpp"
#include "tests/catch.hpp"
#include "tests/reports/written_deadlocks.hpp"
#include "tests/reports/written_endless.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

/// What somebody who wants to break a reader would name things.
checker::result hostile() {
  checker::result from = overdraw();
  const std::string name = "]]></failure><x a=\"'&\x1b[31m\x01\n\xff {0} [a](1) ü\xef\xbf\xbf";
  from.outcomes.front().values[name] = name;
  from.covered.reasons = {name};
  from.missing = {name};
  checker::finding& found = from.findings.front();
  found.message = found.token = found.signature = name;
  found.expected = false;
  for (scheduler::execution::task& task : found.execution.tasks) task.name = name;
  for (scheduler::execution::object& object : found.execution.objects) object.name = name;
  for (scheduler::execution::step& step : found.execution.steps) {
    step.text = step.after = step.preempted = name;
    step.where.file = name;
  }
  return from;
}

std::vector<checker::result> all_written() {
  return {overdraw(),
          lost_update(),
          stolen_wakeup(),
          overdraw_by_four(),
          lock_order_deadlock(),
          unlocked_read(),
          sampled(),
          several_findings(),
          long_names(),
          twelve_tasks(),
          five_hundred_steps(),
          relock(),
          abandoned_lock(),
          missed_notification(),
          too_few_notifications(),
          stolen_notification(),
          crossed_semaphores(),
          join_under_lock(),
          together_under_lock(),
          give_way(),
          give_way_for_certain(),
          poll_in_vain(),
          starving_writer(),
          stranger(),
          lock_left_behind(),
          hostile(),
          nothing_found("m.n", checker::coverage_kind::complete, 0)};
}

checker::native_record cut_off() {
  checker::native_record one;
  one.model = "m.n";
  one.how = checker::native_ending::cut_off;
  one.time_scale = 0.001;
  one.outcome = {{"a", "b"}};
  one.failures = {{finding_kind::misuse, "m", {}, false}};
  return one;
}

checker::replay_result replayed() {
  checker::replay_result from;
  from.found = overdraw();
  from.execution = from.found.findings.front().execution;
  from.execution.observations.push_back({"balance", "-50", 12});
  from.divergence = "step 3 differs";
  return from;
}

}  // namespace

TEST_CASE("written results as files", "[.files]") {
  const char* const folder = std::getenv("HEDDLE_REPORTS_FOLDER");
  REQUIRE(folder != nullptr);
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream{std::string{folder} + "/" + name} << text;
  };
  const std::vector<checker::result> results = all_written();
  const checked_run run{.results = results,
                        .not_run = {"m.next"},
                        .error = check_error{"m.broken", "\x01<"},
                        .demands = {.require_complete = true}};
  write("check.json", results_json(results));
  write("empty.check.json", results_json({}));
  write("replay.json", replay_json(replayed()));
  write("shrink.json", shrink_json({overdraw(), "given", ""}));
  write("native.json", native_json(std::vector{cut_off()}));
  write("check.xml", junit_xml(run, {}));
  write("empty.xml", junit_xml({}, {}));
  write("check.sarif", sarif_log(run, {}));
  write("empty.sarif", sarif_log({}, {}));
}

}  // namespace heddle::reports
