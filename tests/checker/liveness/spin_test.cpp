#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

/// Loops that poll: bounded ones are explored as they are, endless ones wait for a change.

namespace {

using namespace heddle;

checker::result search(std::string_view strategy, const std::function<void()>& body,
                       std::uint64_t executions = 2'000) {
  const auto how = checker::make_strategy(strategy, {.executions = executions});
  return checker::check("spin", body, *how);
}

std::set<std::string> values_of(const checker::result& found, const std::string& name) {
  std::set<std::string> values;
  for (const checker::model_outcome& each : found.outcomes) values.insert(each.values.at(name));
  return values;
}

/// One task publishes a value behind a flag, the other polls the flag.
void publish_and_poll() {
  atomic<bool> ready{false, "ready"};
  atomic<int> value{0, "value"};
  heddle::together({[&] {
                      value = 1;
                      ready = true;
                    },
                    [&] {
                      while (!ready.load()) this_thread::yield();
                      observe("seen", value.load());
                    }});
}

/// Polls at most `rounds` times, and yields in between only if told so.
std::function<void()> poll_at_most(int rounds, bool yields) {
  return [rounds, yields] {
    atomic<int> turn{0, "turn"};
    heddle::together({[&] { turn = 1; },
                      [&] {
                        int polls = 0;
                        while (polls < rounds && turn.load() == 0) {
                          ++polls;
                          if (yields) this_thread::yield();
                        }
                        observe("polls", polls);
                      }});
  };
}

void spinlock_of_three() {
  atomic<bool> taken{false, "taken"};
  var<int> inside{0, "inside"};
  const auto critical = [&] {
    while (taken.exchange(true)) this_thread::yield();
    inside += 1;
    heddle::check(inside == 1, "one at a time");
    inside -= 1;
    taken.store(false);
  };
  heddle::together({critical, critical, critical});
}

void silent_spinlock() {
  atomic<bool> taken{false, "taken"};
  atomic<int> inside{0, "inside"};
  const auto critical = [&] {
    while (taken.exchange(true)) {
    }
    heddle::check(inside.fetch_add(1) == 0, "one at a time");
    inside.fetch_sub(1);
    taken.store(false);
  };
  heddle::together({critical, critical});
}

/// Peterson's lock: each polls two things at once.
void peterson_with(bool yields) {
  atomic<bool> wants[2] = {atomic<bool>{false, "wants 0"}, atomic<bool>{false, "wants 1"}};
  atomic<int> turn{0, "turn"};
  atomic<int> inside{0, "inside"};
  const auto task = [&](int me) {
    const int other = 1 - me;
    wants[me].store(true);
    turn.store(other);
    while (wants[other].load() && turn.load() == other)
      if (yields) this_thread::yield();
    heddle::check(inside.fetch_add(1) == 0, "one at a time");
    inside.fetch_sub(1);
    wants[me].store(false);
  };
  heddle::together({[&] { task(0); }, [&] { task(1); }});
}

void peterson() { peterson_with(true); }
void silent_peterson() { peterson_with(false); }

}  // namespace

TEST_CASE("a loop that polls for ever waits, and nobody takes it for a deadlock") {
  for (const std::string_view strategy : {"dpor", "source", "dfs"}) {
    const checker::result found = search(strategy, publish_and_poll);
    CAPTURE(strategy, found.executions);
    CHECK(found.findings.empty());
    CHECK(found.truncated == 0);
    CHECK(values_of(found, "seen") == std::set<std::string>{"1"});
    CHECK(found.covered.kind == checker::coverage_kind::bounded);
    CHECK(found.covered.reasons ==
          std::vector<std::string>{"at most 2 equal rounds of a spin loop"});
  }
  CHECK(search("dpor", publish_and_poll).blocked == 0);
}

TEST_CASE("a loop that polls twice is explored exactly, whether it yields or not") {
  for (const int rounds : {1, 2}) {
    const checker::result silent = search("dpor", poll_at_most(rounds, false));
    const checker::result yielding = search("dpor", poll_at_most(rounds, true));
    // The writer comes before the k-th poll, or after all.
    CHECK(silent.executions == static_cast<std::uint64_t>(rounds) + 1);
    CHECK(yielding.executions == silent.executions);
    CHECK(yielding.outcomes.size() == silent.outcomes.size());
  }
}

TEST_CASE("without a yield many polls are explored exactly") {
  const checker::result found = search("dpor", poll_at_most(32, false));
  CHECK(found.executions == 33);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
}

TEST_CASE("an endless loop without a yield waits in the end") {
  // The writer comes before one of the 32 polls that are followed, or after them.
  const checker::result found = search("dpor", poll_at_most(1'000'000, false));
  CHECK(found.executions == 33);
  CHECK(found.findings.empty());
  CHECK(found.truncated == 0);
  CHECK(found.covered.kind == checker::coverage_kind::bounded);
  CHECK(found.covered.reasons ==
        std::vector<std::string>{"at most 32 equal rounds of a spin loop"});
}

TEST_CASE("every strategy gets by a loop that never yields") {
  for (const std::string_view strategy :
       {"dpor", "source", "random", "pct", "pos", "urw", "surw", "portfolio"}) {
    CAPTURE(strategy);
    const checker::result lock = search(strategy, silent_spinlock, 200);
    CHECK(lock.findings.empty());
    CHECK(lock.truncated == 0);
    const checker::result two = search(strategy, silent_peterson, 200);
    CHECK(two.findings.empty());
    CHECK(two.truncated == 0);
  }
  for (const checker::bounded_by what :
       {checker::bounded_by::preemptions, checker::bounded_by::delays}) {
    const auto bounded = checker::make_strategy(
        "dfs", {.bound = checker::schedule_bound{.what = what, .from = 0, .to = 1}});
    const checker::result found = checker::check("spin", silent_peterson, *bounded);
    CHECK(found.findings.empty());
    CHECK(found.truncated == 0);
    CHECK(found.executions > 0);
  }
}

TEST_CASE(
    "a loop that reads the same many times and does nothing else but count is cut, and says so") {
  const auto reads = [](int rounds) {
    return [rounds] {
      atomic<int> constant{1, "constant"};
      int sum = 0;
      for (int round = 0; round < rounds; ++round) sum += constant.load();
      observe("sum", sum);
    };
  };
  const checker::result few = search("dpor", reads(32));
  CHECK(few.executions == 1);
  CHECK(few.covered.kind == checker::coverage_kind::complete);
  const checker::result many = search("dpor", reads(33));
  CHECK(many.findings.empty());
  CHECK(many.truncated == 1);
  CHECK(many.covered.kind == checker::coverage_kind::bounded);
}

TEST_CASE("loops over plain variables are no polls") {
  const checker::result found = search("dpor", [] {
    var<int> constant{1, "constant"};
    int sum = 0;
    for (int round = 0; round < 100; ++round) sum += constant;
    observe("sum", sum);
  });
  CHECK(values_of(found, "sum") == std::set<std::string>{"100"});
  CHECK(found.covered.kind == checker::coverage_kind::complete);
}

TEST_CASE("spinlocks exclude, and their searches end") {
  const checker::result found = search("dpor", spinlock_of_three, 0);
  CAPTURE(found.executions);
  CHECK(found.findings.empty());
  CHECK(found.blocked == 0);
  CHECK(found.truncated == 0);
  const checker::result two = search("dpor", peterson, 0);
  CHECK(two.findings.empty());
  CHECK(two.blocked == 0);
  CHECK(two.truncated == 0);
}

TEST_CASE("samples of spinning models are not cut short") {
  for (const std::string_view strategy : {"random", "pct", "pos", "urw", "surw"}) {
    CAPTURE(strategy);
    const checker::result found = search(strategy, spinlock_of_three, 500);
    CHECK(found.findings.empty());
    CHECK(found.executions == 500);
    CHECK(found.truncated == 0);
  }
}

TEST_CASE("polling for what never comes is cut, and no deadlock but a livelock") {
  const checker::result found = search("dpor", [] {
    atomic<bool> never{false, "never"};
    thread poller{[&] {
      while (!never.load()) this_thread::yield();
    }};
    poller.join();
  });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings.front().kind == finding_kind::livelock);
  CHECK(found.executions == 0);
  CHECK(found.truncated == 1);
  CHECK(found.covered.kind == checker::coverage_kind::bounded);
}

TEST_CASE("a loop that looks at the clock, or does anything else, is left alone") {
  const checker::result clock = search("dpor", [] {
    atomic<bool> never{false, "never"};
    const auto end = virtual_clock::now() + std::chrono::seconds(5);
    while (!never.load() && virtual_clock::now() < end)
      this_thread::sleep_for(std::chrono::seconds(1));
    observe("left", true);
  });
  CHECK(clock.executions == 1);
  CHECK(clock.truncated == 0);
  const checker::result counts = search("dpor", [] {
    atomic<int> polls{0, "polls"};
    while (polls.load() < 10) {
      polls.fetch_add(1);
      this_thread::yield();
    }
  });
  CHECK(counts.executions == 1);
  CHECK(counts.covered.kind == checker::coverage_kind::complete);
}

TEST_CASE("loops around waits with a time-out end, and nobody takes them for a deadlock") {
  const auto waits = [](bool notifies) {
    return [notifies] {
      mutex lock{"lock"};
      condition_variable changed{"changed"};
      var<bool> ready{false, "ready"};
      int rounds = 0;
      thread waiter{[&] {
        unique_lock held(lock);
        while (!ready) {
          changed.wait_for(held, std::chrono::milliseconds(1));
          ++rounds;
        }
      }};
      {
        const lock_guard held(lock);
        ready = true;
      }
      if (notifies) changed.notify_one();
      waiter.join();
      observe("rounds", rounds);
    };
  };
  for (const std::string_view strategy :
       {"dpor", "source", "random", "pct", "pos", "urw", "surw"}) {
    CAPTURE(strategy);
    const checker::result found = search(strategy, waits(true), 500);
    CHECK(found.findings.empty());
    CHECK(found.executions > 0);
  }
  // The first wait in vain has nothing before it that it could be equal to, the second looks the
  // first time at what has changed since the last. Four more are followed, and one that only a
  // notification ends. All six are followed if somebody notifies, and are cut if nobody does.
  const checker::result notified = search("dpor", waits(true), 0);
  CHECK(notified.covered.reasons ==
        std::vector<std::string>{"at most 4 equal rounds of a spin loop"});
  CHECK(values_of(notified, "rounds") ==
        std::set<std::string>{"0", "1", "2", "3", "4", "5", "6", "7"});
  CHECK(notified.truncated == 0);
  const checker::result silent = search("dpor", waits(false), 0);
  CHECK(silent.findings.empty());
  CHECK(silent.truncated > 0);
  CHECK(silent.executions > 0);
}

TEST_CASE("a loop that tries a lock for some time waits until the lock is free") {
  for (const std::string_view strategy :
       {"dpor", "source", "random", "pct", "pos", "urw", "surw"}) {
    CAPTURE(strategy);
    const checker::result found = search(
        strategy,
        [] {
          timed_mutex lock{"lock"};
          thread patient{[&] {
            while (!lock.try_lock_for(std::chrono::milliseconds(1))) {
            }
            lock.unlock();
          }};
          lock.lock();
          lock.unlock();
          patient.join();
        },
        200);
    CHECK(found.findings.empty());
    CHECK(found.truncated == 0);
    CHECK(found.executions > 0);
  }
}

TEST_CASE("a wait that wakes up for no reason again and again is notified in the end") {
  checker::check_options limits;
  limits.execution.spurious = true;
  const auto strategy = checker::make_strategy("dpor", {});
  const checker::result found = checker::check(
      "spurious",
      [] {
        mutex lock{"lock"};
        condition_variable changed{"changed"};
        var<bool> ready{false, "ready"};
        thread waiter{[&] {
          unique_lock held(lock);
          changed.wait(held, [&] { return static_cast<bool>(ready); });
        }};
        {
          const lock_guard held(lock);
          ready = true;
        }
        changed.notify_one();
        waiter.join();
      },
      *strategy, limits);
  CHECK(found.findings.empty());
  CHECK(found.truncated == 0);
  CHECK(found.blocked == 0);
  CHECK(found.executions < 100);
}

TEST_CASE("a loop of waits that the clock or quiescent time ends is left alone") {
  // Nobody notifies: all ten waits of a second end by their time-outs.
  const auto watches_clock = [] {
    mutex lock{"lock"};
    condition_variable never{"never"};
    unique_lock held(lock);
    int rounds = 0;
    const auto end = virtual_clock::now() + std::chrono::seconds(10);
    for (; virtual_clock::now() < end; ++rounds) never.wait_for(held, std::chrono::seconds(1));
    observe("rounds", rounds);
  };
  const checker::result clock = search("dpor", watches_clock);
  CHECK(values_of(clock, "rounds") == std::set<std::string>{"10"});
  CHECK(clock.truncated == 0);
  checker::check_options quiescent;
  quiescent.execution.time = scheduler::time_mode::quiescent;
  const auto strategy = checker::make_strategy("dpor", {});
  const checker::result counted = checker::check(
      "spin",
      [] {
        mutex lock{"lock"};
        condition_variable never{"never"};
        unique_lock held(lock);
        for (int round = 0; round < 10; ++round) never.wait_for(held, std::chrono::seconds(1));
      },
      *strategy, quiescent);
  CHECK(counted.executions == 1);
  CHECK(counted.truncated == 0);
  CHECK(counted.covered.kind == checker::coverage_kind::complete);
}
