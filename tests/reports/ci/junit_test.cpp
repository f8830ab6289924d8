#include "reports/ci/junit.hpp"

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using Catch::Matchers::StartsWith;

namespace {

text_options plain() {
  text_options options;
  options.seconds = false;
  return options;
}

std::string junit(const std::vector<checker::result>& results, const strictness& demands = {}) {
  return junit_xml({.results = results, .demands = demands}, plain());
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

checker::result crashed() {
  checker::result from = overdraw();
  from.findings[0].kind = finding_kind::crash;
  from.findings[0].crash = checker::crash_facts{};
  from.findings[0].expected = false;
  return from;
}

}  // namespace

TEST_CASE("junit: the bytes of a failure, a declared one and a pass") {
  checker::result failed = lock_order_deadlock();
  failed.findings[0].expected = false;
  check_golden(
      "junit.xml",
      junit({failed, overdraw(),
             nothing_found("tutorial.bank.locked", checker::coverage_kind::complete, 24)}));
}

TEST_CASE("junit: a test case bears the model's name, its class what stands before the last dot") {
  const auto named = [](const std::string& model) {
    return junit({nothing_found(model, checker::coverage_kind::complete, 1)});
  };
  CHECK(has(named("tutorial.bank.locked"), "classname=\"tutorial.bank\" name=\"locked\""));
  CHECK(has(named("bank"), "classname=\"heddle\" name=\"bank\""));
}

TEST_CASE("junit: declared findings pass unless they are to fail") {
  CHECK(has(junit({overdraw()}), "failures=\"0\""));
  CHECK(has(junit({overdraw()}), "<system-out>FAIL (expected)"));
  const strictness strict{.fail_on = {finding_kind::invariant}};
  CHECK(has(junit({overdraw()}, strict), "failures=\"1\""));
  CHECK(has(junit({overdraw()}, strict), "type=\"invariant\""));
}

TEST_CASE("junit: the message is about the finding that fails") {
  // The invariant is declared, the exception is not.
  const std::string xml = junit({several_findings()});
  CHECK(has(xml, "failures=\"1\""));
  CHECK_FALSE(has(xml, "message=\"FAIL (expected)"));
}

TEST_CASE("junit: a declared finding that did not occur is a failure") {
  checker::result from = nothing_found("m.n", checker::coverage_kind::complete, 3);
  from.missing = {"deadlock"};
  const std::string xml = junit({from});
  CHECK(has(xml, "failures=\"1\""));
  CHECK(has(xml, "type=\"expected_missing\""));
  CHECK(has(xml, "deadlock"));
  // Only a complete search shows that it is not there.
  from.covered.kind = checker::coverage_kind::bounded;
  CHECK(has(junit({from}), "failures=\"0\""));
}

TEST_CASE("junit: too little coverage is a failure where it is asked for") {
  const checker::result from = nothing_found("m.n", checker::coverage_kind::bounded, 3);
  CHECK(has(junit({from}), "failures=\"0\""));
  CHECK(has(junit({from}, {.require_complete = true}), "type=\"not_complete\""));
}

TEST_CASE("junit: a crash is an error, and a failure beside it a failure") {
  CHECK(has(junit({crashed()}), "failures=\"0\" errors=\"1\""));
  checker::result both = crashed();
  both.findings.push_back(overdraw().findings[0]);
  both.findings[1].expected = false;
  CHECK(has(junit({both}), "failures=\"1\" errors=\"0\""));
}

TEST_CASE("junit: what was not checked is skipped, an error of ours an error") {
  checker::result ended = nothing_found("m.ended", checker::coverage_kind::interrupted, 5);
  ended.covered.reasons = {"interrupted"};
  const std::vector results{ended};
  const std::string xml = junit_xml(
      {.results = results, .not_run = {"m.next"}, .error = check_error{"m.broken", "no <memory>"}},
      plain());
  CHECK(has(xml, "tests=\"3\" failures=\"0\" errors=\"1\" skipped=\"2\""));
  CHECK(has(xml, "<error message=\"no &lt;memory&gt;\" type=\"internal_error\">"));
  CHECK(has(xml, "<skipped message=\"INTERRUPTED"));
}

TEST_CASE("junit: properties tell how it was searched, and the tokens") {
  const std::string xml = junit({sampled(), overdraw()});
  for (const char* part :
       {"name=\"strategy\" value=\"random\"", "name=\"seed\" value=\"7\"",
        "name=\"executions\" value=\"10000\"", "name=\"coverage\" value=\"sampled\"",
        "name=\"token\" value=\"r1.tutorial.bank.unsafe.-a1b5a2.5f2e.9c41\""})
    CHECK(has(xml, part));
}

TEST_CASE("junit: times in seconds, only where they are wanted") {
  checker::result from = nothing_found("m.n", checker::coverage_kind::complete, 3);
  from.seconds = 0.25;
  const std::vector results{from, from};
  const std::string xml = junit_xml({.results = results}, {});
  CHECK(has(xml, "skipped=\"0\" time=\"0.500000\""));
  CHECK(has(xml, "name=\"n\" time=\"0.250000\""));
  CHECK_FALSE(has(junit({from}), "time="));
}

TEST_CASE("junit: no colour, whatever the terminal shows") {
  text_options coloured;
  coloured.colour = true;
  const std::vector results{overdraw()};
  CHECK_FALSE(has(junit_xml({.results = results}, coloured), "[3"));
}

TEST_CASE("junit: nothing checked is an empty suite") {
  CHECK_THAT(junit({}), StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                                   "  <testsuite name=\"heddle\" tests=\"0\""));
}

}  // namespace heddle::reports
