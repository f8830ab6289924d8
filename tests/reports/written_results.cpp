#include "tests/reports/written_results.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checker/causes/causal_cone.hpp"
#include "checker/causes/values_read.hpp"

namespace heddle::reports::test {

using checker::coverage_kind;
using scheduler::execution;
using scheduler::failure_kind;

int written_execution::task(const std::string& name) {
  execution::task one;
  one.name = name;
  one.finished = true;
  told.tasks.push_back(one);
  return static_cast<int>(told.tasks.size()) - 1;
}

int written_execution::object(const std::string& name, object_kind kind,
                              const std::string& initial) {
  execution::object one;
  one.name = name;
  one.kind = kind;
  one.initial = initial;
  told.objects.push_back(one);
  states_.push_back(initial);
  return static_cast<int>(told.objects.size()) - 1;
}

written_execution& written_execution::step(int task, operation_kind kind, int object,
                                           const std::string& text, const std::string& after,
                                           std::uint32_t number) {
  execution::step one;
  one.number = static_cast<std::uint32_t>(told.steps.size()) + 1;
  one.task = task;
  one.kind = kind;
  one.object = object;
  one.text = text;
  one.where = line(number);
  one.preempts = preempts_;
  one.preempted = preempted_;
  if (object != execution::none) {
    std::string& state = states_[static_cast<std::size_t>(object)];
    one.before = state;
    one.after = after;
    state = after;
  }
  preempts_ = false;
  preempted_.clear();
  told.steps.push_back(one);
  return *this;
}

written_execution& written_execution::read(int task, int place, std::uint32_t number) {
  const std::string value = states_[static_cast<std::size_t>(place)];
  return step(task, operation_kind::read, place,
              fmt::format("read {} -> {}", at(place).name, value), value, number);
}

written_execution& written_execution::write(int task, int place, const std::string& value,
                                            std::uint32_t number) {
  return step(task, operation_kind::write, place, fmt::format("write {} {}", at(place).name, value),
              value, number);
}

written_execution& written_execution::lock(int task, int place, std::uint32_t number) {
  return step(task, operation_kind::lock, place, "lock " + at(place).name, "held by " + name(task),
              number);
}

written_execution& written_execution::unlock(int task, int place, std::uint32_t number) {
  return step(task, operation_kind::unlock, place, "unlock " + at(place).name, "free", number);
}

written_execution& written_execution::spawn(int task, int other, std::uint32_t number) {
  step(task, operation_kind::spawn, execution::none, "spawn " + name(other), "", number);
  told.steps.back().other_task = other;
  return *this;
}

written_execution& written_execution::join(int task, int other, std::uint32_t number) {
  step(task, operation_kind::join, execution::none, "join " + name(other), "", number);
  told.steps.back().other_task = other;
  return *this;
}

written_execution& written_execution::preempt(const std::string& text) {
  preempts_ = true;
  preempted_ = text;
  return *this;
}

written_execution& written_execution::fail(int task, failure_kind kind, const std::string& text,
                                           std::uint32_t number) {
  execution::problem one;
  one.kind = kind;
  one.task = task;
  one.text = text;
  one.step = static_cast<std::uint32_t>(told.steps.size());
  one.where = line(number);
  told.problems.push_back(one);
  return *this;
}

written_execution& written_execution::note(int task, const std::string& text,
                                           std::uint32_t number) {
  told.remarks.push_back({task, static_cast<std::uint32_t>(told.steps.size()), text, line(number)});
  return *this;
}

written_execution& written_execution::stuck(int task, const std::string& pending, int place,
                                            int other, std::uint32_t number) {
  execution::task& waiter = told.tasks[static_cast<std::size_t>(task)];
  waiter.finished = false;
  waiter.pending = pending;
  waiter.pending_at = line(number);
  waiter.pending_object = place;
  waiter.pending_task = other;
  told.how = scheduler::ending::stuck;
  return *this;
}

checker::cause_step written_execution::cause_step(std::uint32_t number) const {
  const execution::step& step = told.steps[number - 1];
  const bool accesses = step.kind == operation_kind::read || step.kind == operation_kind::write;
  return {.number = number,
          .object = step.object,
          .writes = step.kind == operation_kind::write,
          .value = accesses ? step.after : std::string(),
          .where = step.where};
}

checker::result nothing_found(const std::string& model, coverage_kind coverage,
                              std::uint64_t executions) {
  checker::result from;
  from.model = model;
  from.strategy = "dfs";
  from.covered.kind = coverage;
  from.executions = executions;
  from.events = executions * 10;
  from.seconds = 0.25;
  return from;
}

namespace {

void add_outcome(checker::result& to, const std::string& name, const std::string& value,
                 std::uint64_t executions) {
  checker::model_outcome one;
  one.values[name] = value;
  one.executions = executions;
  one.token = fmt::format("r1.{}.-a{}.5f2e.9c41", to.model, executions);
  to.outcomes.push_back(one);
}

checker::finding found(const checker::result& in, finding_kind kind, const std::string& message,
                       const written_execution& shown, int task) {
  checker::finding one;
  one.kind = kind;
  one.message = message;
  one.signature = fmt::format("{}:{}", name_of(kind), message);
  one.token = fmt::format("r1.{}.-a1b5a2.5f2e.9c41", in.model);
  one.occurrences = std::min<std::uint64_t>(in.executions, 12);
  one.execution = shown.told;
  one.task = task;
  for (const execution::step& step : shown.told.steps) one.preemptions += step.preempts ? 1 : 0;
  for (const execution::problem& problem : shown.told.problems)
    if (problem.task == task) {
      one.where = problem.where;
      if (kind == finding_kind::invariant)
        one.values = checker::values_read_for(shown.told, problem);
    }
  one.cone = checker::causal_cone_of(one, one.execution);
  return one;
}

}  // namespace

checker::result overdraw() {
  written_execution shown{"models/tutorial/bank.cpp"};
  const int main = shown.task("main");
  const int alice = shown.task("alice");
  const int bob = shown.task("bob");
  const int balance = shown.object("balance", scheduler::object_kind::variable, "100");
  shown.spawn(main, alice, 37).spawn(main, bob, 38);
  shown.read(alice, balance, 31).preempt("read balance").read(bob, balance, 31);
  shown.read(bob, balance, 33).write(bob, balance, "30", 33);
  shown.read(alice, balance, 33).write(alice, balance, "-50", 33);
  shown.join(main, alice, 39).join(main, bob, 40);
  shown.read(main, balance, 41).read(main, balance, 42);
  shown.fail(main, failure_kind::check, "the balance is never negative", 42);
  shown.step(main, scheduler::operation_kind::destroy, balance, "destroy balance", "destroyed", 0);

  checker::result from = nothing_found("tutorial.bank.unsafe", coverage_kind::complete, 2106);
  from.failed = 900;
  add_outcome(from, "balance", "30", 700);
  add_outcome(from, "balance", "-50", 900);
  add_outcome(from, "balance", "20", 506);
  from.findings.push_back(
      found(from, finding_kind::invariant, "the balance is never negative", shown, main));
  from.findings.back().expected = true;
  from.findings.back().shrunk = checker::shrinking{true, 6, 15};
  from.findings.back().because = checker::cause{.kind = checker::cause_kind::stale_check,
                                                .task = alice,
                                                .other = bob,
                                                .first = shown.cause_step(3),
                                                .between = shown.cause_step(6),
                                                .second = shown.cause_step(8)};
  return from;
}

checker::result lost_update() {
  written_execution shown{"models/classic/counter.cpp"};
  const int main = shown.task("main");
  const int alice = shown.task("alice");
  const int bob = shown.task("bob");
  const int counter = shown.object("counter", scheduler::object_kind::variable, "0");
  shown.spawn(main, alice, 18).spawn(main, bob, 19);
  shown.read(alice, counter, 15).preempt("write counter 1");
  shown.read(bob, counter, 15).write(bob, counter, "1", 15).write(alice, counter, "1", 15);
  shown.join(main, alice, 20).join(main, bob, 21).read(main, counter, 22);
  shown.fail(main, failure_kind::check, "both have counted", 22);

  checker::result from = nothing_found("classic.counter.unsafe", coverage_kind::complete, 4);
  from.findings.push_back(found(from, finding_kind::invariant, "both have counted", shown, main));
  from.findings.back().because = checker::cause{.kind = checker::cause_kind::lost_update,
                                                .task = alice,
                                                .other = bob,
                                                .first = shown.cause_step(3),
                                                .between = shown.cause_step(5),
                                                .second = shown.cause_step(6)};
  return from;
}

checker::result stolen_wakeup() {
  written_execution shown{"models/classic/larder.cpp"};
  const int main = shown.task("main");
  const int slow = shown.task("slow");
  const int quick = shown.task("quick");
  const int m = shown.object("m", scheduler::object_kind::mutex, "free");
  const int filled =
      shown.object("filled", scheduler::object_kind::condition_variable, "waited on by nobody");
  const int loaves = shown.object("loaves", scheduler::object_kind::variable, "0");
  using enum scheduler::operation_kind;
  shown.spawn(main, slow, 24).spawn(main, quick, 25);
  shown.lock(slow, m, 15).read(slow, loaves, 16);
  shown.step(slow, wait, filled, "wait on filled", "waited on by slow", 16);
  shown.lock(main, m, 28).write(main, loaves, "1", 29);
  shown.step(main, notify_one, filled, "notify_one filled -> slow", "waited on by nobody", 30);
  shown.unlock(main, m, 28);
  shown.lock(quick, m, 15).read(quick, loaves, 16).write(quick, loaves, "0", 17);
  shown.unlock(quick, m, 15);
  shown.step(slow, wake, filled, "wake up from filled", "waited on by nobody", 16);
  shown.read(slow, loaves, 17).write(slow, loaves, "-1", 17).read(slow, loaves, 18);
  shown.fail(slow, failure_kind::check, "there is a loaf for each", 18);

  checker::result from = nothing_found("classic.larder.if", coverage_kind::complete, 30);
  from.findings.push_back(
      found(from, finding_kind::invariant, "there is a loaf for each", shown, slow));
  from.findings.back().because = checker::cause{.kind = checker::cause_kind::stolen_wakeup,
                                                .task = slow,
                                                .other = quick,
                                                .first = shown.cause_step(8),
                                                .between = shown.cause_step(12),
                                                .second = shown.cause_step(14)};
  return from;
}

checker::result overdraw_by_four() {
  written_execution shown{"models/tutorial/bank.cpp"};
  const int main = shown.task("main");
  const int balance = shown.object("balance", scheduler::object_kind::variable, "100");
  std::vector<int> people;
  for (const char* name : {"alice", "bob", "carol", "dave"}) people.push_back(shown.task(name));
  for (const int one : people) shown.spawn(main, one, 37);
  shown.read(people[0], balance, 31).preempt("read balance");
  shown.read(people[1], balance, 31);
  shown.read(people[1], balance, 33).write(people[1], balance, "30", 33);
  shown.read(people[2], balance, 31);
  shown.read(people[3], balance, 31).read(people[3], balance, 33);
  shown.write(people[3], balance, "10", 33);
  shown.read(people[0], balance, 33).write(people[0], balance, "-70", 33);
  for (const int one : people) shown.join(main, one, 39);
  shown.read(main, balance, 41).read(main, balance, 42);
  shown.fail(main, failure_kind::check, "the balance is never negative", 42);

  checker::result from = nothing_found("tutorial.bank.unsafe", coverage_kind::sampled, 100'000);
  from.strategy = "random";
  from.seed = 1;
  from.has_seed = true;
  from.covered.reasons = {"100000 executions"};
  from.failed = 900;
  for (const int value : {-120, -100, -70, -50, -40, -30, -20, 0, 10, 20, 30, 50, 80})
    add_outcome(from, "balance", std::to_string(value), static_cast<std::uint64_t>(1000 + value));
  from.findings.push_back(
      found(from, finding_kind::invariant, "the balance is never negative", shown, main));
  return from;
}

checker::result lock_order_deadlock() {
  written_execution shown{"models/tutorial/deadlock.cpp"};
  const int main = shown.task("main");
  const int one = shown.task("thread 1");
  const int two = shown.task("thread 2");
  const int a = shown.object("lock A", scheduler::object_kind::mutex, "free");
  const int b = shown.object("lock B", scheduler::object_kind::mutex, "free");
  shown.spawn(main, one, 24).spawn(main, two, 25);
  shown.lock(one, a, 12).preempt("lock lock B").lock(two, b, 19);
  shown.stuck(main, "join thread 1", execution::none, one, 26);
  shown.stuck(one, "lock lock B", b, execution::none, 13);
  shown.stuck(two, "lock lock A", a, execution::none, 20);

  checker::result from = nothing_found("tutorial.deadlock.abba", coverage_kind::complete, 14);
  from.deadlocked = 4;
  checker::finding stuck =
      found(from, finding_kind::deadlock, "2 tasks wait for ever", shown, execution::none);
  stuck.expected = true;
  using checker::waited_for;
  const checker::helper joined{
      .task = one, .holds = false, .ended = false, .since = 0, .where = {}};
  const checker::helper has_a{one, true, false, 3, shown.line(12)};
  const checker::helper has_b{two, true, false, 4, shown.line(19)};
  stuck.blocked = {{.task = main,
                    .waits_for = "join thread 1",
                    .waits_at = shown.line(26),
                    .since = 2,
                    .bystander = true,
                    .holds = {},
                    .what = waited_for::end_of_task,
                    .helpers = {joined}},
                   {.task = one,
                    .waits_for = "lock lock B",
                    .waits_at = shown.line(13),
                    .since = 3,
                    .holds = {{a, 3, shown.line(12)}},
                    .object = b,
                    .capacity = 1,
                    .helpers = {has_b}},
                   {.task = two,
                    .waits_for = "lock lock A",
                    .waits_at = shown.line(20),
                    .since = 4,
                    .holds = {{b, 4, shown.line(19)}},
                    .object = a,
                    .capacity = 1,
                    .helpers = {has_a}}};
  stuck.deadlock =
      checker::deadlock_facts{.shape = checker::deadlock_shape::cycle, .since = 4, .cycle = {1, 2}};
  stuck.cone = checker::causal_cone_of(stuck, stuck.execution);
  from.findings.push_back(stuck);
  checker::model_outcome neither;
  neither.deadlocked = true;
  neither.executions = 4;
  from.outcomes.push_back(neither);
  return from;
}

checker::result unlocked_read() {
  written_execution shown{"models/classic/counter.cpp"};
  const int main = shown.task("main");
  const int alice = shown.task("alice");
  const int bob = shown.task("bob");
  const int counter = shown.object("counter", scheduler::object_kind::variable, "0");
  const int lock = shown.object("lock", scheduler::object_kind::mutex, "free");
  shown.spawn(main, alice, 20).spawn(main, bob, 21);
  shown.lock(alice, lock, 12).write(alice, counter, "1", 13).unlock(alice, lock, 14);
  shown.read(bob, counter, 17);
  shown.join(main, alice, 22).join(main, bob, 23);

  checker::result from = nothing_found("classic.counter.unlocked", coverage_kind::complete, 2);
  checker::finding racing =
      found(from, finding_kind::data_race, "nothing orders two accesses to counter", shown, bob);
  racing.object = counter;
  racing.where = shown.line(17);
  checker::data_race race;
  race.earlier = {alice, true, 4, "1", shown.line(13), {{lock, false, 3, shown.line(12)}}};
  race.later = {bob, false, 6, "1", shown.line(17), {}};
  race.last_common = 1;
  race.remedy = "hold lock at both: alice holds it there, bob does not";
  racing.race = race;
  racing.cone = checker::causal_cone_of(racing, racing.execution);
  from.findings.push_back(racing);
  return from;
}

checker::result sampled() {
  checker::result from = nothing_found("classic.queue.bounded", coverage_kind::sampled, 10'000);
  from.strategy = "random";
  from.seed = 7;
  from.has_seed = true;
  from.covered.reasons = {"10000 executions"};
  from.truncated = 3;
  from.missing = {"deadlock"};
  return from;
}

checker::result several_findings() {
  checker::result from = nothing_found("classic.mixed", coverage_kind::complete, 60);
  written_execution shown{"models/classic/mixed.cpp"};
  const int main = shown.task("main");
  const int worker = shown.task("worker");
  const int x = shown.object("x", scheduler::object_kind::atomic, "0");
  const int jobs = shown.object("jobs", scheduler::object_kind::channel, "0 of 3");
  const int guard = shown.object("guard", scheduler::object_kind::mutex, "free");
  shown.spawn(main, worker, 10).write(worker, x, "1", 20);
  shown.step(worker, scheduler::operation_kind::send, jobs, "send 7 to jobs", "1 of 3", 21);
  shown.note(worker, "sent the first job", 22).lock(worker, guard, 23);
  written_execution failing = shown;
  failing.fail(worker, failure_kind::check, "x is 0", 24).unlock(worker, guard, 23);
  written_execution throwing = shown;
  throwing.fail(worker, failure_kind::exception, "std::runtime_error: no such job", 25);
  written_execution misusing = shown;
  misusing.fail(main, failure_kind::misuse, "guard: unlocked by a task that does not hold it", 30);
  from.findings = {
      found(from, finding_kind::invariant, "x is 0", failing, worker),
      found(from, finding_kind::exception, "std::runtime_error: no such job", throwing, worker),
      found(from, finding_kind::misuse, "guard: unlocked by a task that does not hold it", misusing,
            main),
      found(from, finding_kind::leak, "guard is still held by worker", shown, execution::none)};
  from.findings[2].expected = true;
  from.missing = {"deadlock"};
  return from;
}

checker::result long_names() {
  checker::result from = nothing_found(
      "a_project_with_a_long_name.a_component_with_a_longer_name.an_even_longer_model_name",
      coverage_kind::bounded, 60);
  from.covered.reasons = {"steps 1000"};
  written_execution shown{
      "a/folder/in/a/folder/a_source_file_with_a_name_that_goes_on_and_on_and_on.cpp"};
  const int first = shown.task("the first of the workers of the pool");
  const int second = shown.task("Prüfer für die Überweisungen");
  const int value = shown.object("the number of messages that were not delivered",
                                 scheduler::object_kind::variable, "0");
  const int other = shown.object("label", scheduler::object_kind::variable, "\"\"");
  shown.read(first, value, 1000).preempt("write the number of messages that were not delivered");
  shown.write(second, value, "123456789012345678901234567890", 2000);
  shown.write(first, other, "\"a text\nof two lines\x1b[31m and a colour\"", 3000);
  shown.fail(first, failure_kind::check,
             "the number of messages that were not delivered is the number of messages sent minus "
             "those received\nline two\nline three",
             4000);
  from.findings.push_back(
      found(from, finding_kind::invariant, shown.told.problems.front().text, shown, first));
  return from;
}

checker::result twelve_tasks() {
  checker::result from =
      nothing_found("classic.counter.twelve", coverage_kind::complete, 479001600);
  written_execution shown{"models/classic/counter.cpp"};
  const int main = shown.task("main");
  const int count = shown.object("count", scheduler::object_kind::variable, "0");
  std::vector<int> workers;
  for (int i = 1; i <= 12; ++i) workers.push_back(shown.task(fmt::format("worker {}", i)));
  for (const int one : workers) shown.spawn(main, one, 10);
  for (const int one : workers) {
    shown.read(one, count, 5);
    if (one == workers[3]) shown.preempt("write count 4");
  }
  for (const int one : workers) shown.write(one, count, "1", 5);
  for (const int one : workers) shown.join(main, one, 12);
  shown.read(main, count, 14).fail(main, failure_kind::check, "every count counts", 14);
  from.findings.push_back(found(from, finding_kind::invariant, "every count counts", shown, main));
  return from;
}

checker::result five_hundred_steps() {
  checker::result from = nothing_found("classic.turns", coverage_kind::complete, 2);
  written_execution shown{"models/classic/turns.cpp"};
  const int ping = shown.task("ping");
  const int pong = shown.task("pong");
  const int turns = shown.object("turns", scheduler::object_kind::atomic, "0");
  for (int i = 1; i <= 500; ++i) {
    if (i % 100 == 0) shown.preempt("load turns");
    shown.write(i % 2 == 0 ? pong : ping, turns, std::to_string(i), i % 2 == 0 ? 9 : 8);
  }
  shown.fail(pong, failure_kind::check, "it ends before 500 turns", 10);
  from.findings.push_back(
      found(from, finding_kind::invariant, "it ends before 500 turns", shown, pong));
  from.findings.back().shrunk = checker::shrinking{false, 7, 500};
  return from;
}

}  // namespace heddle::reports::test
