#include "checker/detector.hpp"

#include "checker/finding_table.hpp"
#include "checker/result.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using checker::finished_run;
using checker::symptom;
using heddle::finding_kind;
using scheduler::ending;
using scheduler::failure_kind;
using scheduler::operation_kind;

namespace {

scheduler::object_state mutex_state() {
  scheduler::object_state state;
  state.kind = scheduler::object_kind::mutex;
  return state;
}

scheduler::failure failure(failure_kind kind, scheduler::task_index task, std::string text) {
  scheduler::failure made;
  made.kind = kind;
  made.task = task;
  made.text = std::move(text);
  return made;
}

/// A run written by hand: main (task 0) has started alice (1) and bob (2) and made two mutexes.
struct hand_written {
  std::vector<finished_run::identity> tasks{
      {0, scheduler::no_task, 1, {}, false, 0}, {1, 0, 1, {}, false, 0}, {2, 0, 2, {}, false, 0}};
  std::vector<finished_run::identity> created{{0, 0, 1, scheduler::object_kind::mutex, false, 0},
                                              {1, 0, 2, scheduler::object_kind::mutex, false, 0}};
  std::vector<scheduler::object_state> objects{mutex_state(), mutex_state()};
  std::vector<scheduler::failure> failures;
  std::vector<finished_run::waiting> stuck;
  ending how = ending::completed;
  bool main_takes_part = true;

  void wait(scheduler::task_index task, operation_kind kind, std::uint32_t object) {
    how = ending::stuck;
    scheduler::operation pending{kind};
    pending.object = object;
    stuck.push_back({task, pending});
  }
  [[nodiscard]] finished_run view() const {
    return {.how = how,
            .failures = failures,
            .objects = objects,
            .stuck = stuck,
            .created_tasks = tasks,
            .created_objects = created,
            .main_takes_part = main_takes_part};
  }
  [[nodiscard]] std::vector<symptom> seen() const {
    std::vector<symptom> symptoms;
    checker::detect_all(view(), symptoms);
    return symptoms;
  }
};

/// Alice holds the first mutex and wants the second, bob the other way round.
hand_written crossed_locks() {
  hand_written run;
  run.objects[0].owner = 1;
  run.objects[1].owner = 2;
  run.wait(1, operation_kind::lock, 1);
  run.wait(2, operation_kind::lock, 0);
  return run;
}

void add_lock(scheduler::execution& told, int task, int object) {
  scheduler::execution::step step;
  step.number = static_cast<std::uint32_t>(told.steps.size()) + 1;
  step.task = task;
  step.kind = operation_kind::lock;
  step.object = object;
  told.steps.push_back(step);
}

/// The record of the same run: alice has locked A, bob B.
scheduler::execution told_of(const hand_written& run) {
  scheduler::execution told;
  for (const char* name : {"main", "alice", "bob"}) told.tasks.emplace_back().name = name;
  for (const char* name : {"A", "B"}) told.objects.emplace_back().name = name;
  for (const auto& one : run.stuck)
    told.tasks[one.task].pending = one.pending.kind == operation_kind::join ? "join" : "lock";
  add_lock(told, 1, 0);
  add_lock(told, 2, 1);
  return told;
}

}  // namespace

TEST_CASE("a completed run with nothing wrong shows nothing") {
  CHECK(hand_written().seen().empty());
}

TEST_CASE("a stuck end is a deadlock, partial if main has ended") {
  hand_written run = crossed_locks();
  REQUIRE(run.seen().size() == 1);
  CHECK(run.seen()[0].kind == finding_kind::partial_deadlock);
  run.wait(0, operation_kind::join, 1);
  REQUIRE(run.seen().size() == 1);
  CHECK(run.seen()[0].kind == finding_kind::deadlock);

  hand_written together = crossed_locks();
  together.main_takes_part = false;
  CHECK(together.seen().at(0).kind == finding_kind::deadlock);
}

TEST_CASE("a deadlock tells who waits for what and holds what") {
  hand_written run = crossed_locks();
  run.wait(0, operation_kind::join, 1);
  const checker::finding found = checker::describe(run.seen().at(0), run.view(), told_of(run));
  CHECK(found.message == "2 tasks wait for ever");
  REQUIRE(found.blocked.size() == 3);
  CHECK(found.blocked[0].task == 1);
  CHECK_FALSE(found.blocked[0].bystander);
  REQUIRE(found.blocked[0].holds.size() == 1);
  CHECK(found.blocked[0].holds[0].object == 0);
  CHECK(found.blocked[0].holds[0].since == 1);
  CHECK(found.blocked[0].since == 1);
  CHECK(found.blocked[2].task == 0);
  CHECK(found.blocked[2].bystander);
  CHECK(found.blocked[2].holds.empty());
}

TEST_CASE("deadlocks are the same whoever is in them and whoever looks on") {
  hand_written run = crossed_locks();
  run.wait(0, operation_kind::join, 1);
  hand_written other;
  other.objects[0].owner = 2;
  other.objects[1].owner = 1;
  other.wait(0, operation_kind::join, 2);
  other.wait(2, operation_kind::lock, 1);
  other.wait(1, operation_kind::lock, 0);
  CHECK(run.seen().at(0).key == other.seen().at(0).key);
}

TEST_CASE("a holder that was stopped at its limit has not ended") {
  // Alice and bob are in a ring. Main reads what bob wants to write, too.
  hand_written run = crossed_locks();
  run.objects[0].kind = scheduler::object_kind::shared_mutex;
  run.objects[0].owner = scheduler::no_task;
  run.objects[0].tasks.insert(0);
  run.objects[0].tasks.insert(1);
  run.how = ending::truncated;
  REQUIRE(run.seen().size() == 1);
  const checker::finding stopped = checker::describe(run.seen()[0], run.view(), told_of(run));
  CHECK(stopped.deadlock->shape == checker::deadlock_shape::cycle);
  REQUIRE(stopped.blocked.size() == 2);
  REQUIRE(stopped.blocked[1].helpers.size() == 2);
  for (const checker::helper& one : stopped.blocked[1].helpers) CHECK_FALSE(one.ended);

  // Had main ended, bob would wait in vain whatever alice does.
  run.how = ending::stuck;
  REQUIRE(run.seen().size() == 1);
  const checker::finding over = checker::describe(run.seen()[0], run.view(), told_of(run));
  CHECK(over.deadlock->shape == checker::deadlock_shape::abandoned);
  CHECK(over.blocked.at(0).bystander);
  CHECK(over.blocked.at(1).helpers.at(0).ended);
}

TEST_CASE("a lock whose holder has ended is abandoned") {
  hand_written run;
  run.objects[0].owner = 1;
  run.wait(0, operation_kind::join, 2);
  run.wait(2, operation_kind::lock, 0);
  REQUIRE(run.seen().size() == 1);
  CHECK(run.seen()[0].key != crossed_locks().seen().at(0).key);
  const checker::finding found = checker::describe(run.seen()[0], run.view(), told_of(run));
  CHECK(found.message == "A is held by a task that has ended");
  CHECK(found.deadlock->shape == checker::deadlock_shape::abandoned);
  REQUIRE(found.blocked.size() == 2);
  CHECK(found.blocked[0].bystander);
  CHECK_FALSE(found.blocked[1].bystander);
  REQUIRE(found.blocked[1].helpers.size() == 1);
  CHECK(found.blocked[1].helpers[0].task == 1);
  CHECK(found.blocked[1].helpers[0].since == 1);
}

TEST_CASE("when a task was stopped, only what it cannot undo is a deadlock") {
  hand_written run = crossed_locks();
  run.how = ending::truncated;
  REQUIRE(run.seen().size() == 1);
  CHECK(run.seen()[0].kind == finding_kind::partial_deadlock);

  // The holder may be the one that was stopped.
  hand_written held;
  held.objects[0].owner = 1;
  held.wait(2, operation_kind::lock, 0);
  held.how = ending::truncated;
  CHECK(held.seen().empty());
}

TEST_CASE("tasks that join each other are no bystanders") {
  hand_written run;
  run.wait(1, operation_kind::join, 2);
  run.wait(2, operation_kind::join, 1);
  const checker::finding found = checker::describe(run.seen().at(0), run.view(), told_of(run));
  CHECK(found.message == "2 tasks wait for ever");
  CHECK_FALSE(found.blocked[0].bystander);
}

TEST_CASE("who waits for a task that failed is not reported") {
  hand_written run = crossed_locks();
  run.failures.push_back(failure(failure_kind::check, 2, "no"));
  REQUIRE(run.seen().size() == 1);
  CHECK(run.seen()[0].kind == finding_kind::invariant);
}

TEST_CASE("failures become findings of their kinds") {
  hand_written run;
  run.failures.push_back(failure(failure_kind::check, 1, "never negative"));
  run.failures.push_back(failure(failure_kind::exception, 2, "int"));
  run.failures.push_back(failure(failure_kind::misuse, 0, ""));
  run.failures.back().what = scheduler::misuse::unlock_not_locked;
  run.failures.back().object = 1;
  run.failures.push_back(failure(failure_kind::nondeterminism, 0, "left, right"));
  const auto seen = run.seen();
  REQUIRE(seen.size() == 4);
  const auto told = told_of(run);
  const auto kinds = {finding_kind::invariant, finding_kind::exception, finding_kind::misuse,
                      finding_kind::nondeterminism};
  auto kind = kinds.begin();
  for (const symptom& one : seen) CHECK(checker::describe(one, run.view(), told).kind == *kind++);
  CHECK(checker::describe(seen[0], run.view(), told).message == "never negative");
  CHECK(checker::describe(seen[0], run.view(), told).task == 1);
  const auto misuse = checker::describe(seen[2], run.view(), told);
  CHECK(misuse.object == 1);
  CHECK(misuse.message.starts_with("B "));
}

TEST_CASE("findings are told apart by message and object") {
  hand_written run;
  run.failures.push_back(failure(failure_kind::check, 0, "one"));
  run.failures.push_back(failure(failure_kind::check, 0, "two"));
  run.failures.push_back(failure(failure_kind::check, 1, "one"));
  const auto seen = run.seen();
  CHECK(seen[0].key != seen[1].key);
  CHECK(seen[0].key == seen[2].key);
}

TEST_CASE("a lock held at the end is a leak of a completed execution only") {
  hand_written run;
  run.objects[1].owner = 2;
  REQUIRE(run.seen().size() == 1);
  const auto found = checker::describe(run.seen()[0], run.view(), told_of(run));
  CHECK(found.kind == finding_kind::leak);
  CHECK(found.message == "B is still locked when everything has ended");
  CHECK(found.task == 2);

  hand_written shared;
  shared.objects[0].kind = scheduler::object_kind::shared_mutex;
  shared.objects[0].tasks.insert(1);
  CHECK(shared.seen().at(0).kind == finding_kind::leak);

  // Waiting for a condition variable is holding nothing, nor is running a call_once.
  hand_written others;
  others.objects[0].kind = scheduler::object_kind::condition_variable;
  others.objects[0].tasks.insert(1);
  others.objects[1].kind = scheduler::object_kind::once;
  others.objects[1].owner = 1;
  CHECK(others.seen().empty());

  run.how = ending::truncated;
  CHECK(run.seen().empty());
}

TEST_CASE("what happens in executions that do not count is dropped, in truncated ones kept") {
  hand_written run;
  run.failures.push_back(failure(failure_kind::check, 0, "no"));
  for (const ending how : {ending::pruned, ending::given_up}) {
    run.how = how;
    CHECK(run.seen().empty());
  }
  run.how = ending::truncated;
  CHECK(run.seen().size() == 1);
}

TEST_CASE("expectations mark findings, and what did not occur is missing") {
  std::vector<checker::finding> findings(3);
  findings[0].kind = finding_kind::partial_deadlock;
  findings[1].kind = finding_kind::invariant;
  findings[1].message = "never negative";
  findings[2].kind = finding_kind::nondeterminism;
  const std::vector<heddle::expectation> expect{finding_kind::deadlock,
                                                {finding_kind::invariant, "always positive"},
                                                finding_kind::nondeterminism,
                                                finding_kind::leak};
  const auto missing = checker::apply_expectations(expect, findings);
  CHECK(findings[0].expected);
  CHECK_FALSE(findings[1].expected);
  CHECK_FALSE(findings[2].expected);
  CHECK(missing ==
        std::vector<std::string>{"invariant: always positive", "nondeterminism", "leak"});

  checker::result found;
  CHECK(found.as_declared());
  found.findings = findings;
  CHECK_FALSE(found.as_declared());
  found.findings.resize(1);
  CHECK(found.as_declared());
  found.missing = {"leak"};
  CHECK_FALSE(found.as_declared());
}
