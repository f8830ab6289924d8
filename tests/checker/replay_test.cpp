#include "checker/replay.hpp"

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/random.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

/// A model with everything a token must carry: choices, notifications, time-outs, failures.
void rich_model() {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  heddle::var<int> ready{0, "ready"};
  const int amount = heddle::choose(2);
  const auto consume = [&](int me) {
    heddle::unique_lock<heddle::mutex> lock(m);
    if (ready.get() == 0) c.wait_for(lock, std::chrono::seconds(1));
    const int seen = ready.get();
    heddle::observe(me == 0 ? "first" : "second", seen);
    heddle::check(seen + amount != 1, "seen with nothing chosen");
  };
  heddle::thread first{"first", consume, 0};
  heddle::thread second{"second", consume, 1};
  m.lock();
  ready = 1;
  m.unlock();
  c.notify_one();
  first.join();
  second.join();
}

void crossed_philosophers() { families::philosophers(3); }

/// Replays every token of a search and compares what it gives with what the search found.
void replay_all(const std::function<void()>& body, checker::strategy& how,
                scheduler::execution_options execution = {}) {
  checker::check_options options;
  options.execution = execution;
  const checker::result found = checker::check("replayed", body, how, options);
  REQUIRE(found.findings.size() + found.outcomes.size() > 0);
  for (const checker::finding& one : found.findings) {
    const auto again = checker::replay("replayed", body, checker::parse_token(one.token));
    CHECK(again.divergence.empty());
    bool same = false;
    for (const checker::finding& other : again.found.findings)
      same = same || (other.signature == one.signature && other.token == one.token);
    CHECK(same);
    CHECK(again.execution.steps.size() == one.execution.steps.size());
  }
  for (const checker::model_outcome& one : found.outcomes) {
    const auto again = checker::replay("replayed", body, checker::parse_token(one.token));
    CHECK(again.divergence.empty());
    REQUIRE(again.found.outcomes.size() == 1);
    CHECK(again.found.outcomes[0].values == one.values);
    CHECK(again.found.outcomes[0].deadlocked == one.deadlocked);
    CHECK(again.found.executions == 1);
  }
}

checker::token some_token(const std::function<void()>& body) {
  checker::dfs how;
  checker::check_options options;
  options.max_executions = 3;
  return checker::parse_token(checker::check("replayed", body, how, options).outcomes.at(0).token);
}

void two_writers() {
  heddle::var<int> x{0, "x"};
  heddle::thread alice{"alice", [&] {
                         x = 1;
                         x = 2;
                       }};
  x = 3;
  alice.join();
  heddle::observe("x", x);
}

}  // namespace

TEST_CASE("every token of a search replays to what it stands for") {
  checker::dfs every_schedule;
  replay_all(crossed_philosophers, every_schedule);
  checker::random_walk walk({.executions = 2000});
  replay_all(rich_model, walk);
  checker::random_walk quiescent({.executions = 2000});
  replay_all(rich_model, quiescent, {.time = scheduler::time_mode::quiescent});
  checker::random_walk spurious({.executions = 2000});
  replay_all(rich_model, spurious, {.spurious = true});
  checker::random_walk invisible({.executions = 500});
  replay_all(rich_model, invisible, {.plain = scheduler::plain_mode::invisible});
}

TEST_CASE("a replay tells one execution") {
  const auto again = checker::replay("replayed", two_writers, some_token(two_writers));
  CHECK(again.found.strategy == "replay");
  CHECK(again.found.executions == 1);
  CHECK(again.found.events == again.execution.steps.size());
  CHECK(again.found.covered.kind == checker::coverage_kind::bounded);
  CHECK(again.execution.how == scheduler::ending::completed);
}

TEST_CASE("every build makes and reads the same tokens") {
  // Made by some build once. If it changes on purpose, old tokens are worthless: raise the version
  // of the semantics.
  const std::string made_elsewhere = "r1.replayed.-bdc.d3086cd9.gyvd6q";
  checker::dfs every_schedule;
  const auto found = checker::check("replayed", crossed_philosophers, every_schedule);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].token == made_elsewhere);
  const auto again =
      checker::replay("replayed", crossed_philosophers, checker::parse_token(made_elsewhere));
  CHECK(again.divergence.empty());
  CHECK(again.found.deadlocked == 1);
}

TEST_CASE("a token with too few decisions does not fit") {
  checker::token shorter = some_token(two_writers);
  shorter.decisions.pop_back();
  const auto again = checker::replay("replayed", two_writers, shorter);
  CHECK(again.divergence.find("the token has no more decisions; could go on: main") !=
        std::string::npos);
  CHECK(again.divergence.find("alice (about to: write x") != std::string::npos);
  CHECK(again.found.executions == 0);
}

TEST_CASE("a token with too many decisions does not fit") {
  checker::token longer = some_token(two_writers);
  longer.decisions.push_back({0, 0});
  const auto again = checker::replay("replayed", two_writers, longer);
  CHECK(again.divergence.find("the token has 1 more decisions") != std::string::npos);
}

TEST_CASE("a token that wants a task to go on that cannot does not fit") {
  checker::token other = some_token(two_writers);
  other.decisions.at(0) = {7, 0};
  CHECK(checker::replay("replayed", two_writers, other)
            .divergence.find("task number 8, which does not exist") != std::string::npos);
  other.decisions.at(0) = {0, 3};
  CHECK(checker::replay("replayed", two_writers, other)
            .divergence.find("wants main (about to: write x 3) to go on in way 4 of 1") !=
        std::string::npos);
}

TEST_CASE("a token of a model that has changed does not fit") {
  // The same decisions fit, but alice now reads.
  const auto changed = [] {
    heddle::var<int> x{0, "x"};
    heddle::thread alice{"alice", [&] {
                           x = 1;
                           (void)x.get();
                         }};
    x = 3;
    alice.join();
    heddle::observe("x", x);
  };
  const auto again = checker::replay("replayed", changed, some_token(two_writers));
  CHECK(again.divergence.find("has the model changed?") != std::string::npos);
  // The execution itself is there all the same.
  CHECK(again.found.executions == 1);
}

namespace {

/// One more read by alice than `two_writers`, before what that does.
void grown() {
  heddle::var<int> x{0, "x"};
  heddle::thread alice{"alice", [&] {
                         (void)x.get();
                         x = 1;
                       }};
  x = 3;
  alice.join();
  heddle::observe("x", x);
}

/// Alice is gone.
void alone() {
  heddle::var<int> x{0, "x"};
  x = 3;
  heddle::observe("x", x);
}

}  // namespace

TEST_CASE("a replay that may depart goes on where the token does not fit") {
  using checker::replay_mode;
  // Decisions of two_writers: who goes on after the start. With alice first, her read takes the
  // place of her write, and the token has nothing left to say.
  checker::token alice_first = some_token(two_writers);
  alice_first.decisions = {{1, 0}};
  for (const replay_mode mode : {replay_mode::prefix, replay_mode::carry_on}) {
    const auto again = checker::replay("replayed", grown, alice_first, {}, mode);
    CHECK(again.execution.how == scheduler::ending::completed);
    CHECK(again.found.executions == 1);
    CHECK_FALSE(again.divergence.empty());
    CHECK(again.divergence.find("about to") == std::string::npos);
    // Alice goes on as long as she can.
    REQUIRE(again.found.outcomes.size() == 1);
    CHECK(again.found.outcomes[0].values.at("x") == "3");
    // What was done replays to the letter.
    const auto exact = checker::replay("replayed", grown, checker::parse_token(again.token));
    CHECK(exact.divergence.empty());
    CHECK(exact.execution.steps.size() == again.execution.steps.size());
  }
  CHECK(checker::replay("replayed", grown, alice_first).execution.how ==
        scheduler::ending::given_up);
}

TEST_CASE("where a decision does not fit, prefix forgets the others and carry_on does not") {
  using checker::replay_mode;
  checker::token misled = some_token(two_writers);
  // The first decision cannot be followed; the second lets alice write first.
  misled.decisions = {{7, 0}, {1, 0}};
  const auto value = [&](replay_mode mode) {
    const auto again = checker::replay("replayed", two_writers, misled, {}, mode);
    CHECK(again.divergence.find("task number 8") != std::string::npos);
    return again.found.outcomes.at(0).values.at("x");
  };
  // Without switches main writes 3, then waits for alice, who writes 1 and 2.
  CHECK(value(replay_mode::prefix) == "2");
  CHECK(value(replay_mode::carry_on) == "3");
}

TEST_CASE("a token with decisions left over departs at the end") {
  const auto again = checker::replay("replayed", alone, some_token(two_writers), {},
                                     checker::replay_mode::carry_on);
  CHECK(again.execution.how == scheduler::ending::completed);
  CHECK(again.divergence.find("more decisions") != std::string::npos);
}
