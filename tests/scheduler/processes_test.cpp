#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// Processes share nothing but what is made to be shared.

using namespace heddle::testing;
using s::controlled_runtime;
using s::ending;
using s::failure_kind;
using s::numbering;
using s::operation_kind;

namespace {

constexpr bool as_process = true;

cell global(7, "global in processes");

std::vector<s::misuse> misuses(const controlled_runtime& runtime) {
  std::vector<s::misuse> all;
  for (const s::failure& each : runtime.failures()) all.push_back(each.what);
  return all;
}

}  // namespace

TEST_CASE("a process begins with the values of the fork", "[processes]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  const auto body = [&] {
    cell value(1);
    value.write(2);
    std::uint64_t in_child = 0;
    std::uint64_t in_parent = 0;
    {
      worker child(
          [&] {
            in_child = value.read();
            value.write(10);
            in_child = in_child * 100 + value.read();
          },
          as_process);
      value.write(3);
      in_parent = value.read();
    }
    in_parent = in_parent * 100 + value.read();
    seen.insert({in_child, in_parent});
  };
  explore(runtime, body, [](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(done.failures().empty());
  });
  // Neither sees what the other writes, under any schedule.
  CHECK(seen == std::set<std::pair<std::uint64_t, std::uint64_t>>{{210, 303}});
}

TEST_CASE("a process holds what the forking task holds", "[processes]") {
  controlled_runtime runtime({});
  staying decider;
  SECTION("its own locks: each gives back its own") {
    CHECK(run(
              runtime,
              [&] {
                lockable mutex;
                mutex.lock();
                worker child(
                    [&] {
                      mutex.unlock();
                      mutex.lock();
                      mutex.unlock();
                    },
                    as_process);
                child.join();
                mutex.unlock();
              },
              decider) == ending::completed);
    CHECK(runtime.failures().empty());
  }
  SECTION("shared ownership, too") {
    CHECK(run(
              runtime,
              [&] {
                thing mutex(s::object_kind::shared_mutex);
                mutex.perform(operation_kind::lock_shared);
                worker child(
                    [&] {
                      mutex.perform(operation_kind::unlock_shared);
                      mutex.perform(operation_kind::lock);
                      mutex.perform(operation_kind::unlock);
                    },
                    as_process);
                child.join();
                mutex.perform(operation_kind::unlock_shared);
              },
              decider) == ending::completed);
    CHECK(runtime.failures().empty());
  }
  SECTION("what another task has locked stays locked in the child for ever") {
    const auto kind = GENERATE(operation_kind::lock, operation_kind::lock_shared);
    CHECK(run(
              runtime,
              [&] {
                thing mutex(s::object_kind::shared_mutex);
                signal locked;
                signal forked;
                worker other([&] {
                  mutex.perform(kind);
                  locked.set();
                  forked.wait();
                  mutex.perform(kind == operation_kind::lock ? operation_kind::unlock
                                                             : operation_kind::unlock_shared);
                });
                locked.wait();
                worker child([&] { mutex.perform(operation_kind::lock); }, as_process);
                forked.set();
                other.join();
                mutex.perform(operation_kind::lock);
                mutex.perform(operation_kind::unlock);
              },
              decider) == ending::stuck);
    REQUIRE(runtime.stuck().size() == 2);
    CHECK(runtime.stuck()[1].task == 2);
    CHECK(runtime.stuck()[1].pending.kind == operation_kind::lock);
  }
}

TEST_CASE("processes within processes", "[processes]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  std::set<std::vector<std::uint64_t>> seen;
  const auto body = [&] {
    cell value(1);
    std::vector<std::uint64_t> values(3);
    {
      worker child(
          [&] {
            value.write(2);
            cell own(5);
            {
              worker grandchild(
                  [&] {
                    values[2] = value.read() * 10 + own.read();
                    value.write(3);
                    own.write(6);
                  },
                  as_process);
            }
            values[1] = value.read() * 10 + own.read();
          },
          as_process);
    }
    values[0] = value.read();
    seen.insert(values);
  };
  explore(runtime, body, [](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(done.failures().empty());
  });
  CHECK(seen == std::set<std::vector<std::uint64_t>>{{1, 25, 25}});
}

TEST_CASE("threads of a process share its copies", "[processes]") {
  controlled_runtime runtime({});
  std::set<std::uint64_t> in_child;
  std::set<std::uint64_t> in_parent;
  const auto body = [&] {
    cell value(1);
    {
      worker child(
          [&] {
            {
              const auto add = [&] { value.write(value.read() + 1); };
              worker thread(add);
              add();
            }
            in_child.insert(value.read());
          },
          as_process);
    }
    in_parent.insert(value.read());
  };
  explore(runtime, body, [](const controlled_runtime&) {});
  CHECK(in_child == std::set<std::uint64_t>{2, 3});
  CHECK(in_parent == std::set<std::uint64_t>{1});
}

TEST_CASE("shared objects cross", "[processes]") {
  controlled_runtime runtime({});
  staying decider;
  std::uint64_t seen = 0;
  CHECK(run(
            runtime,
            [&] {
              thing shared({.kind = s::object_kind::variable, .process_shared = true});
              worker child(
                  [&] {
                    worker grandchild([&] { shared.perform(operation_kind::write, 5); },
                                      as_process);
                  },
                  as_process);
              child.join();
              seen = shared.perform(operation_kind::read).value;
            },
            decider) == ending::completed);
  CHECK(seen == 5);
  CHECK(runtime.created_objects().size() == 1);
}

TEST_CASE("what is made after the fork belongs to its maker", "[processes]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  SECTION("the parent's is none of the child's") {
    CHECK(run(
              runtime,
              [&] {
                std::unique_ptr<cell> late;
                signal never_copied;
                thing made({.kind = s::object_kind::event, .process_shared = true});
                worker child(
                    [&] {
                      made.perform(operation_kind::event_wait);
                      late->read();
                    },
                    as_process);
                late = std::make_unique<cell>();
                made.perform(operation_kind::set);
                child.join();
              },
              decider) == ending::completed);
    CHECK(misuses(runtime) == std::vector{s::misuse::other_process});
    CHECK(runtime.failures()[0].task == 1);
  }
  SECTION("the child's is none of the parent's") {
    CHECK(run(
              runtime,
              [&] {
                std::unique_ptr<cell> of_child;
                {
                  worker child([&] { of_child = std::make_unique<cell>(); }, as_process);
                }
                of_child->read();
              },
              decider) == ending::completed);
    CHECK(misuses(runtime) == std::vector{s::misuse::other_process});
  }
  SECTION("nor to destroy, which does not end the program") {
    CHECK(run(
              runtime,
              [&] {
                std::unique_ptr<cell> of_child;
                worker child([&] { of_child = std::make_unique<cell>(); }, as_process);
                child.join();
                of_child.reset();
              },
              decider) == ending::completed);
    CHECK(misuses(runtime) == std::vector{s::misuse::other_process});
  }
  SECTION("siblings have nothing of each other") {
    std::unique_ptr<cell> of_first;
    CHECK(run(
              runtime,
              [&] {
                worker first([&] { of_first = std::make_unique<cell>(); }, as_process);
                first.join();
                worker second([&] { of_first->read(); }, as_process);
                second.join();
              },
              decider) == ending::completed);
    CHECK(misuses(runtime) == std::vector{s::misuse::other_process});
  }
}

TEST_CASE("statics in processes", "[processes]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  std::set<std::vector<std::uint64_t>> seen;
  const bool used_before = GENERATE(false, true);
  const auto body = [&] {
    std::vector<std::uint64_t> values(3);
    if (used_before) global.write(8);
    {
      worker child(
          [&] {
            values[0] = global.read();
            global.write(20);
            worker grandchild([&] { values[1] = global.read(); }, as_process);
          },
          as_process);
      global.write(9);
    }
    values[2] = global.read();
    seen.insert(values);
  };
  explore(runtime, body, [](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(done.failures().empty());
  });
  // Used first after the fork, the child's begins as it was constructed, whoever came first.
  CHECK(seen == std::set<std::vector<std::uint64_t>>{
                    {used_before ? std::uint64_t{8} : std::uint64_t{7}, 20, 9}});
}

TEST_CASE("copies are the same objects under every schedule", "[processes]") {
  controlled_runtime runtime({}, numbering::stable);
  // Another task makes objects before or after the fork; the child makes one of its own.
  const auto body = [&] {
    cell value;
    worker other([&] {
      value.read();
      const lockable first;
      const lockable second;
    });
    worker child(
        [&] {
          value.read();
          const signal own;
        },
        as_process);
  };
  // By place: who has been there.
  using who = std::tuple<s::task_index, std::uint32_t, s::object_kind, std::uint64_t>;
  std::map<std::uint32_t, std::set<who>> there;
  std::set<std::size_t> counts;
  std::set<std::uint32_t> own;
  explore(runtime, body, [&](const controlled_runtime& done) {
    std::set<std::pair<std::uint32_t, std::uint64_t>> of_child;
    for (const auto& each : done.created_objects()) {
      there[each.place].insert({each.creator, each.number, each.kind, each.salt});
      if (each.kind == s::object_kind::event) own.insert(each.number);
      if (each.creator == 2) CHECK(of_child.insert({each.number, each.salt}).second);
    }
    counts.insert(done.created_objects().size());
  });
  for (const auto& [place, all] : there) CHECK(all.size() == 1);
  // The variable, two mutexes, the event and a copy of the variable; and of no, one or both
  // mutexes.
  CHECK(counts == std::set<std::size_t>{5, 6, 7});
  // The child's first object is its first, whatever it has copies of.
  CHECK(own == std::set<std::uint32_t>{1});
}
