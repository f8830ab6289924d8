#include "tests/reports/written_endless.hpp"

#include <string>
#include <utility>

#include "tests/reports/written_results.hpp"

namespace heddle::reports::test {

using checker::lasso;
using checker::lasso_role;
using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

namespace {

checker::finding finding_of(finding_kind kind, const std::string& message,
                            const written_execution& shown, std::uint32_t line) {
  checker::finding one;
  one.kind = kind;
  one.message = message;
  one.signature = message;
  one.token = "r1.classic.endless.-a1b5a2.5f2e.9c41";
  one.occurrences = 2;
  one.execution = shown.told;
  one.where = shown.line(line);
  for (const execution::step& step : shown.told.steps) one.preemptions += step.preempts ? 1 : 0;
  return one;
}

checker::result with(checker::finding found) {
  checker::result from = nothing_found("classic.endless", checker::coverage_kind::bounded, 40);
  from.covered.reasons = {"steps 1000"};
  from.findings.push_back(std::move(found));
  return from;
}

}  // namespace

checker::result give_way() {
  written_execution shown{"models/classic/polite.cpp"};
  const int main = shown.task("main");
  const int alice = shown.task("alice");
  const int bob = shown.task("bob");
  const int a = shown.object("lock A", object_kind::mutex, "free");
  const int b = shown.object("lock B", object_kind::mutex, "free");
  shown.spawn(main, alice, 20).spawn(main, bob, 21);
  shown.lock(alice, a, 30).preempt("try_lock lock B").lock(bob, b, 30);
  shown.step(alice, operation_kind::lock, b, "try_lock lock B failed", "held by bob", 31);
  shown.step(bob, operation_kind::lock, a, "try_lock lock A failed", "held by alice", 31);
  shown.unlock(alice, a, 30).unlock(bob, b, 30);
  checker::finding one = finding_of(
      finding_kind::livelock, "suspected: 2 tasks go round for ever and get nowhere", shown, 31);
  one.endless = lasso{3, 8, 16'666, false, {}};
  one.endless->tasks = {{main, lasso_role::waits, {}, {}, "join alice", shown.line(22), 2},
                        {alice, lasso_role::retries, {3, 5, 7}, {5}, "", {}, 0},
                        {bob, lasso_role::retries, {4, 6, 8}, {6}, "", {}, 0}};
  return with(std::move(one));
}

checker::result give_way_for_certain() {
  checker::result from = give_way();
  from.findings.front().endless->certain = true;
  from.findings.front().message = "2 tasks go round for ever and get nowhere";
  return from;
}

checker::result poll_in_vain() {
  written_execution shown{"models/classic/poll.cpp"};
  const int main = shown.task("main");
  const int poller = shown.task("poller");
  const int ready = shown.object("ready", object_kind::atomic, "false");
  shown.spawn(main, poller, 10);
  shown.step(poller, operation_kind::load, ready, "load ready -> false", "false", 12);
  checker::finding one = finding_of(
      finding_kind::livelock, "suspected: a task goes round for ever and gets nowhere", shown, 12);
  one.endless = lasso{2, 2, 99'998, false, {}};
  one.endless->tasks = {{main, lasso_role::waits, {}, {}, "join poller", shown.line(14), 1},
                        {poller, lasso_role::polls, {2}, {2}, "", {}, 0}};
  return with(std::move(one));
}

checker::result starving_writer() {
  written_execution shown{"models/classic/readers.cpp"};
  const int first = shown.task("reader 1");
  const int second = shown.task("reader 2");
  const int writer = shown.task("writer");
  const int readers = shown.object("readers", object_kind::atomic, "0");
  const int room = shown.object("room", object_kind::semaphore, "1 of 1");
  const auto add = [&](int who, const std::string& text, const std::string& after) {
    shown.step(who, operation_kind::read_modify_write, readers, text, after, 20);
  };
  add(first, "readers + 1 -> 0", "1");
  shown.step(first, operation_kind::acquire, room, "acquire room", "0 of 1", 21);
  add(second, "readers + 1 -> 1", "2");
  add(first, "readers - 1 -> 2", "1");
  add(first, "readers + 1 -> 1", "2");
  add(second, "readers - 1 -> 2", "1");
  checker::finding one =
      finding_of(finding_kind::starvation,
                 "suspected: a task never gets what others have again and again", shown, 30);
  one.endless = lasso{3, 6, 24'999, false, {}};
  one.endless->tasks = {{first, lasso_role::gets_on, {4, 5}, {}, "", {}, 2},
                        {second, lasso_role::gets_on, {3, 6}, {}, "", {}, 0},
                        {writer, lasso_role::starves, {}, {}, "acquire room", shown.line(30), 0}};
  return with(std::move(one));
}

checker::result stranger() {
  written_execution shown{"models/classic/stranger.cpp"};
  const int owner = shown.task("owner");
  const int thief = shown.task("thief");
  const int lock = shown.object("lock", object_kind::mutex, "free");
  shown.lock(owner, lock, 10);
  shown.step(thief, operation_kind::unlock, lock, "unlock lock", "held by owner", 20);
  shown.fail(thief, scheduler::failure_kind::misuse, "unlocked by a task that does not hold it",
             20);
  checker::finding one =
      finding_of(finding_kind::misuse, "lock unlocked by a task that does not hold it", shown, 20);
  one.task = thief;
  one.object = lock;
  one.misused = scheduler::misuse::unlock_not_owner;
  one.evidence = {{checker::misuse_role::holds, owner, 1, shown.line(10)}};
  return with(std::move(one));
}

checker::result lock_left_behind() {
  written_execution shown{"models/classic/early_return.cpp"};
  const int worker = shown.task("worker");
  const int lock = shown.object("lock", object_kind::mutex, "free");
  shown.lock(worker, lock, 12);
  checker::finding one =
      finding_of(finding_kind::leak, "lock is still locked when everything has ended", shown, 12);
  one.task = worker;
  one.object = lock;
  one.evidence = {{checker::misuse_role::holds, worker, 1, shown.line(12)}};
  return with(std::move(one));
}

}  // namespace heddle::reports::test
