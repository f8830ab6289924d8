#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "reports/json/json.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_endless.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

struct golden_case {
  std::string file;
  checker::result result;
};

std::vector<golden_case> written() {
  return {{"livelock.txt", give_way()},
          {"livelock_certain.txt", give_way_for_certain()},
          {"livelock_poll.txt", poll_in_vain()},
          {"starvation.txt", starving_writer()},
          {"misuse.txt", stranger()},
          {"leak.txt", lock_left_behind()}};
}

}  // namespace

TEST_CASE("endless executions, misuses and leaks as in the golden files") {
  text_options options;
  options.seconds = false;
  for (const golden_case& one : written()) {
    CAPTURE(one.file);
    check_golden(one.file, model_report(one.result, options));
  }
}

TEST_CASE("endless executions, misuses and leaks fit into any width") {
  for (const golden_case& one : written())
    for (const std::size_t width : {72U, 80U})
      for (const detail how_much : {detail::brief, detail::normal, detail::full}) {
        text_options options;
        options.width = width;
        options.how_much = how_much;
        CAPTURE(one.file, width);
        CHECK(widest_line(model_report(one.result, options)) <= width);
      }
}

TEST_CASE("endless executions in JSON") {
  const std::vector<checker::result> results{starving_writer()};
  const auto whole = nlohmann::json::parse(results_json(results));
  const auto& endless = whole["results"][0]["findings"][0]["endless"];
  CHECK(endless["first"] == 3);
  CHECK(endless["last"] == 6);
  CHECK(endless["repeated"] == 24'999);
  CHECK(endless["certain"] == false);
  REQUIRE(endless["tasks"].size() == 3);
  CHECK(endless["tasks"][0]["role"] == "gets_on");
  CHECK(endless["tasks"][0]["steps"] == nlohmann::json::array({4, 5}));
  CHECK(endless["tasks"][2]["role"] == "starves");
  CHECK(endless["tasks"][2]["waits_for"] == "acquire room");
}

TEST_CASE("misuses and leaks in JSON tell what led to them") {
  const std::vector<checker::result> results{stranger(), lock_left_behind()};
  const auto whole = nlohmann::json::parse(results_json(results));
  for (const auto& result : whole["results"]) {
    const auto& found = result["findings"][0];
    REQUIRE(found["evidence"].size() == 1);
    CHECK(found["evidence"][0]["role"] == "holds");
    CHECK(found["evidence"][0]["step"] == 1);
    CHECK_FALSE(found["remedy"].get<std::string>().empty());
    CHECK_FALSE(found.contains("endless"));
  }
}

}  // namespace heddle::reports
