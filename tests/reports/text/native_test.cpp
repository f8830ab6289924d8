#include "reports/text/native.hpp"

#include <vector>

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using namespace std::chrono_literals;
using checker::native_ending;
using checker::native_record;

namespace {

native_record record(std::string model, native_ending how) {
  native_record one;
  one.model = std::move(model);
  one.time_scale = 0.001;
  one.time_limit = 10s;
  one.how = how;
  one.seconds = 0.0021;
  return one;
}

/// One of each way to end.
std::vector<native_record> one_of_each() {
  native_record fine = record("bank.locked", native_ending::finished);
  fine.outcome = {{"balance", "20"}, {"who", "bob"}};
  native_record failed = record("bank.unsafe", native_ending::finished);
  failed.outcome = {{"balance", "-50"}};
  failed.failures = {{finding_kind::invariant,
                      "the balance is never negative",
                      {"models/bank_unsafe.cpp", 33, ""},
                      true},
                     {finding_kind::misuse, "lock A: unlocked by a stranger", {}, false}};
  native_record stuck = record("deadlock.abba", native_ending::cut_off);
  stuck.declared_reason = "deadlock";
  native_record endless = record("somebody.who.waits.for.what.never.comes", native_ending::cut_off);
  endless.time_limit = 250ms;
  native_record crashed = record("wild.pointer", native_ending::crashed);
  crashed.reason = "Segmentation fault (SIGSEGV)";
  crashed.failures = {{finding_kind::crash, crashed.reason, {}, false}};
  native_record refused = record("worker.process", native_ending::refused);
  refused.reason = "processes run under the checker only, so far";
  return {
      fine, failed, stuck, endless, crashed, refused, record("picky", native_ending::discarded)};
}

std::string all_reports(detail how_much) {
  text_options options;
  options.how_much = how_much;
  std::string text;
  for (const native_record& each : one_of_each()) text += native_report(each, options) + "\n";
  return text;
}

}  // namespace

TEST_CASE("native: reports as in the golden file") {
  const std::string text = all_reports(detail::brief) + "--- normal\n\n" +
                           all_reports(detail::normal) + "--- full\n\n" + all_reports(detail::full);
  check_golden("native.txt", text);
  CHECK(widest_line(text) <= 80);
}

TEST_CASE("native: what models say cannot steer a terminal") {
  native_record wild = record("wild", native_ending::finished);
  wild.outcome = {{"a\n", "\x1b[1m"}};
  wild.failures = {{finding_kind::exception, "two\nlines", {}, false}};
  const std::string text = native_report(wild, {});
  CHECK(text.find("a\\n = \\x1b[1m") != std::string::npos);
  CHECK(text.find("exception: two\\nlines") != std::string::npos);
}

TEST_CASE("native: one line about all") {
  // bank.locked; deadlock.abba; bank.unsafe (of two failures one is declared), the endless one and
  // the crash; the last two do not count.
  CHECK(native_summary(one_of_each(), 2) ==
        "9 models on real threads: 1 with nothing found, 1 failed as expected, 3 failed, 2 not "
        "checked, 2 not run\n");
  CHECK(native_summary({}, 1) == "1 model on real threads: 1 not run\n");
}

TEST_CASE("native: JSON") {
  const auto whole = nlohmann::json::parse(native_json(one_of_each()));
  CHECK(whole["schema"] == 1);
  REQUIRE(whole["native_runs"].size() == 7);
  const auto& failed = whole["native_runs"][1];
  CHECK(failed["model"] == "bank.unsafe");
  CHECK(failed["ending"] == "finished");
  CHECK(failed["reason"].is_null());
  CHECK(failed["as_declared"] == false);
  CHECK(failed["time_scale"] == 0.001);
  CHECK(failed["time_limit"] == 10.0);
  CHECK(failed["outcome"]["balance"] == "-50");
  CHECK(failed["findings"][0]["kind"] == "invariant");
  CHECK(failed["findings"][0]["file"] == "models/bank_unsafe.cpp");
  CHECK(failed["findings"][0]["line"] == 33);
  CHECK(failed["findings"][0]["expected"] == true);
  CHECK(failed["findings"][1]["line"].is_null());
  CHECK(whole["native_runs"][2]["ending"] == "cut_off");
  CHECK(whole["native_runs"][2]["as_declared"] == true);
  CHECK(whole["native_runs"][4]["ending"] == "crashed");
  CHECK(whole["native_runs"][5]["reason"] == "processes run under the checker only, so far");
}

}  // namespace heddle::reports
