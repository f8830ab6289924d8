#include <memory>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// What fits into one execution, and what happens beyond.

using namespace heddle::testing;
using s::controlled_runtime;
using s::ending;
using s::failure_kind;
using s::misuse;
using s::numbering;
using s::operation_kind;

namespace {

/// A runtime for many tasks: small stacks.
controlled_runtime with_small_stacks(numbering places = numbering::per_execution) {
  return controlled_runtime({}, places, std::size_t{64} * 1024);
}

void start(std::size_t tasks, cell& value, std::vector<std::unique_ptr<worker>>& workers) {
  for (std::size_t each = 0; each < tasks; ++each)
    workers.push_back(std::make_unique<worker>([&] { value.read(), value.read(); }));
}

}  // namespace

TEST_CASE("three hundred tasks", "[limits]") {
  auto runtime = with_small_stacks(GENERATE(numbering::per_execution, numbering::stable));
  rotating decider;
  bool all_offered = false;
  asking asked([&](const s::scheduling_point& point) {
    all_offered = all_offered || point.enabled().size() == 300;
    return decider.pick(point);
  });
  const auto body = [] {
    cell value;
    const auto use = [&] { value.read(), value.read(); };
    together(std::vector<std::function<void()>>(300, use));
  };
  CHECK(run(runtime, body, asked) == ending::completed);
  CHECK(all_offered);
  CHECK(runtime.events().size() == 600);
  CHECK(runtime.events()[299].task == 300);
  CHECK(runtime.preemptions() == 300);
}

TEST_CASE("a hundred thousand events", "[limits]") {
  controlled_runtime runtime({});
  rotating decider;
  CHECK(run(
            runtime,
            [] {
              cell value;
              const auto use = [&] {
                for (int each = 0; each < 50'000; ++each) value.write(1);
              };
              together({use, use});
            },
            decider) == ending::completed);
  CHECK(runtime.events().size() == 100'000);
}

TEST_CASE("ten thousand objects", "[limits]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  for (int round = 0; round < 2; ++round) {
    std::uint64_t sum = 0;
    CHECK(run(
              runtime,
              [&] {
                std::vector<std::unique_ptr<cell>> cells;
                for (std::uint64_t each = 0; each < 10'000; ++each)
                  cells.push_back(std::make_unique<cell>(each));
                for (const auto& each : cells) sum += each->read();
              },
              decider) == ending::completed);
    CHECK(sum == 9'999 * 10'000 / 2);
    CHECK(runtime.created_objects().size() == 10'000);
  }
}

TEST_CASE("beyond the limit of tasks", "[limits]") {
  auto runtime = with_small_stacks(GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  bool reached = false;
  const auto spawning = [&](std::size_t tasks) {
    reached = false;
    return run(
        runtime,
        [&] {
          cell value;
          std::vector<std::unique_ptr<worker>> workers;
          start(tasks, value, workers);
          reached = true;
        },
        decider);
  };
  const auto grouping = [&](std::size_t tasks) {
    reached = false;
    return run(
        runtime,
        [&] {
          cell value;
          together(std::vector<std::function<void()>>(tasks, [&] { value.read(); }));
          reached = true;
        },
        decider);
  };
  CHECK(spawning(s::max_tasks - 1) == ending::completed);
  CHECK(reached);
  CHECK(runtime.failures().empty());
  CHECK(grouping(s::max_tasks - 1) == ending::completed);
  CHECK(reached);

  // One more ends the task that wants it; the others run to their end.
  SECTION("by spawn") { CHECK(spawning(s::max_tasks) == ending::completed); }
  SECTION("together") { CHECK(grouping(s::max_tasks) == ending::completed); }
  SECTION("together, in a prologue") {
    reached = false;
    CHECK(run(
              runtime,
              [&] {
                worker other([&] {
                  cell value;
                  together(std::vector<std::function<void()>>(s::max_tasks, [&] { value.read(); }));
                  reached = true;
                });
              },
              decider) == ending::completed);
  }
  CHECK_FALSE(reached);
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == failure_kind::misuse);
  CHECK(runtime.failures()[0].what == misuse::too_many_tasks);
}

TEST_CASE("beyond the limit of objects", "[limits]") {
  controlled_runtime runtime({});
  staying decider;
  const auto creating = [&](std::size_t objects) {
    return run(
        runtime,
        [&] {
          cell value;
          together({[&] { value.read(), value.read(); },
                    [&] {
                      value.write(1);
                      std::vector<std::unique_ptr<cell>> cells;
                      for (std::size_t each = 1; each < objects; ++each)
                        cells.push_back(std::make_unique<cell>());
                      value.write(2);
                    }});
        },
        decider);
  };
  SECTION("up to it") {
    CHECK(creating(s::max_objects) == ending::completed);
    CHECK(runtime.failures().empty());
  }
  SECTION("one more") {
    CHECK(creating(s::max_objects + 1) == ending::diverged);
    REQUIRE(runtime.failures().size() == 1);
    CHECK(runtime.failures()[0].kind == failure_kind::misuse);
    CHECK(runtime.failures()[0].what == misuse::too_many_objects);
    CHECK(runtime.failures()[0].task == 2);
  }
}

TEST_CASE("beyond the limit of events", "[limits]") {
  s::execution_options options;
  options.steps = 100'000'000;
  const bool visible = GENERATE(true, false);
  options.plain = visible ? s::plain_mode::visible : s::plain_mode::invisible;
  controlled_runtime runtime(options);
  staying decider;
  CHECK(run(
            runtime,
            [] {
              cell value;
              for (;;) value.read();
            },
            decider) == ending::diverged);
  CHECK(runtime.events().size() == s::max_events);
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == failure_kind::misuse);
  CHECK(runtime.failures()[0].what == misuse::too_many_events);
  // It is no deadlock, and the memory is used again.
  CHECK(run(
            runtime, [] { cell().read(); }, decider) == ending::completed);
  CHECK(runtime.events().size() == 1);
}
