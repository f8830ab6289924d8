#include "scheduler/recording.hpp"

#include <algorithm>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"

namespace scheduler = heddle::scheduler;
using scheduler::execution;
using scheduler::operation_kind;

namespace {

/// Stays with the current task while it can go on, but for preemptions before the given events.
class stay final : public scheduler::decider {
 public:
  explicit stay(std::vector<std::uint32_t> leave = {}) : leave_(std::move(leave)) {}

  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    scheduler::task_index next = point.current();
    const bool leaves = std::find(leave_.begin(), leave_.end(), point.step()) != leave_.end();
    if (next == scheduler::no_task || leaves || !point.enabled().contains(next))
      next = other_than(point, next);
    return {next, point.nth_way(next, 0)};
  }

 private:
  static scheduler::task_index other_than(const scheduler::scheduling_point& point,
                                          scheduler::task_index current) {
    scheduler::task_index found = scheduler::no_task;
    point.enabled().for_each([&](scheduler::task_index task) {
      if (found == scheduler::no_task && task != current) found = task;
    });
    return found == scheduler::no_task ? point.enabled().first() : found;
  }

  std::vector<std::uint32_t> leave_;
};

template <class Body>
execution record(Body body, std::vector<std::uint32_t> leave = {}) {
  scheduler::controlled_runtime runtime{scheduler::execution_options{}};
  scheduler::recording recording;
  stay how(std::move(leave));
  scheduler::task_entry entry;
  entry.run = [](void* context) { (*static_cast<Body*>(context))(); };
  entry.context = &body;
  const scheduler::ending ended = runtime.run(entry, how, 0, &recording);
  return recording.finish(ended);
}

std::vector<std::string> texts(const execution& told) {
  std::vector<std::string> lines;
  for (const auto& step : told.steps)
    lines.push_back((step.task == execution::none
                         ? "-"
                         : told.tasks[static_cast<std::size_t>(step.task)].name) +
                    ": " + step.text);
  return lines;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("steps are told with names, values and lines") {
  const execution told = record([] {
    heddle::var<int> balance{100, "balance"};
    const int seen = balance.get();
    balance = seen - 30;
    heddle::observe("balance", seen);
    heddle::note("taken");
  });
  CHECK(texts(told) == lines{"main: read balance -> 100", "main: write balance 70"});
  REQUIRE(told.steps.size() == 2);
  CHECK(told.steps[1].number == 2);
  CHECK(told.steps[1].before == "100");
  CHECK(told.steps[1].after == "70");
  CHECK(told.steps[1].where.brief().starts_with("recording_test.cpp:"));
  CHECK(told.steps[1].where.line == told.steps[0].where.line + 1);
  CHECK(told.steps[1].enabled == std::vector<int>{0});
  REQUIRE(told.objects.size() == 1);
  CHECK(told.objects[0].initial == "100");
  REQUIRE(told.observations.size() == 1);
  CHECK(told.observations[0].value == "100");
  CHECK(told.observations[0].step == 2);
  REQUIRE(told.remarks.size() == 1);
  CHECK(told.remarks[0].text == "taken");
  CHECK(told.how == scheduler::ending::completed);
}

TEST_CASE("unnamed tasks and objects are numbered by kind and creator") {
  const execution told = record([] {
    heddle::mutex a;
    heddle::mutex b{"named"};
    heddle::mutex c;
    heddle::var<int> v;
    const auto body = [] {
      heddle::mutex own;
      heddle::mutex second;
      heddle::thread{[] {}}.join();
    };
    heddle::thread unnamed{body};
    heddle::thread alice{"alice", body};
    unnamed.join();
    alice.join();
  });
  lines objects;
  for (const auto& one : told.objects) objects.push_back(one.name);
  CHECK(objects == lines{"mutex 1", "named", "mutex 3", "variable 1", "thread 1.mutex 1",
                         "thread 1.mutex 2", "alice.mutex 1", "alice.mutex 2"});
  lines tasks;
  for (const auto& one : told.tasks) tasks.push_back(one.name);
  CHECK(tasks == lines{"main", "thread 1", "alice", "thread 1.thread 1", "alice.thread 1"});
  for (const auto& one : told.tasks) CHECK(one.finished);
  CHECK(told.tasks[2].parent == 0);
  CHECK(told.tasks[2].number == 2);
  CHECK(told.tasks[0].parent == execution::none);
}

TEST_CASE("spawns name the task they start, joins the one they wait for") {
  const execution told = record([] {
    heddle::thread alice{"alice", [] {}};
    alice.join();
  });
  CHECK(texts(told) == lines{"main: start alice", "main: join alice"});
  CHECK(told.steps.at(0).other_task == 1);
  CHECK(told.steps.at(1).other_task == 1);
  CHECK(told.steps.at(0).object == execution::none);
  CHECK(told.steps.at(0).where.brief().starts_with("recording_test.cpp:"));
}

TEST_CASE("a preemption tells what the task was about to do") {
  const execution told = record(
      [] {
        heddle::var<int> x{0, "x"};
        heddle::thread alice{"alice", [&] { x = 1; }};
        x = 2;
        alice.join();
      },
      {1});
  CHECK(texts(told) ==
        lines{"main: start alice", "alice: write x 1", "main: write x 2", "main: join alice"});
  CHECK(told.steps[1].preempts);
  CHECK(told.steps[1].preempted == "write x 2");
  CHECK(told.steps[1].enabled == std::vector<int>{0, 1});
  CHECK_FALSE(told.steps[2].preempts);
  CHECK(told.steps[2].preempted.empty());
}

TEST_CASE("locks and condition variables are told by who holds and who waits") {
  const execution told = record([] {
    heddle::mutex m{"m"};
    heddle::condition_variable c{"c"};
    heddle::thread alice{"alice", [&] {
                           heddle::unique_lock<heddle::mutex> lock(m);
                           c.wait(lock);
                         }};
    alice.detach();
    heddle::counting_semaphore<3> s{2};
    s.acquire();
    (void)m.try_lock();
  });
  const auto& steps = told.steps;
  REQUIRE(steps.size() >= 3);
  CHECK(steps[1].text == "acquire semaphore 1");
  CHECK(steps[1].before == "2 of 3");
  CHECK(steps[1].after == "1 of 3");
  CHECK(steps[2].text == "try_lock m");
  CHECK(steps[2].before == "free");
  CHECK(steps[2].after == "held by main");
}

TEST_CASE("stuck tasks tell what they wait for, and failures what happened") {
  const execution told = record([] {
    static heddle::mutex m{"m"};
    static heddle::condition_variable c{"c"};
    heddle::thread alice{"alice", [] {
                           heddle::unique_lock<heddle::mutex> lock(m);
                           c.wait(lock);
                         }};
    heddle::thread bob{"bob", [] { heddle::check(false, "bob fails"); }};
    alice.join();
    bob.join();
  });
  CHECK(told.how == scheduler::ending::stuck);
  CHECK(told.tasks[0].pending == "join alice");
  CHECK(told.tasks[0].pending_task == 1);
  CHECK(told.tasks[0].pending_at.known());
  CHECK_FALSE(told.tasks[1].finished);
  CHECK(told.tasks[1].pending == "wake up from c");
  CHECK(told.tasks[1].pending_object == (told.objects[0].name == "c" ? 0 : 1));
  CHECK(told.tasks[2].finished);
  REQUIRE(told.problems.size() == 1);
  CHECK(told.problems[0].text == "bob fails");
  CHECK(told.problems[0].task == 2);
  CHECK(told.problems[0].where.known());
  lines states;
  for (const auto& step : told.steps)
    if (step.object != execution::none) states.push_back(step.before + " > " + step.after);
  CHECK(states == lines{"free > held by alice", "waited on by nobody > waited on by alice"});
}

TEST_CASE("a process' copies bear its name and begin with its parent's values") {
  const execution told = record([] {
    heddle::var<int> x{5, "x"};
    x = 6;
    heddle::process child{[&] { x = 7; }};
    child.join();
  });
  REQUIRE(told.objects.size() == 2);
  CHECK(told.objects[1].name == "process 1.x");
  CHECK(told.objects[1].copy_of == 0);
  CHECK(told.objects[1].initial == "6");
  CHECK(texts(told).at(2) == "process 1: write process 1.x 7");
}

TEST_CASE("ways and their ranks") {
  const execution told = record([] {
    heddle::mutex m{"m"};
    heddle::condition_variable c{"c"};
    heddle::counting_semaphore<> both_are_there{0};
    heddle::thread alice{"alice", [&] {
                           heddle::unique_lock<heddle::mutex> lock(m);
                           c.wait(lock);
                         }};
    heddle::thread bob{"bob", [&] {
                         both_are_there.release();
                         heddle::unique_lock<heddle::mutex> lock(m);
                         c.wait(lock);
                       }};
    // Main cannot go on: alice waits, then bob, who could be left but is not.
    both_are_there.acquire();
    c.notify_one();
    c.notify_all();
    alice.join();
    bob.join();
  });
  lines notified;
  for (const auto& step : told.steps) {
    if (step.kind != operation_kind::notify_one) continue;
    notified.push_back(step.text);
    CHECK(step.ways == 2);
    CHECK(step.way == 0);
    CHECK(step.other_task == 1);
    CHECK(step.before == "waited on by alice, bob");
    CHECK(step.after == "waited on by bob");
  }
  CHECK(notified == lines{"notify_one c -> alice"});
  CHECK(told.how == scheduler::ending::completed);
}
