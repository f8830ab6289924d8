#include "reports/json/json.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using nlohmann::json;

namespace {

json parsed(const checker::result& from) {
  return json::parse(results_json(std::vector{from})).at("results").at(0);
}

}  // namespace

TEST_CASE("json: the bytes of a result") {
  check_golden("deadlock.json", results_json(std::vector{lock_order_deadlock()}));
}

TEST_CASE("json: what the search was and saw") {
  const json whole = json::parse(results_json(std::vector{sampled(), overdraw()}));
  CHECK(whole.at("schema") == 1);
  REQUIRE(whole.at("results").size() == 2);
  const json& first = whole.at("results").at(0);
  CHECK(first.at("model") == "classic.queue.bounded");
  CHECK(first.at("strategy") == "random");
  CHECK(first.at("seed") == 7);
  CHECK(first.at("coverage") == "sampled");
  CHECK(first.at("executions") == 10'000);
  CHECK(first.at("truncated") == 3);
  CHECK(first.at("missing") == json::array({"deadlock"}));
  CHECK(first.at("options") ==
        json{{"time", "any"}, {"plain", "visible"}, {"spurious", false}, {"steps", 100'000}});
  const json& second = whole.at("results").at(1);
  CHECK(second.at("seed").is_null());
  CHECK(second.at("coverage") == "complete");
  CHECK(second.at("outcomes").at(1) == json{{"values", {{"balance", "-50"}}},
                                            {"executions", 900},
                                            {"deadlocked", false},
                                            {"token", "r1.tutorial.bank.unsafe.-a900.5f2e.9c41"}});
}

TEST_CASE("json: a finding with its trace") {
  const json finding = parsed(overdraw()).at("findings").at(0);
  CHECK(finding.at("kind") == "invariant");
  CHECK(finding.at("message") == "the balance is never negative");
  CHECK(finding.at("expected") == true);
  CHECK(finding.at("token") == "r1.tutorial.bank.unsafe.-a1b5a2.5f2e.9c41");
  CHECK(finding.at("task") == "main");
  CHECK(finding.at("file") == "models/tutorial/bank.cpp");
  CHECK(finding.at("line") == 42);
  CHECK(finding.at("steps") == 13);
  CHECK(finding.at("preemptions") == 1);
  CHECK(finding.at("shrunk") ==
        json{{"proved", true}, {"preemptions_before", 6}, {"steps_before", 15}});
  CHECK(finding.at("values") ==
        json::array({{{"object", "balance"}, {"value", "-50"}, {"step", 12}}}));
  CHECK_FALSE(finding.contains("deadlock"));
  // The fourth step preempts alice.
  CHECK(finding.at("trace").at(3) == json{{"step", 4},
                                          {"task", "bob"},
                                          {"kind", "read"},
                                          {"outcome", "done"},
                                          {"text", "read balance -> 100"},
                                          {"object", "balance"},
                                          {"other_task", nullptr},
                                          {"before", "100"},
                                          {"after", "100"},
                                          {"file", "models/tutorial/bank.cpp"},
                                          {"line", 31},
                                          {"preempts", true},
                                          {"preempted", "read balance"}});
  CHECK(finding.at("trace").at(0).at("other_task") == "alice");
  CHECK(finding.at("trace").at(12).at("line").is_null());
}

TEST_CASE("json: why a check fails") {
  const json why = parsed(overdraw()).at("findings").at(0).at("cause");
  CHECK(why.at("kind") == "stale_check");
  CHECK(why.at("sentence").get<std::string>().starts_with("stale check: alice read balance = 100"));
  CHECK(why.at("task") == "alice");
  CHECK(why.at("other") == "bob");
  CHECK(why.at("between") == json{{"step", 6},
                                  {"object", "balance"},
                                  {"value", "30"},
                                  {"file", "models/tutorial/bank.cpp"},
                                  {"line", 33}});
  // Of a stolen wake-up the first step is no access. Nobody knows why the count is wrong.
  CHECK(parsed(stolen_wakeup()).at("findings").at(0).at("cause").at("first").at("value").is_null());
  CHECK(parsed(twelve_tasks()).at("findings").at(0).at("cause").is_null());
}

TEST_CASE("json: who waits for what in a deadlock") {
  const json blocked =
      parsed(lock_order_deadlock()).at("findings").at(0).at("deadlock").at("blocked");
  REQUIRE(blocked.size() == 3);
  CHECK(blocked.at(0).at("bystander") == true);
  CHECK(blocked.at(1).at("task") == "thread 1");
  CHECK(blocked.at(1).at("waits_for") == "lock lock B");
  CHECK(blocked.at(1).at("line") == 13);
  CHECK(blocked.at(1).at("holds").at(0) == json{{"object", "lock A"},
                                                {"since", 3},
                                                {"file", "models/tutorial/deadlock.cpp"},
                                                {"line", 12}});
}

TEST_CASE("json: the two accesses of a data race") {
  const json finding = parsed(unlocked_read()).at("findings").at(0);
  CHECK(finding.at("kind") == "data_race");
  CHECK(finding.at("task") == "bob");
  CHECK_FALSE(finding.contains("deadlock"));
  const json& race = finding.at("race");
  CHECK(race.at("object") == "counter");
  REQUIRE(race.at("accesses").size() == 2);
  const std::string file = "models/classic/counter.cpp";
  CHECK(
      race.at("accesses").at(0) ==
      json{
          {"task", "alice"},
          {"kind", "write"},
          {"value", "1"},
          {"step", 4},
          {"file", file},
          {"line", 13},
          {"holds",
           {{{"object", "lock"}, {"shared", false}, {"since", 3}, {"file", file}, {"line", 12}}}}});
  CHECK(race.at("accesses").at(1) == json{{"task", "bob"},
                                          {"kind", "read"},
                                          {"value", "1"},
                                          {"step", 6},
                                          {"file", file},
                                          {"line", 17},
                                          {"holds", json::array()}});
  CHECK(race.at("last_common").at("step") == 1);
  CHECK(race.at("last_common").at("text") == "spawn alice");
  CHECK(race.at("remedy") == "hold lock at both: alice holds it there, bob does not");
  CHECK_FALSE(parsed(overdraw()).at("findings").at(0).contains("race"));

  checker::result unrelated = unlocked_read();
  unrelated.findings[0].race->last_common = 0;
  CHECK(parsed(unrelated).at("findings").at(0).at("race").at("last_common").is_null());
}

TEST_CASE("json: a sample, and how a finding was drawn") {
  checker::result from = overdraw();
  CHECK(parsed(from).at("sample").is_null());
  CHECK(parsed(from).at("findings").at(0).at("drawn").is_null());
  from.has_seed = true;
  from.depth = 3;
  from.parameters = "42";
  from.executions = 100;
  from.guarantee = checker::depth_guarantee{.depth = 3, .tasks = 1, .steps = 1, .executions = 99};
  from.traces = checker::trace_counts{.executions = 50, .distinct = 20, .once = 5};
  from.findings.front().drawn = checker::drawn_execution{
      .strategy = "pct", .depth = 3, .parameters = "42", .seed = 1, .index = 17};
  const json result = parsed(from);
  CHECK(result.at("depth") == 3);
  const json& sample = result.at("sample");
  CHECK(sample.at("parameters") == "42");
  CHECK(sample.at("open_share") == 0.03);
  CHECK(sample.at("guarantee").at("probability") == 1.0);
  CHECK(sample.at("guarantee").at("executions") == 99);
  CHECK(sample.at("traces") ==
        json{{"executions", 50}, {"distinct", 20}, {"once", 5}, {"unseen", 0.1}});
  CHECK(result.at("findings").at(0).at("drawn") ==
        json{{"strategy", "pct"}, {"depth", 3}, {"parameters", "42"}, {"seed", 1}, {"index", 17}});
}

TEST_CASE("json: text that is no UTF-8 is repaired") {
  checker::result broken = overdraw();
  broken.findings.front().message = "caf\xe9";
  CHECK(parsed(broken).at("findings").at(0).at("message") == "caf\xef\xbf\xbd");
}

TEST_CASE("json: a replay") {
  checker::replay_result replayed;
  replayed.found = overdraw();
  replayed.execution = replayed.found.findings.front().execution;
  replayed.execution.observations.push_back({"balance", "-50", 12});
  json whole = json::parse(replay_json(replayed));
  CHECK(whole.at("schema") == 1);
  CHECK(whole.at("results").size() == 1);
  CHECK(whole.at("divergence").is_null());
  CHECK(whole.at("trace").size() == 13);
  CHECK(whole.at("observations") == json{{"balance", "-50"}});
  replayed.divergence = "step 3 differs";
  CHECK(json::parse(replay_json(replayed)).at("divergence") == "step 3 differs");
}

TEST_CASE("json: a shrunk token") {
  checker::shrink_result shrunk{overdraw(), "r1.tutorial.bank.unsafe.-abab.5f2e.9c41", ""};
  json whole = json::parse(shrink_json(shrunk));
  CHECK(whole.at("schema") == 1);
  CHECK(whole.at("divergence").is_null());
  CHECK(whole.at("results").at(0).at("findings").at(0).at("shrunk").at("proved") == true);
  shrunk.divergence = "step 3: the token wants alice to go on, which cannot";
  whole = json::parse(shrink_json(shrunk));
  CHECK(whole.at("divergence") == shrunk.divergence);
}

TEST_CASE("json: models") {
  const std::source_location here = std::source_location::current();
  const model one{{.name = "reports_test.one",
                   .summary = "a model",
                   .body = [] {},
                   .expect = {finding_kind::deadlock, {finding_kind::invariant, "never"}}},
                  here};
  const std::vector<const model*> models{&one};
  const json entry = json::parse(models_json(models)).at("models").at(0);
  CHECK(entry.at("name") == "reports_test.one");
  CHECK(entry.at("summary") == "a model");
  CHECK(entry.at("expect") == json::array({"deadlock", "invariant: never"}));
  CHECK(entry.at("file") == here.file_name());
  CHECK(entry.at("line") == here.line());
}

}  // namespace heddle::reports
