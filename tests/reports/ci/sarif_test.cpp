#include "reports/ci/sarif.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using nlohmann::json;

namespace {

json run_of(const std::vector<checker::result>& results, const sarif_options& options = {},
            const strictness& demands = {}) {
  return json::parse(sarif_log({.results = results, .demands = demands}, options)).at("runs").at(0);
}

json first_of(const checker::result& from, const sarif_options& options = {}) {
  return run_of({from}, options).at("results").at(0);
}

/// The place of a result whose only line is `file`:7.
json place_of(const std::string& file, const sarif_options& options = {}) {
  checker::result from = nothing_found("m.n", checker::coverage_kind::complete, 1);
  checker::finding one;
  one.where = {file, 7, ""};
  from.findings.push_back(one);
  return first_of(from, options).at("locations").at(0).value("physicalLocation", json(nullptr));
}

}  // namespace

TEST_CASE("sarif: the bytes of a deadlock") {
  checker::result from = lock_order_deadlock();
  from.findings[0].expected = false;
  check_golden("deadlock.sarif", sarif_log({.results = std::vector{from}}, {}));
}

TEST_CASE("sarif: a rule with help for each kind, where its index says") {
  const json rules = run_of({}).at("tool").at("driver").at("rules");
  REQUIRE(rules.size() == finding_kinds);
  for (std::size_t kind = 0; kind < finding_kinds; ++kind) {
    CHECK(rules[kind].at("id") == name_of(static_cast<finding_kind>(kind)));
    CHECK(rules[kind].at("help").at("text").get<std::string>().size() > 80);
  }
  CHECK(rules[8].at("name") == "DataRace");
  CHECK(rules[8].at("shortDescription").at("text") == "Data race");
  CHECK(rules[11].at("defaultConfiguration").at("level") == "warning");
}

TEST_CASE("sarif: declared findings are suppressed notes, unless they are to fail") {
  const json declared = first_of(overdraw());
  CHECK(declared.at("level") == "note");
  CHECK(declared.at("suppressions").at(0).at("kind") == "inSource");
  const json strict =
      run_of({overdraw()}, {}, {.fail_on = {finding_kind::invariant}}).at("results").at(0);
  CHECK(strict.at("level") == "error");
  CHECK(strict.at("suppressions").empty());
}

TEST_CASE("sarif: a thread flow for each task, their steps in the order of the execution") {
  const checker::result from = overdraw();
  const json flows = first_of(from).at("codeFlows").at(0).at("threadFlows");
  REQUIRE(flows.size() == 3);
  CHECK(flows.at(0).at("id") == "main");
  CHECK(flows.at(1).at("id") == "alice");
  // Each step is in one of the flows, under its number.
  const checker::finding& found = from.findings[0];
  std::vector<bool> seen(found.execution.steps.size() + 1);
  for (const json& flow : flows)
    for (const json& one : flow.at("locations")) {
      const std::size_t number = one.at("executionOrder");
      const scheduler::execution::step& step = found.execution.steps.at(number - 1);
      CHECK(flow.at("id") == found.execution.tasks[static_cast<std::size_t>(step.task)].name);
      const bool matters = std::ranges::count(found.cone.steps, step.number) != 0;
      CHECK((one.at("importance") == "essential") == matters);
      seen.at(number) = true;
    }
  CHECK(std::ranges::count(seen, true) == 13);
  // The fourth step preempts alice; its value is the state.
  const json& fourth = flows.at(2).at("locations").at(0);
  CHECK(fourth.at("executionOrder") == 4);
  CHECK(fourth.at("location").at("message").at("text") ==
        "read balance -> 100 (preempts alice, about to: read balance)");
  CHECK(fourth.at("state").at("balance").at("text") == "100");
  // The last step has no line: it gets the one before it in its task.
  const json last = flows.at(0).at("locations").back();
  CHECK(last.at("location")
            .at("message")
            .at("text")
            .get<std::string>()
            .ends_with("(its line is not known)"));
}

TEST_CASE("sarif: tasks of one name have flows of different names") {
  checker::result from = overdraw();
  for (scheduler::execution::task& task : from.findings[0].execution.tasks) task.name = "worker";
  const json flows = first_of(from).at("codeFlows").at(0).at("threadFlows");
  CHECK(flows.at(0).at("id") == "worker");
  CHECK(flows.at(1).at("id") == "worker (2)");
  CHECK(flows.at(2).at("id") == "worker (3)");
}

TEST_CASE("sarif: blocked tasks end with what they wait for, all at once") {
  const json flows = first_of(lock_order_deadlock()).at("codeFlows").at(0).at("threadFlows");
  for (const json& flow : flows) {
    const json& last = flow.at("locations").back();
    // The step after the four of the execution.
    CHECK(last.at("executionOrder") == 5);
    CHECK(last.at("importance") == (flow.at("id") == "main" ? "unimportant" : "essential"));
  }
  CHECK(flows.at(1).at("locations").back().at("location").at("message").at("text") ==
        "waits for ever: lock lock B");
}

TEST_CASE("sarif: of a long execution the last steps that matter") {
  checker::result from = five_hundred_steps();
  checker::finding& found = from.findings.at(0);
  const std::size_t all = found.execution.steps.size();
  const auto shown = [&] {
    const json flow = first_of(from, {.most_steps = 10}).at("codeFlows").at(0);
    CHECK(flow.at("message").at("text").get<std::string>().starts_with(std::to_string(all)));
    std::vector<int> numbers;
    for (const json& thread : flow.at("threadFlows"))
      for (const json& one : thread.at("locations")) numbers.push_back(one.at("executionOrder"));
    std::ranges::sort(numbers);
    return numbers;
  };
  for (scheduler::execution::step& step : found.execution.steps) step.preempts = false;
  found.cone = {};
  CHECK(shown().size() == 10);
  CHECK(shown().front() == static_cast<int>(all) - 9);
  found.cone.steps = {3, 400};
  CHECK(shown() == std::vector{3, 400});
  found.execution.steps[7].preempts = true;
  CHECK(shown() == std::vector{3, 8, 400});
}

TEST_CASE("sarif: paths are relative, percent-encoded, and none of the system's") {
  const auto uri = [](const json& place) { return place.at("artifactLocation").at("uri"); };
  CHECK(uri(place_of("models/bank.cpp")) == "models/bank.cpp");
  CHECK(place_of("models/bank.cpp").at("artifactLocation").at("uriBaseId") == "%SRCROOT%");
  CHECK(place_of("models/bank.cpp").at("region") == json{{"startLine", 7}});
  CHECK(uri(place_of("./models//a b%ü:?.cpp")) == "models/a%20b%25%C3%BC%3A%3F.cpp");
  CHECK(place_of("/usr/include/c++/12/mutex").is_null());
  CHECK(uri(place_of("/home/me/bank/a.cpp", {.source_root = "/home/me/bank"})) == "a.cpp");
  const json outside = place_of("/home/me/bank 2/a.cpp", {.source_root = "/home/me/bank"});
  CHECK(uri(outside) == "file:///home/me/bank%202/a.cpp");
  CHECK_FALSE(outside.at("artifactLocation").contains("uriBaseId"));
}

TEST_CASE("sarif: the fingerprint is one of the model and the signature alone") {
  const auto print = [](const checker::result& from) {
    return first_of(from).at("partialFingerprints").at("heddleSignature/v1").get<std::string>();
  };
  checker::result from = overdraw();
  from.model = "m";
  from.findings[0].signature = "s";
  // FNV-1a of `m|s`, by hand: see the reference implementation of its authors.
  std::uint64_t hash = 14695981039346656037U;
  for (const unsigned char letter : {'m', '|', 's'}) hash = (hash ^ letter) * 1099511628211U;
  CHECK(print(from) == fmt::format("{:016x}", hash));
  from.findings[0].token = "another";
  from.findings[0].message = "another";
  CHECK(print(from) == fmt::format("{:016x}", hash));
}

TEST_CASE("sarif: messages say why, and hold no links or placeholders of models") {
  CHECK(first_of(overdraw())
            .at("message")
            .at("text")
            .get<std::string>()
            .starts_with("invariant: the balance is never negative (model tutorial.bank.unsafe). "
                         "Why: stale check"));
  CHECK(first_of(unlocked_read())
            .at("message")
            .at("text")
            .get<std::string>()
            .find("Remedy: hold lock at both: alice holds it there, bob does not. Replay: heddle "
                  "replay "
                  "r1.") != std::string::npos);
  checker::result hostile = overdraw();
  hostile.findings[0].message = "see [this](http://example.com) {0}\x1b[31m\n";
  CHECK(first_of(hostile).at("message").at("text").get<std::string>().starts_with(
      "invariant: see \\[this\\](http://example.com) {{0}}\\x1b\\[31m\\n (model"));
}

TEST_CASE("sarif: notifications of what is no finding") {
  checker::result missing = nothing_found("m.missing", checker::coverage_kind::complete, 3);
  missing.missing = {"deadlock"};
  checker::result ended = nothing_found("m.ended", checker::coverage_kind::interrupted, 3);
  ended.covered.reasons = {"interrupted"};
  const std::vector results{missing, ended};
  const json run = json::parse(sarif_log({.results = results,
                                          .not_run = {"m.next"},
                                          .error = check_error{"m.broken", "what"},
                                          .demands = {.require_complete = true}},
                                         {}))
                       .at("runs")
                       .at(0);
  const json invocation = run.at("invocations").at(0);
  CHECK(invocation.at("executionSuccessful") == false);
  std::vector<std::string> told;
  for (const json& one : invocation.at("toolExecutionNotifications")) {
    const json descriptor = run.at("tool")
                                .at("driver")
                                .at("notifications")
                                .at(one.at("descriptor").at("index").get<std::size_t>());
    CHECK(descriptor.at("id") == one.at("descriptor").at("id"));
    told.push_back(descriptor.at("id"));
  }
  CHECK(told == std::vector<std::string>{"expected_missing", "not_complete", "interrupted",
                                         "internal_error", "interrupted"});
  CHECK(run_of({overdraw()}).at("invocations").at(0).at("executionSuccessful") == true);
}

TEST_CASE("sarif: a finding without steps, lines and names") {
  checker::result from = nothing_found("m.n", checker::coverage_kind::complete, 1);
  from.findings.emplace_back();
  const json one = first_of(from);
  CHECK_FALSE(one.contains("codeFlows"));
  CHECK_FALSE(one.contains("relatedLocations"));
  CHECK_FALSE(one.at("locations").at(0).contains("physicalLocation"));
}

}  // namespace heddle::reports
