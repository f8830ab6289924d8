#include "checker/causes/cause_search.hpp"

#include <fmt/format.h>

#include <string>

#include "checker/causes/values_read.hpp"
#include "tests/catch.hpp"
#include "tests/checker/written_run.hpp"

namespace checker = heddle::checker;
using checker::cause_kind;
using object_kind = heddle::scheduler::object_kind;

/// Each pattern on a run written by hand, and runs that nearly fit. Main checks on line 99 unless
/// it is said otherwise.
namespace {

enum : heddle::scheduler::task_index { main_task = 0, a = 1, b = 2 };

struct scene : written_run {
  scene() : written_run({"main", "a", "b"}) {}
  object_index x = variable("x");
};

/// `stale_check a 1 b 3 5`: kind, task, first step, other, step in between, second step.
std::string cause_of(const written_run& run) {
  const auto& failure = run.told().problems.at(0);
  const auto found = checker::find_cause(run.left(), run.told(), failure,
                                         checker::values_read_for(run.told(), failure));
  if (!found) return "none";
  const auto name = [&](int task) { return run.told().tasks[static_cast<std::size_t>(task)].name; };
  return fmt::format("{} {} {} {} {} {}", name_of(found->kind), name(found->task),
                     found->first.number, name(found->other), found->between.number,
                     found->second.number);
}

std::string checked(scene& run) {
  run.read(main_task, run.x, 99).fail(main_task, 99);
  return cause_of(run);
}

}  // namespace

TEST_CASE("cause: a write on top of a value read before another's write loses that") {
  scene run;
  run.read(a, run.x, 1).read(b, run.x, 1).write(b, run.x, 1, 1).write(a, run.x, 1, 1);
  CHECK(checked(run) == "lost_update a 1 b 3 4");
  // A lock for each half does not help.
  scene locked;
  const auto m = locked.mutex("m");
  locked.lock(a, m).read(a, locked.x, 1).unlock(a, m);
  locked.lock(b, m).write(b, locked.x, 5, 2).unlock(b, m);
  locked.lock(a, m).write(a, locked.x, 1, 3).unlock(a, m);
  CHECK(checked(locked) == "lost_update a 2 b 5 8");
}

TEST_CASE("cause: nearly a lost update") {
  // It reads again.
  scene again;
  again.read(b, again.x, 1).write(b, again.x, 1, 1).read(a, again.x, 1).write(a, again.x, 2, 1);
  CHECK(checked(again) == "none");
  // The other's write left what was there.
  scene same;
  same.read(a, same.x, 1).write(b, same.x, 0, 1).write(a, same.x, 1, 1);
  CHECK(checked(same) == "none");
  // It waited for the other on purpose.
  scene joined;
  joined.read(a, joined.x, 1).write(b, joined.x, 7, 2).join(a, b).write(a, joined.x, 1, 3);
  CHECK(checked(joined) == "none");
  // It has seen in another variable that the other is done.
  scene told;
  const auto done = told.variable("done");
  told.read(a, told.x, 1).write(b, told.x, 7, 2).write(b, done, 1, 3);
  told.read(a, done, 4).write(a, told.x, 1, 5);
  CHECK(checked(told) == "none");
  // It was woken for it.
  scene woken;
  const auto m = woken.mutex("m");
  const auto ready = woken.condition("ready");
  woken.read(a, woken.x, 1).lock(a, m).wait(a, ready, m).write(b, woken.x, 7, 2);
  woken.notify_one(b, ready, a).wake(a, ready, m).write(a, woken.x, 1, 3);
  CHECK(checked(woken) == "none");
  // It had not read.
  scene blind;
  blind.write(b, blind.x, 7, 2).write(a, blind.x, 1, 3);
  CHECK(checked(blind) == "none");
}

TEST_CASE("cause: a check that is stale when its task acts on it") {
  scene run;
  run.read(a, run.x, 1).read(b, run.x, 1).read(b, run.x, 2).write(b, run.x, 30, 2);
  run.read(a, run.x, 2).write(a, run.x, 50, 2);
  CHECK(checked(run) == "stale_check a 1 b 4 6");
  // Of several the last.
  scene more;
  more.read(a, more.x, 1).read(b, more.x, 1).write(main_task, more.x, 9, 7);
  more.read(a, more.x, 2).write(a, more.x, 8, 2).read(b, more.x, 2).write(b, more.x, 7, 2);
  CHECK(checked(more) == "stale_check b 2 a 5 7");
}

TEST_CASE("cause: nearly a stale check") {
  // Nobody wrote in between.
  scene before;
  before.write(b, before.x, 30, 2).read(a, before.x, 1).read(a, before.x, 2);
  before.write(a, before.x, 50, 2);
  CHECK(checked(before) == "none");
  // A loop looks on one line until the value is right.
  scene loop;
  loop.read(a, loop.x, 1).write(b, loop.x, 1, 2).read(a, loop.x, 1).write(a, loop.x, 0, 3);
  CHECK(checked(loop) == "none");
  // What it did first was to write.
  scene writes;
  writes.write(a, writes.x, 4, 1).write(b, writes.x, 1, 2).read(a, writes.x, 3);
  writes.write(a, writes.x, 0, 3);
  CHECK(checked(writes) == "none");
}

TEST_CASE("cause: somebody writes between a task's own write and its check of it") {
  scene run;
  run.write(a, run.x, 1, 1).write(b, run.x, 2, 1).read(a, run.x, 2).fail(a, 2);
  CHECK(cause_of(run) == "atomicity_violation a 1 b 2 3");
  // A look and a second look right after it.
  scene looks;
  looks.read(a, looks.x, 1).write(b, looks.x, 2, 5).read(a, looks.x, 2).fail(a, 2);
  CHECK(cause_of(looks) == "atomicity_violation a 1 b 2 3");
}

TEST_CASE("cause: nearly an atomicity violation") {
  // The look was long ago.
  scene old;
  const auto other = old.variable("other");
  old.read(a, old.x, 1).write(a, other, 1, 3).write(b, old.x, 2, 5).read(a, old.x, 2).fail(a, 2);
  CHECK(cause_of(old) == "none");
  // It has waited for the other.
  scene joined;
  joined.write(main_task, joined.x, 1, 1).write(b, joined.x, 2, 1).join(main_task, b);
  CHECK(checked(joined) == "none");
  // It checks its own write.
  scene own;
  own.write(b, own.x, 2, 1).write(a, own.x, 1, 1).read(a, own.x, 2).fail(a, 2);
  CHECK(cause_of(own) == "none");
  // A loop that checks the same again and again.
  scene loop;
  loop.read(a, loop.x, 2).write(b, loop.x, 2, 1).read(a, loop.x, 2).fail(a, 2);
  CHECK(cause_of(loop) == "none");
}

TEST_CASE("cause: a check of two variables between the changes of both") {
  const auto transfer = [](bool started, bool finished) {
    scene run;
    const auto y = run.variable("y");
    if (started) run.write(a, run.x, 40, 1);
    if (finished) run.write(a, y, 60, 2);
    run.read(main_task, run.x, 99).read(main_task, y, 99).fail(main_task, 99);
    if (!started) run.write(a, run.x, 40, 1);
    if (!finished) run.write(a, y, 60, 2);
    return cause_of(run);
  };
  CHECK(transfer(true, false) == "partial_update a 1 main 2 4");
  CHECK(transfer(true, true) == "none");
  // In both, x comes first in the check, but nobody had written anything.
  CHECK(transfer(false, false) == "order_violation main 1 a 3 0");
}

TEST_CASE("cause: nearly a check between two changes") {
  // The second change is somebody else's.
  scene others;
  const auto y = others.variable("y");
  others.write(a, others.x, 40, 1).write(b, y, 1, 3);
  others.read(main_task, others.x, 99).read(main_task, y, 99).fail(main_task, 99);
  others.write(b, y, 60, 2);
  CHECK(cause_of(others) == "none");
  // The task had changed both, and begins anew.
  scene rounds;
  const auto z = rounds.variable("z");
  rounds.write(a, rounds.x, 40, 1).write(a, z, 60, 2);
  rounds.read(main_task, rounds.x, 99).read(main_task, z, 99).fail(main_task, 99);
  rounds.write(a, rounds.x, 30, 1).write(a, z, 70, 2);
  CHECK(cause_of(rounds) == "none");
}

TEST_CASE("cause: a variable is read before it is first written") {
  scene run;
  run.read(b, run.x, 1).fail(b, 1).write(a, run.x, 42, 2);
  CHECK(cause_of(run) == "order_violation b 1 a 2 0");
  // What was read just before the check counts if the check itself reads nothing.
  scene copied;
  copied.read(b, copied.x, 1).fail(b, 2).write(a, copied.x, 42, 2);
  CHECK(cause_of(copied) == "order_violation b 1 a 2 0");
}

TEST_CASE("cause: nearly an order violation") {
  // Somebody had written.
  scene second;
  second.write(b, second.x, 1, 3).read(b, second.x, 1).fail(b, 1).write(a, second.x, 42, 2);
  CHECK(cause_of(second) == "none");
  // Nobody writes.
  scene never;
  never.read(b, never.x, 1).fail(b, 1);
  CHECK(cause_of(never) == "none");
  // The write waits for the reader.
  scene waits;
  waits.read(b, waits.x, 1).fail(b, 1).join(a, b).write(a, waits.x, 42, 2);
  CHECK(cause_of(waits) == "none");
  // The last step before the check was no read.
  scene writes;
  writes.read(b, writes.x, 1).write(b, writes.variable("y"), 1, 1).fail(b, 2);
  writes.write(a, writes.x, 42, 2);
  CHECK(cause_of(writes) == "none");
}

TEST_CASE("cause: what a woken task waited for is taken before it has its mutex again") {
  // A looks on line 1 and waits, main gives, B takes what A then uses.
  const auto robbed = [](std::uint32_t looks_at, bool takes, bool by_check) {
    scene run;
    const auto m = run.mutex("m");
    const auto ready = run.condition("ready");
    run.lock(a, m).read(a, run.x, 1).wait(a, ready, m);
    run.lock(main_task, m).write(main_task, run.x, 1, 9).notify_one(main_task, ready, a);
    run.unlock(main_task, m).lock(b, m);
    if (takes) run.write(b, run.x, 0, 3);
    run.unlock(b, m).wake(a, ready, m).read(a, run.x, looks_at);
    if (by_check) return cause_of(run.fail(a, looks_at));
    run.write(a, run.x, 5, 4).unlock(a, m);
    return checked(run);
  };
  // Woken at step 6, robbed at 9, goes on at 11.
  CHECK(robbed(2, true, true) == "stolen_wakeup a 6 b 9 11");
  CHECK(robbed(2, true, false) == "stolen_wakeup a 6 b 9 11");
  CHECK(robbed(2, false, true) == "none");
  CHECK(robbed(1, true, true) == "none");
  CHECK(robbed(1, true, false) == "none");
}
