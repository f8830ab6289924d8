#include "reports/text/deadlock.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/json/json.hpp"
#include "reports/text/coffman.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_deadlocks.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using nlohmann::json;

namespace {

struct written {
  std::string name;
  checker::result result;
};

std::vector<written> all() {
  return {{"ring", lock_order_deadlock()},      {"relock", relock()},
          {"abandoned", abandoned_lock()},      {"missed", missed_notification()},
          {"too few", too_few_notifications()}, {"stolen", stolen_notification()},
          {"semaphores", crossed_semaphores()}, {"join", join_under_lock()},
          {"together", together_under_lock()}};
}

/// 1 to 4, those that hold.
std::string holding(const checker::finding& found) {
  std::string numbers;
  char number = '0';
  for (const coffman_words& one : coffman_words_of(found)) {
    ++number;
    if (one.holds) numbers += number;
  }
  return numbers;
}

}  // namespace

TEST_CASE("deadlock: each shape as in the golden file") {
  std::string text;
  for (const written& one : all())
    text += "--- " + one.name + "\n" + deadlock_text(one.result.findings.at(0), {}) + "\n";
  check_golden("deadlocks.txt", text);
}

TEST_CASE("deadlock: a lost wake-up as in the golden file") {
  check_golden("lost_wakeup.txt", model_report(missed_notification(), {}));
}

TEST_CASE("deadlock: which of Coffman's conditions hold") {
  const std::vector<std::string> expected{"1234", "1234", "13", "3", "3", "3", "123", "34", "34"};
  std::vector<std::string> shown;
  for (const written& one : all()) shown.push_back(holding(one.result.findings.at(0)));
  CHECK(shown == expected);
}

TEST_CASE(
    "deadlock: each condition has evidence, each that holds a remedy, and so has the fourth") {
  for (const written& one : all()) {
    CAPTURE(one.name);
    const auto words = coffman_words_of(one.result.findings.at(0));
    REQUIRE(words.size() == 4);
    for (const coffman_words& each : words) {
      CAPTURE(name_of(each.condition));
      CHECK_FALSE(each.evidence.empty());
      const bool last = each.condition == checker::coffman::circular_wait;
      CHECK(each.remedy.empty() == !(each.holds || last));
    }
  }
}

TEST_CASE("deadlock: no line is wider than asked for") {
  for (const written& one : all())
    for (const std::size_t width : {60U, 72U, 80U}) {
      text_options options;
      options.width = width;
      const std::string text = deadlock_text(one.result.findings.at(0), options);
      CAPTURE(one.name, width, text);
      CHECK(widest_line(text) <= width);
    }
}

TEST_CASE("deadlock: what became of a notification, as JSON") {
  const auto missed_in = [](const checker::result& from) {
    const json whole = json::parse(results_json(std::vector{from}));
    return whole["results"][0]["findings"][0]["deadlock"]["blocked"][1].value("missed_wakeup",
                                                                              json());
  };
  CHECK(missed_in(missed_notification()) == json{{"fate", "too_early"},
                                                 {"notifier", "notifier"},
                                                 {"step", 3},
                                                 {"file", "models/classic/missed.cpp"},
                                                 {"line", 15},
                                                 {"waits_since", 5},
                                                 {"other", nullptr}});
  CHECK(missed_in(too_few_notifications())["other"] == "reader 1");
  CHECK(
      missed_in(stolen_notification())["change"] ==
      json{{"object", "items"}, {"step", 12}, {"file", "models/classic/stolen.cpp"}, {"line", 13}});
  CHECK(missed_in(crossed_semaphores()).is_null());
}

TEST_CASE("deadlock: as JSON") {
  const json whole = json::parse(results_json(std::vector{crossed_semaphores()}));
  const json& deadlock = whole.at("results").at(0).at("findings").at(0).at("deadlock");
  CHECK(deadlock.at("shape") == "closed_set");
  CHECK(deadlock.at("since") == 2);
  CHECK(deadlock.at("cycle") == json::array({{{"task", "thread 1"}, {"object", "B"}},
                                             {{"task", "thread 2"}, {"object", "A"}}}));
  const json& first = deadlock.at("blocked").at(0);
  CHECK(first.at("what") == "permits");
  CHECK(first.at("needs") == "any");
  CHECK(first.at("object") == "B");
  CHECK(first.at("capacity") == 1);
  CHECK(first.at("helpers") == json::array({{{"task", "thread 2"},
                                             {"holds", true},
                                             {"ended", false},
                                             {"since", 2},
                                             {"file", "models/classic/semaphores.cpp"},
                                             {"line", 14}}}));
  REQUIRE(deadlock.at("coffman").size() == 4);
  const json& exclusion = deadlock.at("coffman").at(0);
  CHECK(exclusion.at("condition") == "mutual_exclusion");
  CHECK(exclusion.at("holds") == true);
  CHECK(exclusion.at("evidence").get<std::string>().starts_with("B has 1 permit: thread 2 "));
  CHECK(deadlock.at("coffman").at(3).at("holds") == false);
  const json ended = json::parse(results_json(std::vector{abandoned_lock()}));
  const json& abandoned = ended.at("results").at(0).at("findings").at(0).at("deadlock");
  CHECK(abandoned.at("shape") == "abandoned");
  CHECK(abandoned.at("coffman").at(1).at("remedy").is_null());
}

}  // namespace heddle::reports
