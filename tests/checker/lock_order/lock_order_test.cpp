#include "checker/lock_order/lock_order.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/replay.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "checker/strategies/random.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
using checker::lock_order_status;
using heddle::finding_kind;
using heddle::lock_guard;
using heddle::mutex;
using heddle::thread;
using namespace std::chrono_literals;

/// What lock orders predict, each rule with a program that differs in nothing else.
namespace {

using body = std::function<void()>;
using texts = std::vector<std::string>;

/// `alice: a > b; bob: b > a`.
std::string text_of(const checker::lock_order& order) {
  std::string text;
  for (const checker::lock_order_edge& each : order.edges)
    text += (text.empty() ? "" : "; ") + each.task + ": " + each.held + " > " + each.wanted;
  return text;
}

/// What the first schedule predicts: one task after the other, as far as they can.
texts predicted(const body& model) {
  checker::dfs one_after_the_other;
  checker::check_options options;
  options.max_executions = 1;
  options.direction.executions = 0;
  const checker::result found = checker::check("test", model, one_after_the_other, options);
  texts all;
  for (const checker::finding& each : found.findings) {
    if (each.kind != finding_kind::potential_deadlock) continue;
    CHECK(each.predicted->status == lock_order_status::potential);
    all.push_back(text_of(*each.predicted));
  }
  for (const checker::lock_order& each : found.harmless)
    CHECK(each.status == lock_order_status::broken);
  return all;
}

/// The circles of the first schedule in which nobody waits for ever, and the number of the
/// condition that is broken.
texts broken(const body& model) {
  checker::dfs one_after_the_other;
  checker::check_options options;
  options.max_executions = 1;
  const checker::result found = checker::check("test", model, one_after_the_other, options);
  CHECK(found.findings.empty());
  texts all;
  for (const checker::lock_order& each : found.harmless) {
    CHECK(each.status == lock_order_status::broken);
    REQUIRE(each.broken);
    all.push_back(std::to_string(static_cast<int>(*each.broken) + 1) + " " + text_of(each));
  }
  return all;
}

/// Runs the two at once.
void both(const body& left, const body& right) {
  thread alice{"alice", left};
  thread bob{"bob", right};
  alice.join();
  bob.join();
}

const texts nothing;
const texts abba{"alice: a > b; bob: b > a"};

struct locks {
  mutex a{"a"};
  mutex b{"b"};
  mutex c{"c"};

  void ab() {
    const lock_guard first{a};
    const lock_guard second{b};
  }
  void ba() {
    const lock_guard first{b};
    const lock_guard second{a};
  }
};

}  // namespace

TEST_CASE("lock order: two orders of two locks are a prediction, one order is none") {
  CHECK(predicted([] {
          locks all;
          both([&] { all.ab(); }, [&] { all.ba(); });
        }) == abba);
  CHECK(predicted([] {
          locks all;
          both([&] { all.ab(); }, [&] { all.ab(); });
        }) == nothing);
  // One task has nobody to wait for.
  CHECK(predicted([] {
          locks all;
          both(
              [&] {
                all.ab();
                all.ba();
              },
              [] {});
        }) == nothing);
  // Not nested.
  CHECK(predicted([] {
          locks all;
          both([&] { all.ab(); },
               [&] {
                 { const lock_guard alone{all.b}; }
                 const lock_guard alone{all.a};
               });
        }) == nothing);
}

TEST_CASE("lock order: a lock that both hold keeps them apart") {
  const auto gated = [](bool left, bool right, bool released) {
    return predicted([=] {
      locks all;
      const auto within = [&](bool gate, const body& inner) {
        return [&all, gate, released, inner] {
          if (gate) all.c.lock();
          if (gate && released) all.c.unlock();
          inner();
          if (gate && !released) all.c.unlock();
        };
      };
      both(within(left, [&] { all.ab(); }), within(right, [&] { all.ba(); }));
    });
  };
  CHECK(gated(true, true, false) == nothing);
  CHECK(gated(true, false, false) == abba);
  CHECK(gated(false, true, false) == abba);
  CHECK(gated(true, true, true) == abba);
}

TEST_CASE("lock order: a shared hold is a gate only against an exclusive one") {
  const auto gated = [](bool left_shares, bool right_shares) {
    return predicted([=] {
      locks all;
      heddle::shared_mutex gate{"gate"};
      const auto within = [&](bool shares, const body& inner) {
        return [&gate, shares, inner] {
          shares ? gate.lock_shared() : gate.lock();
          inner();
          shares ? gate.unlock_shared() : gate.unlock();
        };
      };
      both(within(left_shares, [&] { all.ab(); }), within(right_shares, [&] { all.ba(); }));
    });
  };
  CHECK(gated(true, true) == abba);
  CHECK(gated(true, false) == nothing);
  CHECK(gated(false, true) == nothing);
  CHECK(gated(false, false) == nothing);
}

TEST_CASE("lock order: nobody waits for one that shares to share") {
  const auto sharing = [](bool holds_share, bool asks_share) {
    return predicted([=] {
      heddle::shared_mutex a{"a"};
      mutex b{"b"};
      both(
          [&] {
            holds_share ? a.lock_shared() : a.lock();
            b.lock();
            b.unlock();
            holds_share ? a.unlock_shared() : a.unlock();
          },
          [&] {
            b.lock();
            asks_share ? a.lock_shared() : a.lock();
            asks_share ? a.unlock_shared() : a.unlock();
            b.unlock();
          });
    });
  };
  CHECK(sharing(false, false) == abba);
  CHECK(sharing(true, false) == abba);
  CHECK(sharing(false, true) == abba);
  CHECK(sharing(true, true) == nothing);
}

TEST_CASE("lock order: who gives up waits for nobody, but holds what it got") {
  enum class how { waits, tries, for_a_while };
  const auto take = [](heddle::timed_mutex& lock, how way) {
    if (way == how::waits) return lock.lock(), true;
    return way == how::tries ? lock.try_lock() : lock.try_lock_for(1s);
  };
  const auto orders = [&](how first, how second) {
    return predicted([=] {
      heddle::timed_mutex a{"a"};
      heddle::timed_mutex b{"b"};
      const auto nested = [=](heddle::timed_mutex& outer, heddle::timed_mutex& inner) {
        if (!take(outer, first)) return;
        if (take(inner, second)) inner.unlock();
        outer.unlock();
      };
      both([&] { nested(a, b); }, [&] { nested(b, a); });
    });
  };
  for (const how first : {how::waits, how::tries, how::for_a_while}) {
    CHECK(orders(first, how::waits) == abba);
    CHECK(orders(first, how::tries) == nothing);
    CHECK(orders(first, how::for_a_while) == nothing);
  }
}

TEST_CASE("lock order: taking several locks at once orders nothing") {
  CHECK(predicted([] {
          locks all;
          both([&] { const heddle::scoped_lock taken(all.a, all.b); },
               [&] { const heddle::scoped_lock taken(all.b, all.a); });
        }) == nothing);
  // But what is held around it counts.
  CHECK(predicted([] {
          locks all;
          both(
              [&] {
                const lock_guard outer{all.c};
                const heddle::scoped_lock taken(all.a, all.b);
              },
              [&] {
                const lock_guard outer{all.a};
                const lock_guard inner{all.c};
              });
        }) == texts{"alice: c > a; bob: a > c"});
}

TEST_CASE("lock order: asking again for a recursive mutex is no request") {
  const auto nested = [](bool again) {
    return predicted([=] {
      heddle::recursive_mutex a{"a"};
      heddle::recursive_mutex b{"b"};
      both(
          [&] {
            a.lock();
            b.lock();
            b.unlock();
            a.unlock();
          },
          [&] {
            if (again) a.lock();
            b.lock();
            a.lock();
            a.unlock();
            b.unlock();
            if (again) a.unlock();
          });
    });
  };
  CHECK(nested(true) == nothing);
  CHECK(nested(false) == abba);
}

TEST_CASE("lock order: what starts after the other has ended cannot meet it") {
  CHECK(predicted([] {
          locks all;
          thread alice{"alice", [&] { all.ab(); }};
          alice.join();
          all.ba();
        }) == nothing);
  CHECK(predicted([] {
          locks all;
          thread alice{"alice", [&] { all.ab(); }};
          all.ba();
          alice.join();
        }) == texts{"main: b > a; alice: a > b"});
  CHECK(predicted([] {
          locks all;
          all.ba();
          thread alice{"alice", [&] { all.ab(); }};
          alice.join();
        }) == nothing);
}

TEST_CASE("lock order: every synchronisation but that of locks orders requests") {
  // `bob` waits for something of `alice`, before what it does or after.
  const auto ordered = [](const std::function<texts(bool first)>& by) {
    CHECK(by(true) == nothing);
    CHECK(by(false) == abba);
  };
  ordered([](bool first) {
    return predicted([=] {
      locks all;
      heddle::manual_event done{"done"};
      both(
          [&] {
            all.ab();
            done.set();
          },
          [&] {
            if (first) done.wait();
            all.ba();
            if (!first) done.wait();
          });
    });
  });
  ordered([](bool first) {
    return predicted([=] {
      locks all;
      heddle::counting_semaphore<> done{0, "done"};
      both(
          [&] {
            all.ab();
            done.release();
          },
          [&] {
            if (first) done.acquire();
            all.ba();
            if (!first) done.acquire();
          });
    });
  });
  ordered([](bool first) {
    return predicted([=] {
      locks all;
      heddle::channel<int> done{1, "done"};
      both(
          [&] {
            all.ab();
            done.send(1);
          },
          [&] {
            if (first) (void)done.receive();
            all.ba();
            if (!first) (void)done.receive();
          });
    });
  });
  ordered([](bool first) {
    return predicted([=] {
      locks all;
      heddle::atomic<int> done{0, "done"};
      both(
          [&] {
            all.ab();
            done.store(1);
          },
          [&] {
            if (first && done.load() == 0) return;
            all.ba();
            if (!first) (void)done.load();
          });
    });
  });
  // Bob is woken by a notification that comes after; the first schedule starts with alice, who
  // waits.
  ordered([](bool first) {
    return predicted([=] {
      locks all;
      mutex guard{"guard"};
      heddle::condition_variable ready{"ready"};
      bool is_ready = false;
      const auto wait = [&] {
        heddle::unique_lock<mutex> hold{guard};
        ready.wait(hold, [&] { return is_ready; });
      };
      both(
          [&] {
            if (first) wait();
            all.ab();
            if (!first) wait();
          },
          [&] {
            all.ba();
            const lock_guard hold{guard};
            is_ready = true;
            ready.notify_one();
          });
    });
  });
}

TEST_CASE("lock order: circles of three tasks, and none of fewer tasks than orders") {
  const auto nested = [](mutex& first, mutex& second) {
    const lock_guard outer{first};
    const lock_guard inner{second};
  };
  const texts ring{"main: a > b; alice: b > c; bob: c > a"};
  CHECK(predicted([&] {
          locks all;
          thread alice{"alice", [&] { nested(all.b, all.c); }};
          thread bob{"bob", [&] { nested(all.c, all.a); }};
          nested(all.a, all.b);
          alice.join();
          bob.join();
        }) == ring);
  CHECK(predicted([&] {
          locks all;
          both(
              [&] {
                nested(all.a, all.b);
                nested(all.b, all.c);
              },
              [&] { nested(all.c, all.a); });
        }) == nothing);
  // Two of the three are kept apart.
  CHECK(predicted([&] {
          locks all;
          mutex gate{"gate"};
          thread alice{"alice", [&] {
                         const lock_guard apart{gate};
                         nested(all.b, all.c);
                       }};
          thread bob{"bob", [&] {
                       const lock_guard apart{gate};
                       nested(all.c, all.a);
                     }};
          nested(all.a, all.b);
          alice.join();
          bob.join();
        }) == nothing);
}

TEST_CASE("lock order: who waits on a condition variable takes its mutex again") {
  // Alice takes b before a, and again when she wakes up: by then bob may have it, and want a.
  checker::dpor all;
  const checker::result found = checker::check(
      "test",
      [] {
        locks shared;
        heddle::condition_variable ready{"ready"};
        bool is_ready = false;
        both(
            [&] {
              heddle::unique_lock<mutex> hold{shared.b};
              const lock_guard keeps{shared.a};
              ready.wait(hold, [&] { return is_ready; });
            },
            [&] {
              {
                const lock_guard hold{shared.b};
                is_ready = true;
                ready.notify_one();
              }
              shared.ba();
            });
      },
      all);
  REQUIRE(found.findings.size() == 1);
  REQUIRE(found.findings.front().predicted);
  CHECK(text_of(*found.findings.front().predicted) == abba.front());
}

TEST_CASE("lock order: the same lines are one prediction") {
  // A ring of four: whoever comes first, and wherever the ring begins, the lines are the same.
  const texts all = predicted([] {
    heddle::mutex forks[4];
    std::vector<body> seats;
    for (int seat = 0; seat < 4; ++seat)
      seats.push_back([&forks, seat] {
        const lock_guard left{forks[seat]};
        const lock_guard right{forks[(seat + 1) % 4]};
      });
    heddle::together(seats);
  });
  CHECK(all.size() == 1);
}

namespace {

void abba_deadlock() {
  locks all;
  both([&] { all.ab(); }, [&] { all.ba(); });
}

/// Bob takes the locks the other way only when alice is done.
void flagged() {
  locks all;
  heddle::var<bool> done{false, "done"};
  both(
      [&] {
        all.ab();
        const lock_guard hold{all.c};
        done = true;
      },
      [&] {
        all.c.lock();
        const bool is_done = done;
        all.c.unlock();
        if (is_done) all.ba();
      });
}

checker::result sampled(const body& model, std::uint64_t executions, std::uint64_t seed = 1,
                        const checker::direction_options& direction = {}) {
  checker::random_walk walk({.seed = seed, .executions = executions});
  checker::check_options options;
  options.direction = direction;
  return checker::check("test", model, walk, options);
}

/// A seed with which the first execution does not deadlock, so that it can only predict.
std::uint64_t harmless_seed(const body& model) {
  std::uint64_t seed = 1;
  while (sampled(model, 1, seed, {.executions = 0}).deadlocked != 0) ++seed;
  return seed;
}

}  // namespace

TEST_CASE("lock order: a circle in which nobody waits for ever says which condition is broken") {
  heddle::timed_mutex* a = nullptr;
  heddle::timed_mutex* b = nullptr;
  const auto with_locks = [&](const body& left, const body& right) {
    return body{[&, left, right] {
      heddle::timed_mutex first{"a"};
      heddle::timed_mutex second{"b"};
      a = &first;
      b = &second;
      both(left, right);
    }};
  };
  const auto nest = [](auto take) {
    return [take](heddle::timed_mutex*& outer, heddle::timed_mutex*& inner) {
      return body{[take, &outer, &inner] {
        outer->lock();
        if (take(*inner)) inner->unlock();
        outer->unlock();
      }};
    };
  };
  const auto waiting = nest([](heddle::timed_mutex& lock) { return lock.lock(), true; });
  const auto trying = nest([](heddle::timed_mutex& lock) { return lock.try_lock(); });
  const auto timed = nest([](heddle::timed_mutex& lock) { return lock.try_lock_for(1s); });
  const std::string circle = "alice: a > b; bob: b > a";
  CHECK(broken(with_locks(timed(a, b), timed(b, a))) == texts{"3 " + circle});
  CHECK(broken(with_locks(trying(a, b), trying(b, a))) == texts{"2 " + circle});
  // One who gives up is enough.
  CHECK(broken(with_locks(waiting(a, b), timed(b, a))) == texts{"3 " + circle});
  CHECK(broken(with_locks(trying(a, b), waiting(b, a))) == texts{"2 " + circle});
  // Nobody waits for ever for two reasons: the first is told.
  CHECK(broken(with_locks(timed(a, b), trying(b, a))) == texts{"2 " + circle});
  // One order for all closes no circle.
  CHECK(broken(with_locks(timed(a, b), trying(a, b))).empty());
  CHECK(predicted(with_locks(waiting(a, b), waiting(b, a))) == texts{circle});
}

TEST_CASE("lock order: sharing breaks mutual exclusion, unless somebody wants it alone") {
  const auto readers = [](bool bob_writes) {
    return body{[bob_writes] {
      heddle::shared_mutex a{"a"};
      heddle::shared_mutex b{"b"};
      both(
          [&] {
            const heddle::shared_lock outer{a};
            const heddle::shared_lock inner{b};
          },
          [&] {
            const heddle::shared_lock outer{b};
            if (bob_writes) {
              const heddle::unique_lock inner{a};
            } else {
              const heddle::shared_lock inner{a};
            }
          });
    }};
  };
  const std::string circle = "alice: a > b; bob: b > a";
  CHECK(broken(readers(false)) == texts{"1 " + circle});
  // Alice shares b with bob, who waits for her: she goes on.
  CHECK(broken(readers(true)) == texts{"1 " + circle});
}

TEST_CASE("lock order: what gives up hides no deadlock at the same lines") {
  // The first time round both only try; the second time they wait.
  const body model = [] {
    mutex a{"a"};
    mutex b{"b"};
    const auto twice = [](mutex& outer, mutex& inner) {
      for (const bool waits : {false, true}) {
        outer.lock();
        const bool has = waits ? (inner.lock(), true) : inner.try_lock();
        if (has) inner.unlock();
        outer.unlock();
      }
    };
    both([&] { twice(a, b); }, [&] { twice(b, a); });
  };
  checker::dpor all;
  const checker::result found = checker::check("test", model, all);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings.front().kind == finding_kind::deadlock);
  CHECK(found.findings.front().predicted);
}

TEST_CASE(
    "lock order: a deadlock that the search finds is one finding, which says what predicts it") {
  checker::dpor all;
  const checker::result found = checker::check("test", abba_deadlock, all);
  REQUIRE(found.findings.size() == 1);
  const checker::finding& deadlock = found.findings.front();
  CHECK(deadlock.kind == finding_kind::deadlock);
  REQUIRE(deadlock.predicted);
  CHECK(text_of(*deadlock.predicted) == abba.front());
  CHECK(deadlock.predicted->status == lock_order_status::confirmed);
  CHECK(deadlock.predicted->in_every_execution);
  CHECK(deadlock.predicted->directed == 0);
  // Of the three traces one deadlocks.
  CHECK(deadlock.occurrences == 1);
  CHECK(found.harmless.empty());
}

TEST_CASE("lock order: a complete search refutes what never happens") {
  checker::dpor all;
  const checker::result found = checker::check("test", flagged, all);
  CHECK(found.findings.empty());
  REQUIRE(found.harmless.size() == 1);
  CHECK(text_of(found.harmless.front()) == abba.front());
  CHECK(found.harmless.front().executions == found.executions);
  CHECK(found.as_declared());
}

TEST_CASE("lock order: direction confirms what a sample has only predicted") {
  const checker::result found = sampled(abba_deadlock, 1, harmless_seed(abba_deadlock));
  REQUIRE(found.findings.size() == 1);
  const checker::finding& deadlock = found.findings.front();
  CHECK(found.deadlocked == 0);
  CHECK(deadlock.kind == finding_kind::deadlock);
  CHECK(deadlock.occurrences == 0);
  REQUIRE(deadlock.predicted);
  CHECK(deadlock.predicted->status == lock_order_status::confirmed);
  CHECK(deadlock.predicted->directed > 0);

  const auto again = checker::replay("test", abba_deadlock, checker::parse_token(deadlock.token));
  CHECK(again.divergence.empty());
  REQUIRE(again.found.findings.size() == 1);
  CHECK(again.found.findings.front().signature == deadlock.signature);
}

TEST_CASE("lock order: a sample that only predicts is settled by a complete search, or says so") {
  // In some of the walks bob sees what alice has done last.
  const checker::result refuted = sampled(flagged, 200);
  CHECK(refuted.findings.empty());
  REQUIRE(refuted.harmless.size() == 1);
  checker::dpor all;
  CHECK(refuted.harmless.front().executions == checker::check("test", flagged, all).executions);

  const checker::result open =
      sampled(flagged, 200, 1, {.executions = 50, .times_for_complete = 0});
  REQUIRE(open.findings.size() == 1);
  CHECK(open.findings.front().kind == finding_kind::potential_deadlock);
  CHECK(open.findings.front().predicted->status == lock_order_status::potential);
  CHECK(open.findings.front().predicted->directed == 50);
  CHECK(open.as_declared());

  const auto again =
      checker::replay("test", flagged, checker::parse_token(open.findings.front().token));
  REQUIRE(again.found.findings.size() == 1);
  CHECK(again.found.findings.front().signature == open.findings.front().signature);
}

TEST_CASE("lock order: what has failed in a task does not refute") {
  // A third task fails in every execution, so that no deadlock is reported, though it comes about.
  checker::dpor all;
  const checker::result found = checker::check(
      "test",
      [] {
        locks shared;
        thread carol{"carol", [] { heddle::check(false, "fails"); }};
        both([&] { shared.ab(); }, [&] { shared.ba(); });
        carol.join();
      },
      all);
  CHECK(found.harmless.empty());
  REQUIRE(found.findings.size() == 2);
  CHECK(found.findings.back().kind == finding_kind::potential_deadlock);
}

TEST_CASE("lock order: who wants the first finding is not kept waiting") {
  const body fails = [] {
    abba_deadlock();
    heddle::check(false, "fails");
  };
  checker::random_walk walk({.seed = harmless_seed(fails), .executions = 1});
  checker::check_options options;
  options.stop = checker::stop_at::first;
  const checker::result found = checker::check("test", fails, walk, options);
  REQUIRE(found.findings.size() == 2);
  CHECK(found.findings.back().predicted->directed == 0);
}
