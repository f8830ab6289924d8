#include "checker/strategies/sampling.hpp"

#include <set>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "scheduler/failure.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

std::vector<std::string_view> sampling_strategies() {
  std::vector<std::string_view> names;
  for (const checker::strategy_traits& each : checker::strategies())
    if (each.samples) names.push_back(each.name);
  return names;
}

/// Tasks of different length that start tasks, choose, wait and give up waiting.
void busy() {
  heddle::mutex mutex{"mutex"};
  heddle::condition_variable changed{"changed"};
  heddle::var<int> x{0, "x"};
  heddle::thread consumer([&] {
    heddle::unique_lock<heddle::mutex> lock(mutex);
    while (x.get() == 0)
      if (changed.wait_for(lock, std::chrono::seconds(1)) == heddle::cv_status::timeout) break;
    x = x + heddle::choose(3);
  });
  heddle::thread producer([&] {
    heddle::thread helper([&] { x = x + 1; });
    heddle::this_thread::yield();
    const heddle::lock_guard lock(mutex);
    x = 1;
    changed.notify_one();
    helper.join();
  });
  consumer.join();
  producer.join();
}

/// One task spins until another has set the flag.
void spin() {
  heddle::atomic<int> flag{0, "flag"};
  families::together(2, [&](int me) {
    if (me == 0) flag.store(1);
    while (flag.load() == 0) heddle::this_thread::yield();
  });
}

}  // namespace

TEST_CASE("every execution of a sample follows from how it was drawn, alone") {
  const std::vector<std::function<void()>> bodies{busy, [] { families::loadstore(3); },
                                                  [] { families::timedwait1(2); },
                                                  [] { families::spawn_join(4); }};
  for (const std::string_view name : sampling_strategies())
    for (const auto& body : bodies)
      for (const auto time : {scheduler::time_mode::any, scheduler::time_mode::quiescent}) {
        scheduler::execution_options options;
        options.time = time;
        const auto how = checker::make_strategy(name, {.seed = 4, .executions = 70});
        std::set<std::string> different;
        for (const auto& one : sampled::executions_of(*how, body, options)) {
          INFO(name << " " << one.drawn.strategy << " " << one.drawn.index << " "
                    << one.drawn.parameters);
          CHECK(sampled::draw_again(one.drawn, body, options).schedule == one.schedule);
          different.insert(one.schedule);
        }
        CHECK(different.size() > 5);
      }
}

TEST_CASE("what was learnt changes behind executions 0 and 2^j only") {
  for (const std::string_view name : {"pct", "urw", "surw"}) {
    const auto how = checker::make_strategy(name, {.executions = 70});
    std::string before;
    for (const auto& one : sampled::executions_of(*how, busy)) {
      const std::uint64_t last = one.drawn.index - 1;
      const bool may_change = one.drawn.index == 1 || (last & (last - 1)) == 0;
      INFO(name << " " << one.drawn.index);
      CHECK((may_change || one.drawn.parameters == before));
      CHECK(one.drawn.parameters.empty() == (one.drawn.index == 0));
      before = one.drawn.parameters;
    }
  }
}

TEST_CASE("every sampling strategy finds the overdraw and the deadlock of the tutorial") {
  for (const std::string_view name : sampling_strategies())
    for (const char* subject : {"tutorial.bank.unsafe", "tutorial.deadlock.abba"}) {
      const heddle::model* const model = checker::find_model(subject);
      REQUIRE(model != nullptr);
      const auto how = checker::make_strategy(name, {.executions = 200});
      checker::check_options as_drawn;
      as_drawn.shrink.enabled = false;
      const checker::result found = checker::check(*model, *how, as_drawn);
      INFO(name << " " << subject);
      CHECK(found.as_declared());
      REQUIRE_FALSE(found.findings.empty());
      const auto& drawn = found.findings[0].drawn;
      REQUIRE(drawn.has_value());
      // The strategy and the token agree on the execution.
      const auto again =
          checker::make_strategy(drawn->strategy, {.seed = drawn->seed,
                                                   .executions = 1,
                                                   .first = drawn->index,
                                                   .depth = drawn->depth == 0 ? 3 : drawn->depth,
                                                   .parameters = drawn->parameters});
      const checker::result once = checker::check(*model, *again, as_drawn);
      REQUIRE_FALSE(once.findings.empty());
      CHECK(once.findings[0].token == found.findings[0].token);
    }
}

TEST_CASE("blocked, spinning and many tasks end every execution") {
  const std::vector<std::function<void()>> bodies{[] { families::philosophers(3); },
                                                  [] { families::cond_flag(3, true); },
                                                  [] { families::barrier(3); },
                                                  [] { families::chan_spsc(4); },
                                                  [] { families::sem_handoff(3); },
                                                  [] { families::rwlock(3); },
                                                  [] { families::timedlock1(3); },
                                                  [] { families::cond_lost(); },
                                                  spin};
  for (const std::string_view name : sampling_strategies())
    for (const auto& body : bodies)
      for (const auto time : {scheduler::time_mode::any, scheduler::time_mode::quiescent}) {
        scheduler::execution_options options;
        options.time = time;
        options.steps = 10'000;
        options.spurious = true;
        const auto how = checker::make_strategy(name, {.executions = 100});
        for (const auto& one : sampled::executions_of(*how, body, options)) {
          INFO(name << " " << one.schedule);
          CHECK((one.how == scheduler::ending::completed || one.how == scheduler::ending::stuck));
        }
      }
}

TEST_CASE("sampling strategies steer as many tasks as there may be") {
  // Main and 511 others.
  for (const std::string_view name : sampling_strategies()) {
    const auto how = checker::make_strategy(name, {.executions = 25});
    for (const auto& one : sampled::executions_of(*how, [] { families::writers(511); }))
      CHECK(one.how == scheduler::ending::completed);
  }
}

TEST_CASE("sampling strategies run random programs of all primitives") {
  for (const std::string_view name : sampling_strategies())
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      const random_program::program program = random_program::make(seed);
      scheduler::execution_options options;
      if (seed % 2 == 0) options.time = scheduler::time_mode::quiescent;
      const auto how = checker::make_strategy(name, {.seed = seed, .executions = 40});
      for (const auto& one : sampled::executions_of(
               *how, [&] { program.run(); }, options)) {
        INFO(name << " " << seed << "\n" << program.text());
        CHECK(one.how != scheduler::ending::given_up);
        CHECK(one.how != scheduler::ending::diverged);
      }
    }
}

TEST_CASE("options that are not for a strategy are refused") {
  using scheduler::usage_error;
  CHECK_THROWS_AS(checker::make_strategy("pos", {.parameters = "3"}), usage_error);
  CHECK_THROWS_AS(checker::make_strategy("random", {.parameters = "3"}), usage_error);
  CHECK_THROWS_AS(checker::make_strategy("portfolio", {.parameters = "3"}), usage_error);
  CHECK_THROWS_AS(checker::make_strategy("pct", {.depth = 0}), usage_error);
  for (const char* malformed : {"x", "12x", "-3", "99999999999"})
    CHECK_THROWS_AS(checker::make_strategy("pct", {.parameters = malformed}), usage_error);
  for (const char* malformed : {"x", "3-", "3-1", "3-2.1", "3.1", "3-0", "3-600", "2x3", "3 "})
    CHECK_THROWS_AS(checker::make_strategy("urw", {.parameters = malformed}), usage_error);
  for (const char* malformed : {"3", "2x", "2x3+", "2x3-1", "2x3."})
    CHECK_THROWS_AS(checker::make_strategy("surw", {.parameters = malformed}), usage_error);
}
