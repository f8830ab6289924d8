#include "checker/token.hpp"

#include <random>
#include <string>

#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using checker::decision;
using checker::token;

namespace {

bool same(const token& left, const token& right) {
  return left.model == right.model && left.options == right.options &&
         left.decisions == right.decisions && left.shape == right.shape;
}

token random_token(std::mt19937_64& random) {
  token made;
  made.model = random() % 2 == 0 ? "bank" : "tutorial.bank_2.unsafe";
  if (random() % 2 == 0) made.options.time = scheduler::time_mode::quiescent;
  if (random() % 2 == 0) made.options.plain = scheduler::plain_mode::invisible;
  made.options.spurious = random() % 2 == 0;
  if (random() % 2 == 0) made.options.steps = static_cast<std::uint32_t>(random() % 5000 + 1);
  const std::size_t length = random() % 40;
  // Few tasks, so that there are runs; now and then one of the last.
  while (made.decisions.size() < length) {
    const std::uint64_t task = random() % 8 == 0 ? random() % scheduler::max_tasks : random() % 3;
    const std::uint64_t way = random() % 4 == 0 ? random() % 65536 : 0;
    made.decisions.push_back({static_cast<std::uint32_t>(task), static_cast<std::uint32_t>(way)});
  }
  made.shape = static_cast<std::uint32_t>(random());
  return made;
}

token simple(std::vector<decision> decisions) { return {"bank", {}, std::move(decisions), 0xbeef}; }

std::string text_of(const token& from) {
  const std::string text = checker::to_string(from);
  return text.substr(0, text.rfind('.'));
}

/// The text with a checksum that fits, to get at the errors behind it.
std::string with_checksum(const std::string& text) {
  try {
    checker::parse_token(text + ".000000");
  } catch (const checker::token_error& error) {
    const std::string message = error.what();
    const std::string marker = "that of its text is `";
    const std::size_t at = message.find(marker);
    if (at != std::string::npos) return text + "." + message.substr(at + marker.size(), 6);
  }
  return text + ".000000";
}

std::string error_of(const std::string& text) {
  try {
    checker::parse_token(text);
  } catch (const checker::token_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the text of a token") {
  // Task 0 is a, task 1 b; three times the same is a count; way 2 of task 1 is ~2.
  CHECK(text_of(simple({{0, 0}, {0, 0}, {0, 0}, {1, 0}, {1, 2}, {0, 0}})) ==
        "r1.bank.-a3bb~2a.0000beef");
  // Task 25 is the last with one letter: z. 26 is aa, 51 az, 52 ba, 511 sr (18 * 26 + 17 + 26).
  CHECK(text_of(simple({{25, 0}, {26, 0}, {51, 0}, {52, 0}, {511, 0}})) ==
        "r1.bank.-z_aa_az_ba_sr.0000beef");
  CHECK(text_of(simple({})) == "r1.bank.-.0000beef");
  token all = simple({{0, 0}});
  all.options = {scheduler::time_mode::quiescent, scheduler::plain_mode::invisible, true, 1000};
  CHECK(text_of(all) == "r1.bank.qpws1000-a.0000beef");
}

TEST_CASE("tokens survive the way through text") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 1000; ++round) {
    const token made = random_token(random);
    const std::string text = checker::to_string(made);
    REQUIRE(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._~-") == text.npos);
    REQUIRE(same(checker::parse_token(text), made));
  }
}

TEST_CASE("a token with one changed character is refused") {
  std::mt19937_64 random(11);
  const std::string_view characters = "abcdefghijklmnopqrstuvwxyz0123456789._~-AZ /%";
  for (int round = 0; round < 6; ++round) {
    const std::string text = checker::to_string(random_token(random));
    for (std::size_t place = 0; place < text.size(); ++place)
      for (const char other : characters) {
        if (other == text[place]) continue;
        std::string damaged = text;
        damaged[place] = other;
        if (!error_of(damaged).empty()) continue;
        FAIL("accepted: " << damaged << " for " << text);
      }
  }
}

TEST_CASE("a token that lacks its end is refused") {
  const std::string text = checker::to_string(simple({{0, 0}, {1, 0}}));
  for (std::size_t length = 0; length < text.size(); ++length)
    REQUIRE_THROWS_AS(checker::parse_token(text.substr(0, length)), checker::token_error);
}

TEST_CASE("errors in tokens say where and why") {
  CHECK(error_of("") == "the token is malformed at character 1: expected `r1.`");
  CHECK(error_of("r2.bank.-.00000000.000000") ==
        "the token has version 2; this program reads version 1");
  CHECK(error_of("r1.bank") ==
        "the token is incomplete: expected `r1.<model>.<schedule>.<shape>.<checksum>`");
  CHECK(error_of(with_checksum("r1.-.00000000")) ==
        "the token is incomplete: expected `r1.<model>.<schedule>.<shape>.<checksum>`");
  CHECK(error_of(with_checksum("r1.Bank.-.00000000")) ==
        "the token names no model: `Bank` cannot be one");
  CHECK(error_of(with_checksum("r1.bank.x-.00000000")) ==
        "the token is malformed at character 9: expected an option (q, p, w, s) or `-`, found `x`");
  CHECK(error_of(with_checksum("r1.bank.-a0.00000000")) ==
        "the token is malformed at character 11: expected a count from 2 on, found `0`");
  CHECK(error_of(with_checksum("r1.bank.-a~.00000000")) ==
        "the token is malformed at character 12: expected the number of a way, found the end of "
        "the field");
  CHECK(error_of(with_checksum("r1.bank.-3.00000000")) ==
        "the token is malformed at character 10: expected the letter of a task, found `3`");
  CHECK(error_of(with_checksum("r1.bank.-_zz.00000000")) ==
        "the token is malformed at character 13: expected a task below the limit, found the end "
        "of the field");
  CHECK(error_of(with_checksum("r1.bank.-a.0000")) ==
        "the token is malformed at character 12: expected eight hexadecimal digits, found `0`");
  CHECK(error_of(with_checksum("r1.bank.-a4000000000.00000000")) ==
        "the token is malformed at character 11: expected a count from 2 on, found `4`");
  // 2^20 decisions are the most there can be: one run may have as many, two runs may not.
  CHECK(error_of(with_checksum("r1.bank.-a1048576.00000000")).empty());
  CHECK(error_of(with_checksum("r1.bank.-a1048576b.00000000")) ==
        "the token is malformed at character 19: expected fewer decisions, found the end of the "
        "field");
}

namespace {

using identity = checker::finished_run::identity;

/// Two tasks started by main; each writes a variable of main's.
struct small_run {
  std::vector<identity> tasks{
      {0, scheduler::no_task, 1, {}, false, 0}, {1, 0, 1, {}, false, 0}, {2, 0, 2, {}, false, 0}};
  std::vector<identity> objects{{0, 0, 1, scheduler::object_kind::variable, false, 0}};
  std::vector<scheduler::event> events;

  small_run() {
    add(0, scheduler::operation_kind::spawn, 1, false, 0);
    add(0, scheduler::operation_kind::spawn, 2, true, 0);
    add(2, scheduler::operation_kind::write, 0, true, 1);
    add(1, scheduler::operation_kind::write, 0, false, 0);
  }
  void add(scheduler::task_index task, scheduler::operation_kind kind,
           scheduler::object_index object, bool decided, std::uint16_t rank) {
    scheduler::event done;
    done.task = task;
    done.kind = kind;
    done.object = object;
    done.decided = decided;
    done.rank = rank;
    events.push_back(done);
  }
  [[nodiscard]] checker::finished_run view() const {
    return {.events = events, .created_tasks = tasks, .created_objects = objects};
  }
};

}  // namespace

TEST_CASE("decisions are the events that had an alternative") {
  const small_run run;
  CHECK(checker::decisions_of(run.view()) == std::vector<decision>{{0, 0}, {2, 1}});
}

TEST_CASE("shape and decisions do not depend on the places of tasks and objects") {
  const small_run run;
  // The same, but with tables in which other executions have taken places: main 0, the first
  // task 7, the second 3, the variable 9.
  small_run moved;
  moved.tasks[1].place = 7;
  moved.tasks[2].place = 3;
  moved.objects[0].place = 9;
  moved.events.clear();
  moved.add(0, scheduler::operation_kind::spawn, 7, false, 0);
  moved.add(0, scheduler::operation_kind::spawn, 3, true, 0);
  moved.add(3, scheduler::operation_kind::write, 9, true, 1);
  moved.add(7, scheduler::operation_kind::write, 9, false, 0);
  CHECK(checker::shape_of(moved.view()) == checker::shape_of(run.view()));
  CHECK(checker::decisions_of(moved.view()) == checker::decisions_of(run.view()));
}

TEST_CASE("the shape notices other tasks, objects, operations and options") {
  const small_run run;
  const std::uint32_t shape = checker::shape_of(run.view());
  // Every build has this shape: the hash is part of the format.
  CHECK(shape == 0x2b7874d2);

  small_run other = run;
  other.tasks[2].creator = 1;
  CHECK(checker::shape_of(other.view()) != shape);
  other = run;
  other.tasks[1].process = true;
  CHECK(checker::shape_of(other.view()) != shape);
  other = run;
  other.objects[0].kind = scheduler::object_kind::atomic;
  CHECK(checker::shape_of(other.view()) != shape);
  other = run;
  other.events[3].kind = scheduler::operation_kind::read;
  CHECK(checker::shape_of(other.view()) != shape);
  other = run;
  std::swap(other.events[2], other.events[3]);
  CHECK(checker::shape_of(other.view()) != shape);
  checker::finished_run spurious = run.view();
  spurious.options.spurious = true;
  CHECK(checker::shape_of(spurious) != shape);

  // Values and outcomes are the same schedule's business.
  other = run;
  other.events[3].value = 7;
  CHECK(checker::shape_of(other.view()) == shape);
}
