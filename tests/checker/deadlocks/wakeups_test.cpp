#include "checker/deadlocks/wakeups.hpp"

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"
#include "tests/checker/written_run.hpp"

namespace checker = heddle::checker;
using checker::missed_by;
using checker::missed_notification;
using checker::no_event;
using checker::wakeup_fate;
using object_kind = heddle::scheduler::object_kind;

namespace {

enum : heddle::scheduler::task_index { waiter = 1, notifier = 2, other = 3 };

/// A waiter, a notifier and a third task with a mutex, a condition variable and a variable that
/// says whether there is anything to wait for.
struct scene : written_run {
  scene() : written_run({"main", "waiter", "notifier", "other"}) {}

  object_index m = mutex("m");
  object_index ready = condition("ready");
  object_index go = variable("go");

  scene& looks() {
    lock(waiter, m).read(waiter, go, 1);
    return *this;
  }
  scene& sleeps() {
    wait(waiter, ready, m);
    return *this;
  }
  scene& wakes() {
    wake(waiter, ready, m);
    return *this;
  }
  [[nodiscard]] std::optional<missed_notification> missed() const {
    return missed_by(left(), waiter, ready);
  }
};

void check_fate(const scene& run, wakeup_fate fate, std::size_t event) {
  const auto missed = run.missed();
  REQUIRE(missed);
  CHECK(missed->fate == fate);
  CHECK(missed->event == event);
}

checker::result explored(const std::function<void()>& body) {
  checker::dfs every_schedule;
  return checker::check("test.model", body, every_schedule, {});
}

}  // namespace

TEST_CASE("wakeups: a notification before the wait is missed") {
  scene run;
  run.notify(notifier, run.ready).lock(waiter, run.m);
  run.sleeps();
  check_fate(run, wakeup_fate::too_early, 0);
}

TEST_CASE("wakeups: without a notification none is missed, nor is one's own") {
  scene run;
  run.looks().sleeps();
  CHECK_FALSE(run.missed());
  scene own;
  own.notify(waiter, own.ready);
  own.looks().sleeps();
  CHECK_FALSE(own.missed());
}

TEST_CASE("wakeups: a notification between the look and the wait is missed") {
  // It looked without the mutex.
  scene run;
  run.read(waiter, run.go, 1).write(notifier, run.go, 1, 2).notify(notifier, run.ready);
  run.lock(waiter, run.m);
  run.sleeps();
  check_fate(run, wakeup_fate::too_early, 2);
  // With the mutex, but the notifier changed what it looked at without.
  scene careless;
  careless.looks().write(notifier, careless.go, 1, 2).notify(notifier, careless.ready);
  careless.sleeps();
  check_fate(careless, wakeup_fate::too_early, 3);
}

TEST_CASE("wakeups: a notification is not missed if the task has seen what it was about") {
  scene run;
  run.write(notifier, run.go, 1, 2).notify(notifier, run.ready);
  run.looks().sleeps();
  CHECK_FALSE(run.missed());
  // But this one was about something that came only after the look.
  scene before;
  before.write(notifier, before.go, 1, 2).notify(notifier, before.ready);
  before.looks().write(notifier, before.go, 2, 2);
  before.sleeps();
  check_fate(before, wakeup_fate::too_early, 1);
}

TEST_CASE("wakeups: who looks again with the mutex it woke with misses what it can not know only") {
  scene run;
  run.looks().sleeps().notify_one(notifier, run.ready, waiter).notify(notifier, run.ready);
  run.wakes().read(waiter, run.go, 1);
  run.sleeps();
  CHECK_FALSE(run.missed());
  // The notifier changes what it looks at between the look and the wait.
  scene careless;
  careless.looks().sleeps().notify_one(notifier, careless.ready, waiter);
  careless.wakes().read(waiter, careless.go, 1).write(notifier, careless.go, 1, 2);
  careless.notify(notifier, careless.ready);
  careless.sleeps();
  check_fate(careless, wakeup_fate::too_early, 7);
}

TEST_CASE("wakeups: who waits a second time misses what came between") {
  scene run;
  run.looks().sleeps().notify_one(notifier, run.ready, waiter);
  run.wakes().unlock(waiter, run.m).notify(notifier, run.ready).lock(waiter, run.m);
  run.sleeps();
  check_fate(run, wakeup_fate::too_early, 6);
}

TEST_CASE("wakeups: a notification of one that wakes another is one too few") {
  scene run;
  run.notify(notifier, run.ready);
  run.looks().sleeps().lock(other, run.m).wait(other, run.ready, run.m);
  run.notify_one(notifier, run.ready, other);
  check_fate(run, wakeup_fate::went_to_another, 6);
  // Also if it came before the wait.
  scene late;
  late.lock(other, late.m).wait(other, late.ready, late.m);
  late.notify_one(notifier, late.ready, other);
  late.looks().sleeps();
  check_fate(late, wakeup_fate::went_to_another, 2);
  // One that is for all came too early.
  scene for_all;
  for_all.lock(other, for_all.m).wait(other, for_all.ready, for_all.m);
  for_all.notify_all(notifier, for_all.ready);
  for_all.looks().sleeps();
  check_fate(for_all, wakeup_fate::too_early, 2);
}

TEST_CASE("wakeups: a third task takes what the woken one waited for, so that it waits again") {
  scene run;
  run.looks().sleeps().lock(notifier, run.m).write(notifier, run.go, 1, 2);
  run.notify_one(notifier, run.ready, waiter).unlock(notifier, run.m);
  run.lock(other, run.m).write(other, run.go, 0, 3).unlock(other, run.m);
  run.wakes().read(waiter, run.go, 1);
  run.sleeps();
  check_fate(run, wakeup_fate::taken, 5);
  CHECK(run.missed()->change == 8);
}

TEST_CASE("wakeups: what is stolen was waited for, by a third task, with the mutex") {
  const auto stolen_by = [](heddle::scheduler::task_index thief, bool what_was_read, bool locked) {
    scene run;
    const auto more = run.variable("more");
    run.looks().sleeps().notify_one(notifier, run.ready, waiter);
    if (locked) run.lock(thief, run.m);
    run.write(thief, what_was_read ? run.go : more, 7, 3);
    if (locked) run.unlock(thief, run.m);
    run.wakes();
    const auto sleeps = checker::sleeps_of(run.left(), waiter, run.ready);
    REQUIRE(sleeps.size() == 1);
    CHECK(sleeps[0].began == 2);
    CHECK(sleeps[0].notified == 3);
    CHECK(sleeps[0].ended == run.last());
    return checker::stolen_by(run.left(), sleeps[0]);
  };
  CHECK(stolen_by(other, true, true) == 5);
  CHECK(stolen_by(notifier, true, true) == no_event);
  CHECK(stolen_by(other, false, true) == no_event);
  CHECK(stolen_by(other, true, false) == no_event);
}

TEST_CASE("wakeups: an atomic that changes only after it was notified") {
  // While it has not changed, a notification would have been in vain.
  written_run run({"main", "waiter", "notifier"});
  const auto flag = run.object("flag", object_kind::atomic);
  run.notify(notifier, flag).park(waiter, flag, 0);
  CHECK_FALSE(missed_by(run.left(), waiter, flag));
  run.write(notifier, flag, 1, 2);
  REQUIRE(missed_by(run.left(), waiter, flag));
  CHECK(missed_by(run.left(), waiter, flag)->fate == wakeup_fate::too_early);

  // The notification woke it to look at what had not changed yet.
  written_run again({"main", "waiter", "notifier"});
  const auto word = again.object("word", object_kind::atomic);
  again.park(waiter, word, 0).notify_one(notifier, word, waiter);
  again.wake(waiter, word, heddle::scheduler::no_object).park(waiter, word, 0);
  again.write(notifier, word, 1, 2);
  const auto missed = missed_by(again.left(), waiter, word);
  REQUIRE(missed);
  CHECK(missed->fate == wakeup_fate::before_change);
  CHECK(missed->event == 1);
  CHECK(missed->change == 4);
}

TEST_CASE("wakeups: a lost wake-up in a closed set with who would notify, told with its lines") {
  const checker::result all = explored([] {
    heddle::mutex m{"m"};
    heddle::condition_variable ready{"ready"};
    heddle::atomic<bool> done{false, "done"};
    heddle::thread waiter_task{"waiter", [&] {
                                 while (!done) {
                                   heddle::unique_lock lock{m};
                                   ready.wait(lock);
                                 }
                               }};
    done = true;
    ready.notify_one();
    waiter_task.join();
  });
  REQUIRE(all.findings.size() == 1);
  const checker::finding& found = all.findings[0];
  CHECK(found.kind == heddle::finding_kind::lost_wakeup);
  CHECK(found.message == "a notification of ready came before the wait for it");
  const auto members = checker::members_of(found.blocked);
  REQUIRE(members.size() == 2);
  const checker::missed_wakeup* const lost = checker::lost_wakeup_of(*members[1]);
  REQUIRE(lost != nullptr);
  CHECK(found.execution.steps[lost->step - 1].text == "notify_one ready: nobody waits");
  CHECK(found.execution.steps[lost->waits_since - 1].text == "wait on ready");
  CHECK(lost->where.brief().starts_with("wakeups_test.cpp:"));
}

TEST_CASE("wakeups: looked at and changed under the mutex, nothing is lost") {
  CHECK(explored([] {
          heddle::mutex m{"m"};
          heddle::condition_variable ready{"ready"};
          heddle::var<bool> done{false, "done"};
          heddle::thread waiter_task{"waiter", [&] {
                                       heddle::unique_lock lock{m};
                                       ready.wait(lock, [&] { return done.get(); });
                                     }};
          {
            const heddle::lock_guard hold{m};
            done = true;
          }
          ready.notify_one();
          waiter_task.join();
        }).findings.empty());
}

TEST_CASE("wakeups: a waiter that keeps the lock which the notifier needs is in a ring") {
  // The first notification came too early, the second is held up by the outer lock.
  const checker::result all = explored([] {
    heddle::mutex outer{"outer"};
    heddle::mutex inner{"inner"};
    heddle::condition_variable ready{"ready"};
    heddle::thread notifier_task{"notifier", [&] {
                                   ready.notify_one();
                                   const heddle::lock_guard first{outer};
                                   ready.notify_one();
                                 }};
    const heddle::lock_guard kept{outer};
    heddle::unique_lock lock{inner};
    ready.wait(lock);
    lock.unlock();
  });
  bool in_ring = false;
  for (const checker::finding& found : all.findings) {
    CHECK((found.kind == heddle::finding_kind::lost_wakeup) ==
          (found.deadlock && found.deadlock->shape == checker::deadlock_shape::nobody_left));
    in_ring |= found.deadlock && found.deadlock->shape == checker::deadlock_shape::closed_set;
  }
  CHECK(in_ring);
}
