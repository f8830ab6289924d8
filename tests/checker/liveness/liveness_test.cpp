#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/replay.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "scheduler/random_numbers.hpp"
#include "tests/catch.hpp"

/// Endless executions: livelocks and starvation are found, and loops that end are neither.

namespace {

using namespace heddle;
using namespace std::chrono_literals;

checker::result search(std::string_view strategy, const std::function<void()>& body,
                       std::uint64_t executions = 300) {
  const auto how = checker::make_strategy(strategy, {.executions = executions});
  checker::check_options limits;
  limits.max_executions = executions;
  limits.execution.steps = 200;
  return checker::check("liveness", body, *how, limits);
}

std::vector<const checker::finding*> endless_of(const checker::result& found) {
  std::vector<const checker::finding*> all;
  for (const checker::finding& one : found.findings)
    if (one.endless) all.push_back(&one);
  return all;
}

const std::vector<std::string_view> both_kinds{"dpor", "source", "random", "urw", "pos"};

/// Two tasks that take one lock, try the other, and begin again, at most `rounds` times.
std::function<void()> polite(int rounds) {
  return [rounds] {
    mutex a{"A"};
    mutex b{"B"};
    const auto take = [rounds](mutex& own, mutex& other) {
      for (int round = 0; round < rounds; ++round) {
        const lock_guard held{own};
        if (!other.try_lock()) continue;
        other.unlock();
        return;
      }
    };
    heddle::together({[&] { take(a, b); }, [&] { take(b, a); }});
  };
}

/// A correct program with loops of all kinds that end: bounded attempts with locks and time-outs,
/// spinlocks, and polls of a flag that is set in any case. Which, decides the seed.
std::function<void()> ending_loops(std::uint64_t seed) {
  return [seed] {
    timed_mutex a{"a"};
    timed_mutex b{"b"};
    atomic<bool> taken{false, "taken"};
    atomic<bool> ready{false, "ready"};
    const auto task = [&](std::uint64_t me) {
      if (me == 0) ready = true;
      for (std::uint64_t part = 0; part < 3; ++part) {
        const std::uint64_t random = scheduler::random_at(seed, 3 * me + part);
        timed_mutex& own = (random & 8) != 0 ? a : b;
        timed_mutex& other = (random & 8) != 0 ? b : a;
        const std::uint64_t rounds = (random >> 8) % 40;
        switch (random % 5) {
          case 0:
            for (std::uint64_t round = 0; round < rounds; ++round) {
              const lock_guard held{own};
              if (!other.try_lock()) continue;
              other.unlock();
              break;
            }
            break;
          case 1:
            for (std::uint64_t round = 0; round < rounds; ++round) {
              const lock_guard held{own};
              if (!other.try_lock_for(1s)) continue;
              other.unlock();
              break;
            }
            break;
          case 2:
            while (taken.exchange(true)) this_thread::yield();
            taken = false;
            break;
          case 3:
            while (!ready.load()) this_thread::yield();
            break;
          default:
            for (std::uint64_t round = 0; round < rounds && taken.load(); ++round)
              if ((random & 16) != 0) this_thread::yield();
            break;
        }
      }
    };
    heddle::together({[&] { task(0); }, [&] { task(1); }, [&] { task(2); }});
  };
}

void never_set() {
  atomic<bool> never{false, "never"};
  thread poller{"poller", [&] {
                  while (!never.load()) this_thread::yield();
                }};
  poller.join();
}

}  // namespace

TEST_CASE("liveness: tasks that give way to each other for ever are a livelock") {
  for (const std::string_view strategy : both_kinds) {
    CAPTURE(strategy);
    const checker::result found = search(strategy, polite(1'000'000));
    const auto endless = endless_of(found);
    REQUIRE(endless.size() == 1);
    const checker::finding& one = *endless.front();
    CHECK(one.kind == finding_kind::livelock);
    CHECK(found.findings.size() == 1);
    // Each task locks, tries in vain, and unlocks.
    CHECK(one.endless->last - one.endless->first + 1 == 6);
    CHECK(one.execution.steps.size() == one.endless->last);
    CHECK_FALSE(one.endless->certain);
    // A hundred thousand events are so many rounds, but for the stem.
    CHECK(one.endless->repeated > 16'000);
    CHECK(one.endless->repeated <= 16'667);
    REQUIRE(one.endless->tasks.size() == 2);
    for (const checker::lasso_task& task : one.endless->tasks) {
      CHECK(task.role == checker::lasso_role::retries);
      CHECK(task.steps.size() == 3);
      REQUIRE(task.in_vain.size() == 1);
      CHECK(one.execution.steps[task.in_vain.front() - 1].kind == scheduler::operation_kind::lock);
    }
  }
}

TEST_CASE("liveness: loops that count their rounds are none, few rounds or many") {
  for (const std::string_view strategy : both_kinds)
    for (const int rounds : {1, 2, 3, 10, 100, 10'000}) {
      CAPTURE(strategy, rounds);
      CHECK(search(strategy, polite(rounds), 100).findings.empty());
    }
}

TEST_CASE("liveness: random programs whose loops end have no endless execution") {
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    for (const std::string_view strategy : {"dpor", "random"}) {
      CAPTURE(strategy, seed);
      const checker::result found = search(strategy, ending_loops(seed), 30);
      CHECK(found.findings.empty());
    }
}

TEST_CASE("liveness: the token of a livelock shows it again") {
  const checker::result found = search("dpor", polite(1'000'000));
  REQUIRE(found.findings.size() == 1);
  const checker::finding& first = found.findings.front();
  const checker::replay_result again =
      checker::replay("liveness", polite(1'000'000), checker::parse_token(first.token));
  CHECK(again.divergence.empty());
  REQUIRE(again.found.findings.size() == 1);
  CHECK(again.found.findings.front().signature == first.signature);
}

TEST_CASE("liveness: polling for what nobody changes any more is a livelock") {
  for (const std::string_view strategy : both_kinds) {
    CAPTURE(strategy);
    const checker::result found = search(strategy, never_set);
    REQUIRE(found.findings.size() == 1);
    const checker::finding& one = found.findings.front();
    CHECK(one.kind == finding_kind::livelock);
    REQUIRE(one.endless.has_value());
    // The poller goes round in one step; main waits for its end.
    CHECK(one.endless->first == one.endless->last);
    REQUIRE(one.endless->tasks.size() == 2);
    CHECK(one.endless->tasks[0].role == checker::lasso_role::waits);
    CHECK(one.endless->tasks[0].waits_for == "join poller");
    CHECK(one.endless->tasks[1].role == checker::lasso_role::polls);
  }
}

TEST_CASE("liveness: polls that are counted, or that somebody answers, are no livelock") {
  const auto polls = [](int rounds, bool answered) {
    return [rounds, answered] {
      atomic<bool> ready{false, "ready"};
      heddle::together({[&] {
                          for (int round = 0; round < rounds && !ready.load(); ++round)
                            this_thread::yield();
                        },
                        [&] {
                          if (answered) ready = true;
                        }});
    };
  };
  for (const std::string_view strategy : both_kinds) {
    CAPTURE(strategy);
    for (const int rounds : {1, 5, 1'000})
      CHECK(search(strategy, polls(rounds, false)).findings.empty());
    CHECK(search(strategy, polls(1'000'000'000, true)).findings.empty());
    CHECK(search(strategy, polls(1'000'000'000, false)).findings.size() == 1);
  }
}

TEST_CASE("liveness: fingerprints make a livelock certain, or show that it is none") {
  const auto tells = [](bool counts) {
    return [counts] {
      atomic<bool> wants[2] = {atomic<bool>{false, "0"}, atomic<bool>{false, "1"}};
      const auto pass = [&](int me) {
        std::uint64_t rounds = 0;
        wants[me] = true;
        while (wants[1 - me].load()) {
          wants[me] = false;
          if (counts) ++rounds;
          fingerprint(rounds);
          wants[me] = true;
        }
        wants[me] = false;
      };
      heddle::together({[&] { pass(0); }, [&] { pass(1); }});
    };
  };
  const checker::result same = search("random", tells(false), 1'000);
  REQUIRE_FALSE(same.findings.empty());
  CHECK(same.findings.front().kind == finding_kind::livelock);
  CHECK(same.findings.front().endless->certain);
  CHECK(search("random", tells(true), 1'000).findings.empty());
}

TEST_CASE("liveness: a task that never gets what others have again and again starves") {
  const auto spinlock = [](bool marked) {
    return [marked] {
      atomic<bool> taken{false, "taken"};
      atomic<bool> stop{false, "stop"};
      heddle::together({[&] {
                          while (!stop.load()) {
                            while (taken.exchange(true)) this_thread::yield();
                            if (marked) progress();
                            taken = false;
                          }
                        },
                        [&] {
                          while (taken.exchange(true)) this_thread::yield();
                          stop = true;
                          taken = false;
                        }});
    };
  };
  for (const bool marked : {false, true})
    for (const std::string_view strategy : {"random", "urw", "pos", "dpor"}) {
      CAPTURE(strategy, marked);
      const checker::result found = search(strategy, spinlock(marked));
      REQUIRE(found.findings.size() == 1);
      const checker::finding& one = found.findings.front();
      CHECK(one.kind == finding_kind::starvation);
      REQUIRE(one.endless.has_value());
      REQUIRE(one.endless->tasks.size() >= 2);
      CHECK(one.endless->tasks[0].role == checker::lasso_role::gets_on);
      CHECK(one.endless->tasks[1].role == checker::lasso_role::starves);
    }
}

TEST_CASE("liveness: a lock that is free again and again is had in the end") {
  const checker::result found = search("random", [] {
    mutex lock{"lock"};
    atomic<bool> stop{false, "stop"};
    heddle::together({[&] {
                        while (!stop.load()) const lock_guard held{lock};
                      },
                      [&] {
                        const lock_guard held{lock};
                        stop = true;
                      }});
  });
  CHECK(found.findings.empty());
}

TEST_CASE("liveness: a loop that says it gets on is none that gets nowhere") {
  const auto serves = [](bool marked) {
    return [marked] {
      atomic<int> turn{0, "turn"};
      heddle::together({[&] {
        for (;;) {
          turn = 1;
          turn = 0;
          if (marked) progress();
        }
      }});
    };
  };
  CHECK(search("random", serves(true), 3).findings.empty());
  CHECK(search("random", serves(false), 3).findings.size() == 1);
}

TEST_CASE("liveness: time-outs that could have been successes, and choices, are not repeated") {
  const checker::result timed = search("random", [] {
    timed_mutex lock{"lock"};
    while (!lock.try_lock_for(1ms)) {
    }
    lock.unlock();
  });
  CHECK(timed.findings.empty());
  const checker::result chosen = search("random", [] {
    atomic<int> tries{0, "tries"};
    while (choose(2) == 0) static_cast<void>(tries.load());
  });
  CHECK(chosen.findings.empty());
  const auto spurious = checker::make_strategy("random", {.executions = 200});
  checker::check_options limits;
  limits.execution.spurious = true;
  const checker::result woken = checker::check(
      "liveness",
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
      *spurious, limits);
  CHECK(woken.findings.empty());
}

TEST_CASE("liveness: two who time out on each other and try again are a livelock") {
  for (const std::string_view strategy : {"random", "urw", "pos", "dpor"}) {
    CAPTURE(strategy);
    const checker::result found = search(
        strategy,
        [] {
          timed_mutex a{"A"};
          timed_mutex b{"B"};
          const auto take = [](timed_mutex& own, timed_mutex& other) {
            for (;;) {
              const lock_guard held{own};
              if (!other.try_lock_for(1s)) continue;
              other.unlock();
              return;
            }
          };
          heddle::together({[&] { take(a, b); }, [&] { take(b, a); }});
        },
        1'000);
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings.front().kind == finding_kind::livelock);
  }
}
