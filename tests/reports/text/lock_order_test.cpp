#include "reports/text/lock_order.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/json/json.hpp"
#include "reports/text/text.hpp"
#include "reports/text/verdict.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using checker::lock_order_status;
using nlohmann::json;

namespace {

scheduler::source_line at(std::uint32_t line) { return {"transfer.cpp", line, ""}; }

checker::lock_order opposite_orders() {
  checker::lock_order order;
  order.edges = {{.task = "to bob",
                  .held = "lock of alice",
                  .held_since = 3,
                  .taken_at = at(28),
                  .wanted = "lock of bob",
                  .wanted_since = 4,
                  .wanted_at = at(29)},
                 {.task = "to alice",
                  .held = "lock of bob",
                  .held_shared = true,
                  .held_since = 9,
                  .taken_at = at(34),
                  .wanted = "lock of alice",
                  .wanted_since = 10,
                  .wanted_at = at(35),
                  .also_held = {"lock of the log"}}};
  order.directed = 1000;
  return order;
}

/// A sample in which nothing went wrong.
checker::result potential() {
  checker::result found =
      nothing_found("classic.transfer", checker::coverage_kind::sampled, 10'000);
  found.strategy = "random";
  found.has_seed = true;
  found.seed = 1;
  checker::finding one;
  one.kind = finding_kind::potential_deadlock;
  one.message = "2 tasks take lock of alice and lock of bob in opposite orders";
  one.signature = "potential_deadlock|transfer.cpp:28>transfer.cpp:29";
  one.where = at(29);
  one.token = "r1.classic.transfer.-a2b.5f2e0000.abcdef";
  one.occurrences = 9'950;
  one.predicted = opposite_orders();
  found.findings.push_back(one);
  return found;
}

checker::result refuted() {
  checker::result found = nothing_found("classic.transfer", checker::coverage_kind::complete, 12);
  found.strategy = "dpor";
  found.harmless.push_back(opposite_orders());
  found.harmless.front().status = lock_order_status::refuted;
  found.harmless.front().executions = 12;
  return found;
}

checker::result confirmed(bool by_direction) {
  checker::result found = lock_order_deadlock();
  checker::finding& deadlock = found.findings.front();
  deadlock.predicted = opposite_orders();
  deadlock.predicted->status = lock_order_status::confirmed;
  deadlock.predicted->in_every_execution = true;
  deadlock.predicted->directed = by_direction ? 3 : 0;
  if (by_direction) deadlock.occurrences = 0;
  return found;
}

text_options without_seconds() {
  text_options options;
  options.seconds = false;
  return options;
}

std::size_t widest_in(const std::string& text) {
  std::size_t widest = 0, line = 0;
  for (const char c : text) {
    line = c == '\n' ? 0 : line + 1;
    widest = std::max(widest, line);
  }
  return widest;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lock order: a potential deadlock as in the golden file") {
  check_golden("potential_deadlock.txt", model_report(potential(), without_seconds()));
}

TEST_CASE("lock order: what was refuted is a remark on a model that passes") {
  check_golden("refuted_lock_order.txt", model_report(refuted(), without_seconds()));
  CHECK(verdict_of(refuted()) == verdict::pass);
}

TEST_CASE("lock order: a potential deadlock is never told as one that happened") {
  for (const detail how : {detail::brief, detail::normal, detail::full}) {
    text_options options = without_seconds();
    options.how_much = how;
    const std::string text = model_report(potential(), options);
    CHECK(text.starts_with("POTENTIAL"));
    CHECK_FALSE(has(text, "FAIL"));
    CHECK_FALSE(has(text, "for ever"));
  }
  CHECK(verdict_of(potential()) == verdict::nothing_found);
  CHECK(has(model_report(potential(), without_seconds()),
            "Directed  not confirmed in 1000 directed executions"));
}

TEST_CASE("lock order: a deadlock says what predicts it") {
  const std::string text = model_report(confirmed(false), without_seconds());
  CHECK(has(text,
            "Also      the lock order lock of alice -> lock of bob (transfer.cpp:29), lock of\n"
            "          bob -> lock of alice (transfer.cpp:35) predicts this from any single\n"
            "          run.\n"));
  CHECK_FALSE(has(text, "Found"));
  const std::string directed = model_report(confirmed(true), without_seconds());
  CHECK(has(directed, "Found     in directed execution 3"));
  CHECK_FALSE(has(directed, "Seen"));
  CHECK_FALSE(has(directed, "any single"));
}

TEST_CASE("lock order: no line is wider than asked for") {
  for (const std::size_t width : {60U, 72U, 80U}) {
    text_options options = without_seconds();
    options.width = width;
    CHECK(widest_in(lock_order_text(potential().findings.front(), options)) <= width);
    CHECK(widest_in(lock_order_lines(potential().findings.front(), options)) <= width);
    CHECK(widest_in(lock_order_lines(confirmed(true).findings.front(), options)) <= width);
  }
}

TEST_CASE("lock order: as JSON") {
  const json whole =
      json::parse(results_json(std::vector{potential(), refuted(), confirmed(true)}));
  const json order = whole["results"][0]["findings"][0]["lock_order"];
  CHECK(order["status"] == "potential");
  CHECK(order["directed_executions"] == 1000);
  CHECK(order["complete_executions"].is_null());
  REQUIRE(order["edges"].size() == 2);
  const json edge = order["edges"][1];
  CHECK(edge["task"] == "to alice");
  CHECK(edge["holds"] == json{{"object", "lock of bob"},
                              {"shared", true},
                              {"step", 9},
                              {"file", "transfer.cpp"},
                              {"line", 34}});
  CHECK(edge["asks_for"] == json{{"object", "lock of alice"},
                                 {"shared", false},
                                 {"step", 10},
                                 {"file", "transfer.cpp"},
                                 {"line", 35},
                                 {"waits", "for ever"}});
  CHECK(edge["also_holds"] == json::array({"lock of the log"}));
  CHECK(whole["results"][0]["harmless_lock_orders"].empty());

  CHECK(whole["results"][1]["findings"].empty());
  CHECK(whole["results"][1]["harmless_lock_orders"][0]["status"] == "refuted");
  CHECK(whole["results"][1]["harmless_lock_orders"][0]["complete_executions"] == 12);
  CHECK(whole["results"][2]["findings"][0]["lock_order"]["status"] == "confirmed");
}

}  // namespace heddle::reports
