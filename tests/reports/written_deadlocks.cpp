#include "tests/reports/written_deadlocks.hpp"

#include <fmt/format.h>

#include "tests/reports/written_results.hpp"

namespace heddle::reports::test {

using checker::blocked_task;
using checker::deadlock_shape;
using checker::helper;
using checker::waited_for;
using checker::wakeup_fate;
using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

namespace {

checker::result result_of(const std::string& model, const written_execution& shown,
                          finding_kind kind, const std::string& message,
                          const checker::deadlock_facts& facts,
                          const std::vector<blocked_task>& blocked) {
  checker::result from = nothing_found(model, checker::coverage_kind::complete, 6);
  from.deadlocked = 2;
  checker::finding one;
  one.kind = kind;
  one.message = message;
  one.signature = fmt::format("{}:{}", name_of(kind), message);
  one.token = fmt::format("r1.{}.-a1b2.5f2e.9c41", model);
  one.occurrences = 2;
  one.execution = shown.told;
  one.blocked = blocked;
  one.deadlock = facts;
  from.findings.push_back(one);
  return from;
}

/// Main, which joins `task`.
blocked_task joins(const written_execution& shown, int main, int task, std::uint32_t since,
                   std::uint32_t line) {
  const std::string name = shown.told.tasks[static_cast<std::size_t>(task)].name;
  return {.task = main,
          .waits_for = "join " + name,
          .waits_at = shown.line(line),
          .since = since,
          .bystander = true,
          .what = waited_for::end_of_task,
          .helpers = {helper{.task = task}}};
}

}  // namespace

checker::result relock() {
  written_execution shown{"models/classic/relock.cpp"};
  const int main = shown.task("main");
  const int a = shown.object("lock A", object_kind::mutex, "free");
  shown.lock(main, a, 7).stuck(main, "lock lock A", a, execution::none, 9);
  return result_of("classic.relock", shown, finding_kind::self_deadlock,
                   "the task that holds lock A waits for it",
                   {.shape = deadlock_shape::itself, .since = 1, .cycle = {0}},
                   {{.task = main,
                     .waits_for = "lock lock A",
                     .waits_at = shown.line(9),
                     .since = 1,
                     .holds = {{a, 1, shown.line(7)}},
                     .object = a,
                     .capacity = 1,
                     .helpers = {{main, true, false, 1, shown.line(7)}}}});
}

checker::result abandoned_lock() {
  written_execution shown{"models/classic/abandoned.cpp"};
  const int main = shown.task("main");
  const int one = shown.task("thread 1");
  const int two = shown.task("thread 2");
  const int a = shown.object("lock A", object_kind::mutex, "free");
  shown.spawn(main, one, 20).lock(one, a, 10).join(main, one, 21).spawn(main, two, 22);
  shown.stuck(main, "join thread 2", execution::none, two, 23);
  shown.stuck(two, "lock lock A", a, execution::none, 14);
  return result_of("classic.abandoned", shown, finding_kind::deadlock,
                   "lock A is held by a task that has ended",
                   {.shape = deadlock_shape::abandoned, .since = 2},
                   {joins(shown, main, two, 4, 23),
                    {.task = two,
                     .waits_for = "lock lock A",
                     .waits_at = shown.line(14),
                     .object = a,
                     .capacity = 1,
                     .helpers = {{one, true, true, 2, shown.line(10)}}}});
}

checker::result missed_notification() {
  written_execution shown{"models/classic/missed.cpp"};
  const int main = shown.task("main");
  const int waiter = shown.task("waiter");
  const int notifier = shown.task("notifier");
  const int m = shown.object("m", object_kind::mutex, "free");
  const int ready = shown.object("ready", object_kind::condition_variable, "waited on by nobody");
  shown.spawn(main, waiter, 20).spawn(main, notifier, 21);
  shown.step(notifier, operation_kind::notify_one, ready, "notify_one ready: nobody waits",
             "waited on by nobody", 15);
  shown.lock(waiter, m, 10);
  shown.step(waiter, operation_kind::wait, ready, "wait on ready", "waited on by waiter", 11);
  shown.stuck(main, "join waiter", execution::none, waiter, 22);
  shown.stuck(waiter, "wake up from ready", ready, execution::none, 11);
  return result_of(
      "classic.missed", shown, finding_kind::lost_wakeup,
      "a notification of ready came before the wait for it",
      {.shape = deadlock_shape::nobody_left, .since = 5},
      {joins(shown, main, waiter, 2, 22),
       {.task = waiter,
        .waits_for = "wake up from ready",
        .waits_at = shown.line(11),
        .since = 5,
        .what = waited_for::notification,
        .object = ready,
        .helpers = {{notifier, false, true, 3, shown.line(15)}},
        .missed = checker::missed_wakeup{
            .notifier = notifier, .step = 3, .where = shown.line(15), .waits_since = 5}}});
}

checker::result too_few_notifications() {
  written_execution shown{"models/classic/too_few.cpp"};
  const int main = shown.task("main");
  const int first = shown.task("reader 1");
  const int second = shown.task("reader 2");
  const int m = shown.object("m", object_kind::mutex, "free");
  const int ready = shown.object("ready", object_kind::condition_variable, "waited on by nobody");
  shown.spawn(main, first, 20).spawn(main, second, 21);
  shown.lock(first, m, 10);
  shown.step(first, operation_kind::wait, ready, "wait on ready", "waited on by reader 1", 11);
  shown.lock(second, m, 10);
  shown.step(second, operation_kind::wait, ready, "wait on ready",
             "waited on by reader 1, reader 2", 11);
  shown.step(main, operation_kind::notify_one, ready, "notify_one ready -> reader 1",
             "waited on by reader 2", 22);
  shown.step(first, operation_kind::wake, ready, "wake up from ready", "waited on by reader 2", 11);
  shown.unlock(first, m, 12);
  shown.join(main, first, 23);
  shown.stuck(main, "join reader 2", execution::none, second, 24);
  shown.stuck(second, "wake up from ready", ready, execution::none, 11);
  blocked_task joiner = joins(shown, main, second, 10, 24);
  joiner.bystander = false;
  return result_of("classic.too_few", shown, finding_kind::deadlock, "2 tasks wait for ever",
                   {.shape = deadlock_shape::closed_set, .since = 10, .cycle = {0, 1}},
                   {joiner,
                    {.task = second,
                     .waits_for = "wake up from ready",
                     .waits_at = shown.line(11),
                     .since = 6,
                     .what = waited_for::notification,
                     .object = ready,
                     .helpers = {{main, false, false, 7, shown.line(22)}},
                     .missed = checker::missed_wakeup{.fate = wakeup_fate::went_to_another,
                                                      .notifier = main,
                                                      .step = 7,
                                                      .where = shown.line(22),
                                                      .waits_since = 6,
                                                      .other = first}}});
}

checker::result stolen_notification() {
  written_execution shown{"models/classic/stolen.cpp"};
  const int main = shown.task("main");
  const int slow = shown.task("slow");
  const int quick = shown.task("quick");
  const int m = shown.object("m", object_kind::mutex, "free");
  const int ready = shown.object("ready", object_kind::condition_variable, "waited on by nobody");
  const int items = shown.object("items", object_kind::variable, "0");
  shown.spawn(main, slow, 30).spawn(main, quick, 31);
  shown.lock(slow, m, 10).read(slow, items, 11);
  shown.step(slow, operation_kind::wait, ready, "wait on ready", "waited on by slow", 12);
  shown.lock(main, m, 32).write(main, items, "1", 33);
  shown.step(main, operation_kind::notify_one, ready, "notify_one ready -> slow",
             "waited on by nobody", 34);
  shown.unlock(main, m, 35);
  shown.lock(quick, m, 10).read(quick, items, 11).write(quick, items, "0", 13);
  shown.unlock(quick, m, 14);
  shown.step(slow, operation_kind::wake, ready, "wake up from ready", "waited on by nobody", 12);
  shown.read(slow, items, 11);
  shown.step(slow, operation_kind::wait, ready, "wait on ready", "waited on by slow", 12);
  shown.stuck(main, "join slow", execution::none, slow, 36);
  shown.stuck(slow, "wake up from ready", ready, execution::none, 12);
  blocked_task joiner = joins(shown, main, slow, 9, 36);
  joiner.bystander = false;
  return result_of("classic.stolen", shown, finding_kind::deadlock, "2 tasks wait for ever",
                   {.shape = deadlock_shape::closed_set, .since = 16, .cycle = {0, 1}},
                   {joiner,
                    {.task = slow,
                     .waits_for = "wake up from ready",
                     .waits_at = shown.line(12),
                     .since = 16,
                     .what = waited_for::notification,
                     .object = ready,
                     .helpers = {{main, false, false, 8, shown.line(34)}},
                     .missed = checker::missed_wakeup{.fate = wakeup_fate::taken,
                                                      .notifier = main,
                                                      .step = 8,
                                                      .where = shown.line(34),
                                                      .waits_since = 16,
                                                      .other = quick,
                                                      .changed_at = 12,
                                                      .changed_where = shown.line(13),
                                                      .changed = items}}});
}

checker::result crossed_semaphores() {
  written_execution shown{"models/classic/semaphores.cpp"};
  const int one = shown.task("thread 1");
  const int two = shown.task("thread 2");
  const int a = shown.object("A", object_kind::semaphore, "1 of 1");
  const int b = shown.object("B", object_kind::semaphore, "1 of 1");
  shown.step(one, operation_kind::acquire, a, "acquire A", "0 of 1", 8);
  shown.preempt("acquire B").step(two, operation_kind::acquire, b, "acquire B", "0 of 1", 14);
  shown.stuck(one, "acquire B", b, execution::none, 9);
  shown.stuck(two, "acquire A", a, execution::none, 15);
  return result_of("classic.semaphores", shown, finding_kind::deadlock, "2 tasks wait for ever",
                   {.shape = deadlock_shape::closed_set, .since = 2, .cycle = {0, 1}},
                   {{.task = one,
                     .waits_for = "acquire B",
                     .waits_at = shown.line(9),
                     .since = 1,
                     .holds = {{a, 1, shown.line(8)}},
                     .what = waited_for::permits,
                     .object = b,
                     .capacity = 1,
                     .helpers = {{two, true, false, 2, shown.line(14)}}},
                    {.task = two,
                     .waits_for = "acquire A",
                     .waits_at = shown.line(15),
                     .since = 2,
                     .holds = {{b, 2, shown.line(14)}},
                     .what = waited_for::permits,
                     .object = a,
                     .capacity = 1,
                     .helpers = {{one, true, false, 1, shown.line(8)}}}});
}

checker::result join_under_lock() {
  written_execution shown{"models/classic/join.cpp"};
  const int main = shown.task("main");
  const int worker = shown.task("worker");
  const int a = shown.object("lock A", object_kind::mutex, "free");
  shown.lock(main, a, 12).spawn(main, worker, 13);
  shown.stuck(main, "join worker", execution::none, worker, 14);
  shown.stuck(worker, "lock lock A", a, execution::none, 8);
  blocked_task joiner = joins(shown, main, worker, 2, 14);
  joiner.bystander = false;
  joiner.holds = {{a, 1, shown.line(12)}};
  return result_of("classic.join", shown, finding_kind::deadlock, "2 tasks wait for ever",
                   {.shape = deadlock_shape::cycle, .since = 2, .cycle = {0, 1}},
                   {joiner,
                    {.task = worker,
                     .waits_for = "lock lock A",
                     .waits_at = shown.line(8),
                     .object = a,
                     .capacity = 1,
                     .helpers = {{main, true, false, 1, shown.line(12)}}}});
}

checker::result together_under_lock() {
  written_execution shown{"models/classic/together.cpp"};
  const int main = shown.task("main");
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int a = shown.object("lock A", object_kind::mutex, "free");
  shown.lock(main, a, 12);
  const auto needs = [&](int task, std::uint32_t line) {
    shown.stuck(task, "lock lock A", a, execution::none, line);
    return blocked_task{.task = task,
                        .waits_for = "lock lock A",
                        .waits_at = shown.line(line),
                        .object = a,
                        .capacity = 1,
                        .helpers = {{main, true, false, 1, shown.line(12)}}};
  };
  const blocked_task first = needs(one, 14);
  const blocked_task second = needs(two, 15);
  return result_of("classic.together", shown, finding_kind::deadlock, "3 tasks wait for ever",
                   {.shape = deadlock_shape::cycle, .since = 1, .cycle = {0, 1}},
                   {{.task = main,
                     .waits_for = "leave together",
                     .since = 1,
                     .holds = {{a, 1, shown.line(12)}},
                     .what = waited_for::end_of_task,
                     .helpers = {helper{.task = one}, helper{.task = two}}},
                    first,
                    second});
}

}  // namespace heddle::reports::test
