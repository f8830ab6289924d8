#include "reports/text/crash.hpp"

#include "checker/crashes/crash.hpp"
#include "reports/json/json.hpp"
#include "reports/text/divergence.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using checker::crash_kind;
using checker::divergence_side;

namespace {

text_options plain() {
  text_options options;
  options.seconds = false;
  return options;
}

checker::finding found_in(const written_execution& shown, finding_kind kind, int task) {
  checker::finding one;
  one.kind = kind;
  one.task = task;
  one.token = "r1.news.paper.-abab.00000000.000000";
  one.occurrences = 1;
  one.preemptions = 1;
  one.execution = shown.told;
  return one;
}

checker::result ended(const std::string& reason) {
  checker::result from = nothing_found("news.paper", checker::coverage_kind::interrupted, 12);
  from.covered.reasons = {reason};
  return from;
}

/// A writer publishes before it has written.
written_execution too_early() {
  written_execution shown{"models/news.cpp"};
  const int main = shown.task("main");
  const int writer = shown.task("writer");
  const int reader = shown.task("reader");
  const int ready = shown.object("ready", scheduler::object_kind::variable, "0");
  shown.spawn(main, writer, 30).spawn(main, reader, 31);
  shown.write(writer, ready, "1", 12).preempt("write payload").read(reader, ready, 21);
  shown.told.tasks[1].finished = false;
  shown.told.tasks[2].finished = false;
  return shown;
}

checker::result crashed() {
  const written_execution shown = too_early();
  checker::result from = ended("ended by the crash");
  checker::finding one = found_in(shown, finding_kind::crash, 2);
  one.message = checker::text_of({crash_kind::null_pointer, 0, {}}, "reader");
  one.where = shown.line(22);
  one.shrunk = checker::shrinking{true, 3, 9};
  one.crash = checker::crash_facts{crash_kind::null_pointer, 4, shown.line(21), true};
  from.findings.push_back(one);
  return from;
}

checker::result endless() {
  const written_execution shown = too_early();
  checker::result from = ended("ended by an endless loop");
  checker::finding one = found_in(shown, finding_kind::livelock, 2);
  one.message = checker::text_of({crash_kind::endless_loop, 10'000, {}}, "reader");
  one.where = shown.line(21);
  one.crash = checker::crash_facts{crash_kind::endless_loop, 4, shown.line(21), false};
  from.findings.push_back(one);
  return from;
}

checker::result astray() {
  const written_execution shown = too_early();
  checker::result from = ended("the model is not deterministic");
  checker::finding one = found_in(shown, finding_kind::nondeterminism, 2);
  one.message = "step 4 went another way under the same schedule";
  one.where = shown.line(21);
  checker::divergence_facts& facts = one.divergence.emplace();
  facts.step = 4;
  facts.before = {divergence_side::what::done, "reader", "read ready", shown.line(21)};
  facts.now = {divergence_side::what::announced, "reader", "lock door", shown.line(19)};
  facts.could_go_on = {"main", "writer"};
  from.findings.push_back(one);
  return from;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("crashes: as in the golden files") {
  check_golden("crash.txt", model_report(crashed(), plain()));
  check_golden("endless_loop.txt", model_report(endless(), plain()));
  check_golden("nondeterminism.txt", model_report(astray(), plain()));
}

TEST_CASE("crashes: no line is wider than the width asked for") {
  for (const checker::result& one : {crashed(), endless(), astray()})
    for (const std::size_t width : {60U, 80U}) {
      text_options options = plain();
      options.width = width;
      CHECK(widest_line(model_report(one, options)) <= width);
    }
}

TEST_CASE("crashes: what is said of one that no task can be blamed for") {
  checker::result from = crashed();
  checker::finding& one = from.findings.front();
  one.task = scheduler::execution::none;
  one.execution = {};
  one.token.clear();
  const std::string text = model_report(from, plain());
  CHECK(contains(text, "No task was running"));
  CHECK_FALSE(contains(text, "Replay"));
  one.crash->kind = crash_kind::killed;
  CHECK(contains(model_report(from, plain()), "There was no time to note the schedule"));
}

TEST_CASE("crashes: a task without a step was started somewhere") {
  checker::result from = crashed();
  checker::finding& one = from.findings.front();
  one.crash->last_step = 0;
  CHECK(contains(model_report(from, plain()),
                 "reader had done no step; it was started at news.cpp:21."));
  one.crash->last_line = {};
  CHECK(contains(model_report(from, plain()), "reader had done no step."));
}

TEST_CASE("crashes: JSON") {
  const json crash = json::parse(results_json(std::vector{crashed()}))["results"][0]["findings"][0];
  CHECK(crash["crash"]["kind"] == "null_pointer");
  CHECK(crash["crash"]["last_step"] == 4);
  CHECK(crash["crash"]["line"] == 21);
  CHECK(crash["crash"]["again"] == true);
  const json stray = json::parse(results_json(std::vector{astray()}))["results"][0]["findings"][0];
  CHECK(stray["divergence"]["step"] == 4);
  CHECK(stray["divergence"]["first_time"]["operation"] == "read ready");
  CHECK(stray["divergence"]["this_time"]["done"] == false);
  CHECK(stray["divergence"]["could_go_on"].size() == 2);
}

}  // namespace heddle::reports
