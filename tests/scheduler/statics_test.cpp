#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// Objects made outside executions, and objects that outlive theirs.

using namespace heddle::testing;
using s::controlled_runtime;
using s::ending;
using s::failure_kind;
using s::numbering;
using s::operation_kind;

namespace {

cell global(7, "global");
lockable global_mutex("global mutex");

/// Two from one line.
std::array<cell, 2> row;

cell& function_static() {
  static cell made(1, "in a function");
  return made;
}

}  // namespace

TEST_CASE("a static begins each execution as it was constructed", "[statics]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  std::uint64_t seen = 0;
  for (int round = 0; round < 3; ++round) {
    // A lock is left behind in every execution.
    CHECK(run(
              runtime,
              [&] {
                global_mutex.lock();
                seen = global.read();
                global.write(seen + 1);
              },
              decider) == ending::completed);
    CHECK(seen == 7);
    CHECK(runtime.failures().empty());
  }
}

TEST_CASE("a static is known by its name or its place", "[statics]") {
  controlled_runtime runtime({});
  staying decider;
  const auto salts = [&](auto body) {
    run(runtime, body, decider);
    std::vector<std::uint64_t> all;
    for (const auto& each : runtime.created_objects()) {
      CHECK(each.creator == s::no_task);
      all.push_back(each.salt);
    }
    return all;
  };
  const auto there = salts([] { global.read(), global_mutex.lock(); });
  const auto back = salts([] { global_mutex.lock(), global.read(); });
  REQUIRE(there.size() == 2);
  CHECK(there[0] != there[1]);
  CHECK(there[0] == back[1]);
  CHECK(there[1] == back[0]);
}

TEST_CASE("statics of one line are told apart by their order", "[statics]") {
  controlled_runtime runtime({});
  staying decider;
  const auto who = [&](std::size_t first) {
    run(
        runtime, [&] { row[first].read(), row[1 - first].read(); }, decider);
    REQUIRE(runtime.created_objects().size() == 2);
    const auto& one = runtime.created_objects()[first];
    const auto& other = runtime.created_objects()[1 - first];
    return std::tuple(one.salt, one.number, other.salt, other.number);
  };
  const auto [salt, number, other_salt, other_number] = who(0);
  CHECK(std::pair(salt, number) != std::pair(other_salt, other_number));
  CHECK(who(0) == who(1));
}

TEST_CASE("a static is an object of its own in every runtime", "[statics]") {
  controlled_runtime first({}, numbering::stable);
  controlled_runtime second({}, numbering::stable);
  staying decider;
  for (int round = 0; round < 2; ++round)
    for (controlled_runtime* runtime : {&first, &second}) {
      std::uint64_t seen = 0;
      run(
          *runtime, [&] { seen = global.read(), global.write(1); }, decider);
      CHECK(seen == 7);
    }
}

TEST_CASE("a primitive used outside an execution is a wrong use", "[statics]") {
  CHECK_THROWS_AS(global.read(), s::usage_error);
  cell local;
  CHECK_THROWS_AS(local.write(1), s::usage_error);
}

TEST_CASE("a local primitive outside an execution counts as a static", "[statics]") {
  controlled_runtime runtime({});
  staying decider;
  cell local(3);
  for (int round = 0; round < 2; ++round) {
    std::uint64_t seen = 0;
    run(
        runtime, [&] { seen = local.read(), local.write(4); }, decider);
    CHECK(seen == 3);
  }
}

TEST_CASE("an object that outlives its execution is nondeterminism", "[statics]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  std::unique_ptr<cell> survivor;
  std::unique_ptr<lockable> mutex;
  const auto body = [&] {
    if (survivor == nullptr) survivor = std::make_unique<cell>();
    survivor->write(1);
  };
  CHECK(run(runtime, body, decider) == ending::completed);
  CHECK(runtime.failures().empty());
  run(runtime, body, decider);
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == failure_kind::nondeterminism);
  CHECK(runtime.failures()[0].task == 0);

  SECTION("also in a destructor") {
    const auto locking = [&] {
      if (mutex == nullptr) mutex = std::make_unique<lockable>();
      const holder lock(*mutex);
    };
    run(runtime, locking, decider);
    CHECK(runtime.failures().empty());
    run(runtime, locking, decider);
    CHECK(runtime.failures().size() == 1);
  }
  SECTION("also in two tasks at once, each of which ends") {
    CHECK(run(
              runtime,
              [&] {
                const auto use = [&] { survivor->write(1); };
                together({use, use});
              },
              decider) == ending::completed);
    CHECK(runtime.failures().size() == 2);
  }
  SECTION("but its destruction is not") {
    run(
        runtime, [&] { survivor.reset(); }, decider);
    CHECK(runtime.failures().empty());
    CHECK(runtime.events().empty());
  }
}

TEST_CASE("a static of a function is made in one execution and survives it", "[statics]") {
  // Made inside: it is not at namespace scope, and the next execution says so.
  controlled_runtime runtime({});
  staying decider;
  run(
      runtime, [] { function_static().read(); }, decider);
  CHECK(runtime.failures().empty());
  run(
      runtime, [] { function_static().read(); }, decider);
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == failure_kind::nondeterminism);
}
