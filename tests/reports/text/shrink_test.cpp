#include "reports/text/shrink.hpp"

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

/// A schedule of more steps than any of the findings has left.
constexpr const char* given = "r1.tutorial.bank.unsafe.-abab.5f2e.9c41";

std::string report(checker::result found, detail how_much = detail::normal) {
  text_options options;
  options.how_much = how_much;
  return shrink_report({std::move(found), given, ""}, options);
}

}  // namespace

TEST_CASE("shrink: how many preemptions, and whether it can be fewer") {
  CHECK(preemptions_text(3, std::nullopt) == "3 preemptions");
  CHECK(preemptions_text(1, checker::shrinking{true, 3, 9}) == "1 preemption (fewest possible)");
  CHECK(preemptions_text(3, checker::shrinking{false, 3, 9}) == "3 preemptions (fewest found)");
  // Nobody needs to be told that there are no fewer than none.
  CHECK(preemptions_text(0, checker::shrinking{true, 3, 9}) == "0 preemptions");
}

TEST_CASE("shrink: findings as in the golden file") {
  checker::result unchanged = overdraw();
  unchanged.findings.front().token = given;
  checker::result fickle = overdraw();
  fickle.findings.front().shrunk.reset();
  check_golden("shrink.txt", report(overdraw()) + "\n" + report(five_hundred_steps()) + "\n" +
                                 report(unchanged) + "\n" + report(fickle));
}

TEST_CASE("shrink: verdicts only, or every step") {
  CHECK(report(overdraw(), detail::brief).find("preemption") == std::string::npos);
  const std::string full = report(overdraw(), detail::full);
  CHECK(full.starts_with(report(overdraw())));
  CHECK(full.find("--- preempted, about to: read balance ---") != std::string::npos);
}

TEST_CASE("shrink: nothing to shrink") {
  checker::result fine = nothing_found("a.b", checker::coverage_kind::bounded, 1);
  CHECK(report(fine) == "NOT SHRUNK  a.b  nothing is wrong with this execution\n");
  CHECK(shrink_report({fine, given, "step 3: the token wants bob"}, {}) ==
        "DIVERGED  a.b\n      step 3: the token wants bob\n");
}

}  // namespace heddle::reports
