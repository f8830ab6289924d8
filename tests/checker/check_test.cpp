#include "checker/check.hpp"

#include <optional>
#include <stdexcept>

#include "checker/strategies/dfs.hpp"
#include "checker/strategies/random.hpp"
#include "scheduler/failure.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/var.hpp"
#include "scheduler/primitives/virtual_clock.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using checker::coverage_kind;
using heddle::finding_kind;

namespace {

using reasons = std::vector<std::string>;

checker::result explore(const std::function<void()>& body,
                        const checker::check_options& options = {}) {
  checker::dfs every_schedule;
  return checker::check("test.model", body, every_schedule, options);
}

void unsafe_bank() {
  heddle::var<int> balance{100, "balance"};
  families::unsafe_bank({80, 70}, balance);
  heddle::observe("balance", balance);
  heddle::check(balance.get() >= 0, "never negative");
}

/// AB-BA; main joins.
void crossed_locks() {
  heddle::mutex a{"A"};
  heddle::mutex b{"B"};
  heddle::thread alice{"alice", [&] {
                         a.lock();
                         b.lock();
                         b.unlock();
                         a.unlock();
                       }};
  heddle::thread bob{"bob", [&] {
                       b.lock();
                       a.lock();
                       a.unlock();
                       b.unlock();
                     }};
  alice.join();
  bob.join();
}

/// Tasks 1 and 2 write; whoever is second fails.
void second_fails(const std::function<void()>& fail) {
  heddle::atomic<int> x{0, "x"};
  families::together(2, [&](int) {
    if (x.fetch_add(1) == 1) fail();
  });
}

}  // namespace

TEST_CASE("a failed check is found once, with its smallest schedule and every occurrence") {
  const checker::result found = explore(unsafe_bank);
  // The line that checks and takes races with itself, and the check fails.
  REQUIRE(found.findings.size() == 2);
  CHECK(found.findings[1].kind == finding_kind::data_race);
  const checker::finding& overdraw = found.findings[0];
  CHECK(overdraw.kind == finding_kind::invariant);
  CHECK(overdraw.message == "never negative");
  CHECK(overdraw.where.brief().starts_with("check_test.cpp:"));
  CHECK(overdraw.signature.starts_with("invariant|never negative|check_test.cpp:"));
  CHECK_FALSE(overdraw.expected);
  // One preemption, after a check, is needed and enough.
  CHECK(overdraw.preemptions == 1);
  // Two tasks with read, read, write, and main's two reads.
  CHECK(overdraw.execution.steps.size() == 8);
  CHECK(overdraw.execution.problems.size() == 1);
  CHECK(overdraw.task == 0);
  CHECK(overdraw.occurrences == found.failed);
  CHECK(found.failed > 1);
  CHECK(found.failed < found.executions);
}

TEST_CASE("an exception that leaves a task is found") {
  const checker::result found =
      explore([] { second_fails([] { throw std::runtime_error("no"); }); });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == finding_kind::exception);
  CHECK(found.findings[0].message == "std::runtime_error: no");
  CHECK(found.failed == 2);
  CHECK(found.findings[0].occurrences == 2);
}

TEST_CASE("a deadlock is found once and says who waits for what") {
  const checker::result found = explore(crossed_locks);
  REQUIRE(found.findings.size() == 1);
  const checker::finding& deadlock = found.findings[0];
  CHECK(deadlock.kind == finding_kind::deadlock);
  CHECK(deadlock.message == "2 tasks wait for ever");
  CHECK(deadlock.occurrences == found.deadlocked);
  REQUIRE(deadlock.blocked.size() == 3);
  const auto& tasks = deadlock.execution.tasks;
  const auto& objects = deadlock.execution.objects;
  for (const checker::blocked_task& blocked : deadlock.blocked) {
    const std::string& name = tasks.at(static_cast<std::size_t>(blocked.task)).name;
    CHECK(blocked.bystander == (name == "main"));
    if (blocked.bystander) continue;
    CHECK(blocked.waits_for == (name == "alice" ? "lock B" : "lock A"));
    REQUIRE(blocked.holds.size() == 1);
    CHECK(objects.at(static_cast<std::size_t>(blocked.holds[0].object)).name ==
          (name == "alice" ? "A" : "B"));
    CHECK(blocked.holds[0].taken_at.brief().starts_with("check_test.cpp:"));
  }
}

TEST_CASE("a stuck task of which main knows nothing is a partial deadlock") {
  const checker::result found = explore([] {
    heddle::thread lonely{[] {
      heddle::counting_semaphore<> never{0};
      never.acquire();
    }};
    lonely.detach();
  });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == finding_kind::partial_deadlock);
}

TEST_CASE("misuse and leaks are found") {
  const checker::result misuse = explore([] {
    heddle::mutex m{"m"};
    m.unlock();
  });
  REQUIRE(misuse.findings.size() == 1);
  CHECK(misuse.findings[0].kind == finding_kind::misuse);
  CHECK(misuse.findings[0].message.starts_with("m "));
  CHECK(misuse.failed == 1);

  const checker::result leak = explore([] {
    auto* const forgotten = new heddle::mutex{"forgotten"};
    static std::unique_ptr<heddle::mutex> keeper;
    keeper.reset();
    forgotten->lock();
    keeper.reset(forgotten);
  });
  REQUIRE(leak.findings.size() == 1);
  CHECK(leak.findings[0].kind == finding_kind::leak);
  CHECK(leak.findings[0].message == "forgotten is still locked when everything has ended");
  CHECK(leak.failed == 0);
}

TEST_CASE("outcomes count completed and failed executions, deadlocked ones apart") {
  const checker::result found = explore([] {
    heddle::atomic<int> x{0, "x"};
    heddle::mutex m{"m"};
    m.lock();
    families::together(2, [&](int me) {
      const int turn = x.fetch_add(1);
      heddle::observe("first", turn == 0 ? me : 1 - me);
      heddle::check(!(turn == 0 && me == 0), "task 1 comes first");
      if (turn == 0) m.lock();
    });
    m.unlock();
  });
  // Task 0 first: it fails, task 1 ends. Task 1 first: it waits for main's lock, main for it.
  REQUIRE(found.outcomes.size() == 2);
  CHECK(found.outcomes[0].values.at("first") == "0");
  CHECK_FALSE(found.outcomes[0].deadlocked);
  CHECK(found.outcomes[1].values.at("first") == "1");
  CHECK(found.outcomes[1].deadlocked);
  CHECK(found.failed == found.outcomes[0].executions);
  CHECK(found.deadlocked == found.outcomes[1].executions);
  CHECK(found.findings.size() == 2);
}

TEST_CASE("an assumption that does not hold takes the execution out of all counts") {
  const checker::result found = explore([] {
    heddle::atomic<int> x{0, "x"};
    families::together(2, [&](int me) {
      const int turn = x.fetch_add(1);
      heddle::check(me == turn, "in order");
      heddle::observe("order", me == turn);
      heddle::assume(me == turn);
    });
  });
  // Out of order both checks fail, and no assumption is reached: 1 of 2. In order: all well.
  CHECK(found.executions == 2);
  CHECK(found.pruned == 0);

  const checker::result pruned = explore([] {
    heddle::atomic<int> x{0, "x"};
    families::together(2, [&](int me) {
      const int turn = x.fetch_add(1);
      heddle::assume(me == turn || me == 0);
      heddle::check(me == turn, "in order");
    });
  });
  CHECK(pruned.executions == 1);
  CHECK(pruned.pruned == 1);
  CHECK(pruned.findings.empty());
  CHECK(pruned.covered.kind == coverage_kind::complete);
}

TEST_CASE("a limit of steps truncates, and the coverage says so") {
  checker::check_options options;
  options.execution.steps = 5;
  const checker::result found = explore(
      [] {
        heddle::atomic<int> x{0, "x"};
        heddle::together({[&] {
          while (true) heddle::check(x.fetch_add(1) != 3, "not three");
        }});
      },
      options);
  // The task fails at its fourth event, before the limit.
  CHECK(found.executions == 1);
  CHECK(found.findings.size() == 1);

  const checker::result endless = explore(
      [] {
        heddle::atomic<int> x{0, "x"};
        heddle::together({[&] {
                            while (true) x.fetch_add(1);
                          },
                          [&] { heddle::check(x.load() < 5, "less than five"); }});
      },
      options);
  CHECK(endless.executions == 0);
  // The other task's one event stands at any of six places: after 0 to 5 additions.
  CHECK(endless.truncated == 6);
  CHECK(endless.covered.kind == coverage_kind::bounded);
  CHECK(endless.covered.reasons == reasons{"steps 5"});
  REQUIRE(endless.findings.size() == 1);
  CHECK(endless.findings[0].message == "less than five");
  CHECK(endless.findings[0].occurrences == 1);
}

TEST_CASE("a model that reads the clock is not covered completely, unless time is quiescent") {
  const auto body = [] { (void)heddle::virtual_clock::now(); };
  const checker::result found = explore(body);
  CHECK(found.covered.kind == coverage_kind::bounded);
  CHECK(found.covered.reasons == reasons{"clock read"});
  checker::check_options quiescent;
  quiescent.execution.time = scheduler::time_mode::quiescent;
  CHECK(explore(body, quiescent).covered.kind == coverage_kind::complete);
}

TEST_CASE("the search can stop at the first finding") {
  checker::check_options options;
  options.stop = checker::stop_at::first;
  const checker::result found =
      explore([] { second_fails([] { heddle::check(false, "not second"); }); }, options);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].occurrences == 1);
  CHECK(found.failed == 1);
  CHECK(found.covered.kind == coverage_kind::interrupted);
  CHECK(found.covered.reasons == reasons{"stopped at the first finding"});

  // Where the first finding comes with the last execution, nothing has been left out.
  const checker::result only = explore([] { heddle::check(false, "no"); }, options);
  CHECK(only.covered.kind == coverage_kind::complete);
}

TEST_CASE("limits of executions and time, and interrupts, end the search and say so") {
  checker::check_options executions;
  executions.max_executions = 7;
  const checker::result counted = explore([] { families::loadstore(3); }, executions);
  CHECK(counted.executions == 7);
  CHECK(counted.covered.kind == coverage_kind::interrupted);
  CHECK(counted.covered.reasons == reasons{"7 executions"});
  executions.max_executions = 90;
  CHECK(explore([] { families::loadstore(3); }, executions).covered.kind ==
        coverage_kind::complete);

  checker::check_options brief;
  brief.max_duration = std::chrono::milliseconds(20);
  const checker::result timed = explore([] { families::writers(12); }, brief);
  CHECK(timed.covered.kind == coverage_kind::interrupted);
  CHECK(timed.covered.reasons == reasons{"0.02 s"});
  CHECK(timed.seconds >= 0.02);
  CHECK(timed.seconds < 1);

  std::atomic<bool> interrupted{false};
  checker::check_options signalled;
  signalled.interrupted = &interrupted;
  int runs = 0;
  const checker::result ended = explore(
      [&] {
        if (++runs == 3) interrupted = true;
        families::writers(12);
      },
      signalled);
  // The first schedule is run twice.
  CHECK(ended.executions == 2);
  CHECK(ended.covered.reasons == reasons{"interrupted"});
}

TEST_CASE("progress is told in between") {
  std::vector<checker::progress> told;
  checker::check_options options;
  options.on_progress = [&](const checker::progress& now) { told.push_back(now); };
  options.progress_interval = std::chrono::milliseconds(0);
  const checker::result found = explore([] { families::loadstore(3); }, options);
  REQUIRE(told.size() > 2);
  CHECK(told.back().executions > told.front().executions);
  CHECK(told.back().events <= found.events);
  CHECK(told.back().share.has_value());
}

TEST_CASE("at most so many findings are kept") {
  checker::check_options options;
  options.max_findings = 3;
  const checker::result found = explore(
      [] {
        heddle::atomic<int> x{0, "x"};
        families::together(5, [&](int me) {
          heddle::check(x.fetch_add(1) != 0, "task " + std::to_string(me) + " is not first");
        });
      },
      options);
  CHECK(found.findings.size() == 3);
  CHECK(found.failed == 120);
}

TEST_CASE("findings of one kind leave room for those of others") {
  checker::check_options options;
  options.max_findings = 1;
  const checker::result found = explore(
      [] {
        heddle::var<int> x{0, "x"};
        heddle::var<int> y{0, "y"};
        families::together(2, [&](int) {
          x = 1;
          y = 1;
        });
        heddle::check(false, "no");
      },
      options);
  REQUIRE(found.findings.size() == 2);
  CHECK(found.findings[0].kind == finding_kind::invariant);
  CHECK(found.findings[1].kind == finding_kind::data_race);
}

TEST_CASE("findings that a model declares are expected") {
  const heddle::model declared{{.name = "check_test.declared",
                                .body = crossed_locks,
                                .expect = {finding_kind::deadlock, finding_kind::leak}}};
  checker::dfs every_schedule;
  const checker::result found = checker::check(declared, every_schedule);
  CHECK(found.model == "check_test.declared");
  CHECK(found.findings.at(0).expected);
  CHECK(found.missing == reasons{"leak"});
  CHECK_FALSE(found.as_declared());
}

TEST_CASE("a model that depends on more than the schedule is told so at once") {
  int runs = 0;
  const checker::result found = explore([&] {
    heddle::atomic<int> x{0, "x"};
    if (++runs % 2 == 0)
      x.store(1);
    else
      (void)x.load();
  });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == finding_kind::nondeterminism);
  CHECK(found.findings[0].message == "step 1 went another way under the same schedule");
  REQUIRE(found.findings[0].divergence);
  CHECK(found.findings[0].divergence->before.operation == "load x");
  CHECK(found.findings[0].divergence->now.operation == "store x");
  CHECK(found.covered.kind == coverage_kind::interrupted);
  CHECK(found.executions == 1);
}

TEST_CASE("shorter and longer repetitions are nondeterminism, too") {
  for (const bool longer : {false, true}) {
    int runs = 0;
    const checker::result found = explore([&] {
      heddle::atomic<int> x{0, "x"};
      x.store(1);
      if ((++runs % 2 == 0) == longer) x.store(2);
    });
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].kind == finding_kind::nondeterminism);
  }
}

TEST_CASE("nondeterminism in the middle of a search ends it") {
  int runs = 0;
  const checker::result found = explore([&] {
    ++runs;
    heddle::atomic<int> x{0, "x"};
    families::together(3, [&](int) {
      if (runs == 20)
        x.store(1);
      else
        (void)x.load();
      x.store(2);
    });
  });
  bool told = false;
  for (const auto& one : found.findings) told = told || one.kind == finding_kind::nondeterminism;
  CHECK(told);
  CHECK(found.covered.reasons == reasons{"the model is not deterministic"});
  CHECK(runs < 40);
}

TEST_CASE("a finding that does not occur again is nondeterminism") {
  int runs = 0;
  const checker::result found = explore([&] {
    families::writers(3);
    heddle::check(++runs != 4, "not the fourth time");
  });
  REQUIRE(found.findings.size() == 2);
  CHECK(found.findings[0].kind == finding_kind::nondeterminism);
  CHECK(found.findings[1].message == "not the fourth time");
}

TEST_CASE("a search inside an execution is refused") {
  checker::result inner;
  const checker::result found = explore([&] { inner = explore([] {}); });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == finding_kind::exception);
  CHECK(found.findings[0].message.find("inside an execution") != std::string::npos);
}
