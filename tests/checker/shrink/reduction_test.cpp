#include "checker/shrink/reduction.hpp"

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/recorded_run.hpp"
#include "checker/shrink/loose_schedule.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using program = std::function<void()>;
using wishes = std::vector<checker::decision>;

namespace {

/// The failure that a program shows under these wishes. The tasks of a `together` have the numbers
/// from 1 on.
checker::failing_schedule failure_of(const program& body, const wishes& wanted) {
  scheduler::controlled_runtime runtime{{}};
  checker::loose_schedule schedule(wanted);
  runtime.run(checker::main_task(body), schedule);
  const checker::finished_run run = checker::view_of(runtime);
  std::vector<checker::symptom> seen;
  checker::detect_all(run, seen);
  REQUIRE(seen.size() == 1);
  return {seen[0].kind, seen[0].key, checker::token_of("reduced", run), checker::size_of(run)};
}

checker::schedule_size reduced(const program& body, const wishes& wanted,
                               std::uint64_t executions) {
  checker::failing_schedule schedule = failure_of(body, wanted);
  checker::trials runs(body, {}, {.executions = executions});
  checker::reduce(runs, schedule);
  // It is what the token says.
  const checker::recorded_run again(body, schedule.how);
  CHECK(again.divergence().empty());
  CHECK(checker::size_of(again.left()) == schedule.size);
  return schedule.size;
}

/// Each of the tasks stores three times in an atomic of its own. The first then says that it is
/// done, and the last fails if it has begun before that.
void strangers() {
  heddle::atomic<bool> done{false, "done"};
  const auto store = [] {
    heddle::atomic<int> own{0, "own"};
    for (int value = 0; value < 3; ++value) own.store(value);
  };
  heddle::together({[&] {
                      store();
                      done.store(true);
                    },
                    store,
                    [&] {
                      const bool late = done.load();
                      store();
                      heddle::check(late, "after the first");
                    }});
}

/// Begins with the last task.
const std::vector<std::uint32_t> round_robin{3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 1};

/// Fails if the second task comes first, whatever is chosen, and is longer where that is not 0.
void detour() {
  heddle::atomic<int> x{0, "x"};
  const auto choose = [&] {
    if (heddle::choose(3) == 2)
      for (int value = 0; value < 4; ++value) (void)x.load();
  };
  heddle::together({[&] {
                      choose();
                      heddle::check(x.load() == 0, "second");
                    },
                    [&] {
                      choose();
                      x.store(1);
                    }});
}

/// Fails if the third task stores first, then the second runs, and then the first.
void in_turn() {
  heddle::atomic<int> p{0, "p"};
  heddle::atomic<int> q{0, "q"};
  heddle::atomic<int> r{0, "r"};
  heddle::together({[&] { heddle::check(q.load() == 0, "not after the others"); },
                    [&] {
                      if (p.load() == 1) q.store(1);
                      r.store(1);
                    },
                    [&] {
                      p.store(1);
                      (void)r.load();
                    }});
}

/// Wishes for one event of each of these tasks, in this order.
wishes in_order(const std::vector<std::uint32_t>& tasks) {
  wishes all;
  for (const std::uint32_t task : tasks) all.push_back({task, 0});
  return all;
}

}  // namespace

TEST_CASE("reduced: the same trace is straightened in one go") {
  // Each object is destroyed at the end of its task: with that 5, 4 and 5 events in 13 switches.
  // Two of these leave a task at its end. One execution to begin with, one to see that it helps.
  CHECK(failure_of(strangers, in_order(round_robin)).size.preemptions == 11);
  const checker::schedule_size size = reduced(strangers, in_order(round_robin), 2);
  CHECK(size.preemptions == 0);
  CHECK(size.switches == 2);
}

TEST_CASE("reduced: what can be done without is removed") {
  // The second task must come first: its choice and, if that is 2, four loads and the store. Then
  // the first, as if nothing had been wished for.
  const wishes longest{{2, 2}, {2, 0}, {2, 0}, {2, 0}, {2, 0}, {2, 0}, {1, 2}};
  const std::size_t before = failure_of(detour, longest).size.events;
  // Without the wishes for the first task: 0 is chosen there. To begin with, all of them, none of
  // which leaves the failure; then the first half, the second half.
  CHECK(reduced(detour, longest, 5).events == before - 4);
  // The way of the second task is another matter.
  CHECK(reduced(detour, longest, 100).events == before - 8);
}

TEST_CASE("reduced: blocks of a task are joined where the order of the others matters") {
  // In this trace the third task loads what the second has stored, and must be preempted. It need
  // not load that, but it must store before the second runs.
  const wishes divided = in_order({3, 2, 2, 2, 1, 3});
  CHECK(failure_of(in_turn, divided).size.preemptions == 1);
  CHECK(reduced(in_turn, divided, 100).preemptions == 0);
}

TEST_CASE("reduced: nothing is tried beyond the budget") {
  CHECK(reduced(strangers, in_order(round_robin), 1).preemptions == 11);
}

TEST_CASE("a loose schedule grants what it can") {
  scheduler::controlled_runtime runtime{{}};
  const program body = [] {
    heddle::mutex lock;
    const auto take = [&] {
      lock.lock();
      lock.unlock();
    };
    heddle::together({take, take});
  };
  const auto tasks_of = [&](const wishes& wanted) {
    checker::loose_schedule schedule(wanted);
    CHECK(runtime.run(checker::main_task(body), schedule) == scheduler::ending::completed);
    std::vector<std::uint32_t> tasks;
    for (const scheduler::event& done : runtime.events())
      if (done.kind == scheduler::operation_kind::lock ||
          done.kind == scheduler::operation_kind::unlock)
        tasks.push_back(done.task);
    return tasks;
  };
  using list = std::vector<std::uint32_t>;
  CHECK(tasks_of({}) == list{1, 1, 2, 2});
  CHECK(tasks_of(in_order({2})) == list{2, 2, 1, 1});
  // The first task cannot lock before the second has unlocked: its wish comes true after that.
  CHECK(tasks_of(in_order({2, 1, 2})) == list{2, 2, 1, 1});
  // Nobody has that way, or that many events.
  CHECK(tasks_of({{1, 7}, {1, 0}, {1, 0}, {1, 0}}) == list{1, 1, 2, 2});
}
