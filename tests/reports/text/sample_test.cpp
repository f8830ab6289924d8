#include "reports/text/sample.hpp"

#include "reports/text/columns.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

/// 10 000 executions of a model without findings.
checker::result drawn_by(const std::string& strategy) {
  checker::result from = nothing_found("classic.queue", checker::coverage_kind::sampled, 10'000);
  from.strategy = strategy;
  from.seed = 7;
  from.has_seed = true;
  from.traces = checker::trace_counts{.executions = 10'000, .distinct = 2'400, .once = 1'213};
  return from;
}

}  // namespace

TEST_CASE("sample: the rule of three, and traces not seen") {
  // 3 / 10000 = 0.03 %; 1213 / 10000 = 12 %.
  CHECK(sample_texts(drawn_by("pos")) ==
        std::vector<std::string>{"a bug not seen is in fewer than 0.03 % of executions (95 % sure)",
                                 "about 12 % of executions have a trace not seen (seen: 2400)"});
  CHECK(open_share(10'000) == 3 / 10'000.0);
  CHECK(open_share(0) == 1);
  CHECK(open_share(2) == 1);
}

TEST_CASE("sample: what pct promises, rounded down") {
  checker::result from = drawn_by("pct");
  from.depth = 3;
  // 1 - (1 - 1/(4 * 50^2))^9999 = 0.6321.
  from.guarantee =
      checker::depth_guarantee{.depth = 3, .tasks = 4, .steps = 50, .executions = 9'999};
  CHECK(sample_texts(from).at(0) == "any bug of depth 3 shows with p >= 0.63 (4 tasks, 50 steps)");
  // 1/(2 * 3) = 0.1666...
  from.guarantee = checker::depth_guarantee{.depth = 2, .tasks = 2, .steps = 3, .executions = 1};
  CHECK(sample_texts(from).at(0) == "any bug of depth 2 shows with p >= 0.16 (2 tasks, 3 steps)");
}

TEST_CASE("sample: a few executions and no sample say nothing") {
  checker::result few = drawn_by("random");
  few.executions = 3;
  few.traces.reset();
  CHECK(sample_texts(few).empty());
  checker::result none = nothing_found("a", checker::coverage_kind::complete, 100);
  CHECK(sample_texts(none).empty());
}

TEST_CASE("sample: how a finding was drawn") {
  checker::finding found;
  CHECK(drawn_text(found).empty());
  found.drawn = checker::drawn_execution{
      .strategy = "pct", .depth = 3, .parameters = "42", .seed = 1, .index = 17};
  CHECK(drawn_text(found) == "--strategy pct --depth 3 --seed 1 --first 17 --parameters 42");
  found.drawn =
      checker::drawn_execution{.strategy = "pos", .parameters = "", .seed = 2, .index = 0};
  CHECK(drawn_text(found) == "--strategy pos --seed 2 --first 0");
}

TEST_CASE("sample: in the report, in 80 columns and the same bytes") {
  text_options options;
  options.seconds = false;
  checker::result from = drawn_by("pct");
  from.depth = 2;
  from.guarantee =
      checker::depth_guarantee{.depth = 2, .tasks = 12, .steps = 1'234, .executions = 9'999};
  from.traces = checker::trace_counts{.executions = 5'000, .distinct = 1, .once = 0};
  CHECK(model_report(from, options) ==
        "NOTHING FOUND in 10000 executions  classic.queue  sampled: pct, depth 2, seed 7\n"
        "      any bug of depth 2 shows with p >= 0.49 (12 tasks, 1234 steps)\n"
        "      about 0 % of executions have a trace not seen in the first 5000\n");
  checker::result failed = overdraw();
  failed.has_seed = true;
  failed.findings.front().drawn =
      checker::drawn_execution{.strategy = "urw", .parameters = "3-2.2.1", .seed = 1, .index = 3};
  const std::string text = model_report(failed, options);
  CHECK(text.find("\nDrawn     --strategy urw --seed 1 --first 3 --parameters 3-2.2.1\n") !=
        std::string::npos);
  CHECK(text.find("\nSample    a bug not seen is in fewer than ") != std::string::npos);
}

}  // namespace heddle::reports
