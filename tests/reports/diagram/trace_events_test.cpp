#include "reports/diagram/trace_events.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/catch.hpp"
#include "tests/reports/diagram/found.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using nlohmann::json;

namespace {

/// What the Trace Event Format asks of events, and what viewers need to show them.
void check_structure(const json& all) {
  std::map<std::pair<int, int>, std::int64_t> busy_until;
  std::map<int, std::vector<std::string>> flows;
  std::set<std::pair<int, int>> named;
  for (const json& event : all.at("traceEvents")) {
    CAPTURE(event.dump());
    const std::string phase = event.at("ph");
    const std::pair<int, int> track{event.at("pid").get<int>(), event.at("tid").get<int>()};
    const auto begin = event.at("ts").get<std::int64_t>();
    CHECK(event.at("name").is_string());
    CHECK(begin >= 0);
    if (phase == "M") {
      if (event.at("name") == "thread_name") named.insert(track);
      continue;
    }
    CHECK(named.contains(track));
    if (phase == "X") {
      CHECK(event.at("dur").get<std::int64_t>() > 0);
      // One after the other on each track.
      CHECK(begin >= busy_until[track]);
      busy_until[track] = begin + event.at("dur").get<std::int64_t>();
    } else if (phase == "s" || phase == "f") {
      flows[event.at("id").get<int>()].push_back(phase);
      if (phase == "f") CHECK(event.at("bp") == "e");
    } else {
      CHECK(phase == "i");
      CHECK(std::set<std::string>{"t", "p", "g"}.contains(event.at("s")));
    }
  }
  for (const auto& [id, phases] : flows) CHECK(phases == std::vector<std::string>{"s", "f"});
}

std::size_t count(const json& all, const std::string& category) {
  std::size_t found = 0;
  for (const json& event : all.at("traceEvents")) found += event.at("cat") == category ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("trace events: the overdraw, a lost wake-up, a deadlock, messages") {
  const auto draw = [](const std::string& name, const std::string& title,
                       const checker::finding& found) {
    const std::string text = trace_events_json(found.execution, &found, {.title = title});
    const json all = json::parse(text);
    check_structure(all);
    CHECK(count(all, "step") == found.execution.steps.size());
    CHECK(all.at("otherData").at("replay") == found.token);
    check_golden("spacetime_" + name + ".json", text);
  };
  draw("overdraw", "tutorial.bank.unsafe",
       found_in("tutorial.bank.unsafe", finding_kind::invariant));
  draw("lost_wakeup", "classic.lost_wakeup.unlocked_state",
       found_in("classic.lost_wakeup.unlocked_state", finding_kind::lost_wakeup));
  draw("deadlock", "tutorial.deadlock.abba",
       found_in("tutorial.deadlock.abba", finding_kind::deadlock));
  draw("messages", "wrong_sum", wrong_sum_of_messages());
}

TEST_CASE("trace events: preemptions, notes and failures are instants") {
  const json all = json::parse(trace_events_json(hostile(), nullptr));
  check_structure(all);
  CHECK(count(all, "preemption") == 1);
  CHECK(count(all, "note") == 2);
  CHECK(count(all, "problem") == 1);
}

TEST_CASE("trace events: nothing, 60 tasks, 1000 steps") {
  check_structure(json::parse(trace_events_json({}, nullptr)));
  check_structure(json::parse(trace_events_json(many_tasks(60), nullptr)));
  check_structure(json::parse(trace_events_json(many_steps(1'000), nullptr)));
}

TEST_CASE("trace events: of 100 000 steps all, in a text", "[slow]") {
  const std::string text = trace_events_json(many_steps(100'000), nullptr);
  // About 300 bytes for a step and the state after it.
  CHECK(text.size() < 60'000'000);
  CHECK(text.ends_with("]}\n"));
}

}  // namespace heddle::reports
