#include "checker/crashes/record_bytes.hpp"

#include <stdexcept>

#include "checker/check.hpp"
#include "checker/replay.hpp"
#include "checker/shrink.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace {

using namespace heddle::checker;

struct flat {
  int number = 0;
  std::string text;
  std::optional<double> maybe;
};

struct nested {
  std::vector<flat> list;
  std::map<std::string, int> table;
  flat one;
  std::chrono::nanoseconds time{0};
  coverage_kind kind = coverage_kind::complete;
};

void overdraw() {
  heddle::var<int> balance{1, "balance"};
  heddle::mutex left{"left"};
  heddle::mutex right{"right"};
  heddle::thread first{"first", [&] {
                         left.lock();
                         right.lock();
                         --balance;
                         right.unlock();
                         left.unlock();
                       }};
  heddle::thread second{"second", [&] {
                          right.lock();
                          left.lock();
                          left.unlock();
                          right.unlock();
                          --balance;
                        }};
  first.join();
  second.join();
  heddle::observe("balance", balance);
  heddle::check(balance >= 0, "the balance is never negative");
}

}  // namespace

TEST_CASE("records have as many members as they say") {
  static_assert(members_of<flat>() == 3);
  static_assert(members_of<nested>() == 5);
  static_assert(members_of<shrinking>() == 3);
  static_assert(members_of<heddle::scheduler::source_line>() == 3);
  SUCCEED();
}

TEST_CASE("records come back as they went") {
  nested given;
  given.list = {{1, "one", 1.5}, {2, "", std::nullopt}};
  given.table = {{"a", 1}, {"b", 2}};
  given.one = {3, std::string("with\0zero", 9), 0.25};
  given.time = std::chrono::nanoseconds{-7};
  given.kind = coverage_kind::sampled;
  const auto back = from_bytes<nested>(to_bytes(given));
  REQUIRE(back.list.size() == 2);
  CHECK(back.list[0].number == 1);
  CHECK(back.list[0].text == "one");
  CHECK(back.list[0].maybe == 1.5);
  CHECK_FALSE(back.list[1].maybe);
  CHECK(back.table == given.table);
  CHECK(back.one.text.size() == 9);
  CHECK(back.time == given.time);
  CHECK(back.kind == given.kind);
}

TEST_CASE("bytes that are cut off are refused") {
  const std::string whole = to_bytes(flat{1, "one", 1.5});
  CHECK_NOTHROW(from_bytes<flat>(whole));
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_THROWS_AS(from_bytes<flat>(whole.substr(0, size)), std::runtime_error);
}

TEST_CASE("a result with deadlocks, races and failed checks comes back whole") {
  const auto how = make_strategy("dpor", {});
  const result given = check("overdraw", overdraw, *how);
  REQUIRE(given.findings.size() >= 3);
  const std::string bytes = to_bytes(given);
  const auto back = from_bytes<result>(bytes);
  CHECK(to_bytes(back) == bytes);
  REQUIRE(back.findings.size() == given.findings.size());
  for (std::size_t at = 0; at < given.findings.size(); ++at) {
    CHECK(back.findings[at].signature == given.findings[at].signature);
    CHECK(back.findings[at].execution.steps.size() == given.findings[at].execution.steps.size());
  }
  CHECK(back.outcomes.size() == given.outcomes.size());
  const std::string token = given.findings[0].token;
  const std::string replayed = to_bytes(replay("overdraw", overdraw, parse_token(token)));
  CHECK(to_bytes(from_bytes<replay_result>(replayed)) == replayed);
  const std::string shrunk = to_bytes(shrink("overdraw", overdraw, parse_token(token)));
  CHECK(to_bytes(from_bytes<shrink_result>(shrunk)) == shrunk);
}
