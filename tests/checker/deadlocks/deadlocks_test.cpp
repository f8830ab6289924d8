#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using checker::coffman;
using checker::deadlock_shape;
using heddle::finding_kind;

/// Small models with each kind of deadlock, and some without. Each finding is put into one line:
/// kind, members, bystanders in brackets, and which of Coffman's conditions hold.
namespace {

using lines = std::vector<std::string>;

std::string_view name_of(deadlock_shape shape) {
  switch (shape) {
    case deadlock_shape::cycle:
      return "cycle";
    case deadlock_shape::itself:
      return "itself";
    case deadlock_shape::closed_set:
      return "closed set";
    case deadlock_shape::abandoned:
      return "abandoned";
    case deadlock_shape::nobody_left:
      return "nobody left";
  }
  return "";
}

std::string line_of(const checker::finding& found) {
  std::string text{heddle::name_of(found.kind)};
  if (!found.deadlock) return text;
  text += fmt::format(", {}:", name_of(found.deadlock->shape));
  for (const checker::blocked_task& one : found.blocked) {
    const std::string& name = found.execution.tasks[static_cast<std::size_t>(one.task)].name;
    text += one.bystander ? fmt::format(" [{}]", name) : " " + name;
  }
  text += ",";
  for (const coffman each : {coffman::mutual_exclusion, coffman::hold_and_wait,
                             coffman::no_preemption, coffman::circular_wait})
    if (checker::condition_holds(each, *found.deadlock, found.blocked))
      text += fmt::format(" {}", static_cast<int>(each) + 1);
  return text;
}

checker::result explore_with(checker::strategy& how, const std::function<void()>& body,
                             const scheduler::execution_options& run) {
  checker::check_options options;
  options.execution = run;
  return checker::check("test.model", body, how, options);
}

checker::result explore(const std::function<void()>& body, scheduler::execution_options run = {}) {
  checker::dfs every_schedule;
  return explore_with(every_schedule, body, run);
}

std::set<std::string> signatures(const checker::result& from) {
  std::set<std::string> all;
  for (const checker::finding& one : from.findings) all.insert(one.signature);
  return all;
}

/// The findings of all schedules, in alphabetical order. They are the same for one schedule of each
/// trace.
lines found_in(const std::function<void()>& body, scheduler::execution_options run = {}) {
  const checker::result every_schedule = explore(body, run);
  checker::dpor every_trace;
  CHECK(signatures(explore_with(every_trace, body, run)) == signatures(every_schedule));
  lines all;
  // Detached tasks that may outlive main are another matter.
  for (const checker::finding& one : every_schedule.findings)
    if (one.kind != heddle::finding_kind::leak) all.push_back(line_of(one));
  std::ranges::sort(all);
  return all;
}

std::string message_in(const std::function<void()>& body) {
  const checker::result all = explore(body);
  REQUIRE(all.findings.size() == 1);
  return all.findings.front().message;
}

void ring(int tasks) {
  std::vector<std::unique_ptr<heddle::mutex>> forks;
  for (int i = 0; i < tasks; ++i)
    forks.push_back(std::make_unique<heddle::mutex>(fmt::format("fork {}", i)));
  std::vector<heddle::thread> all;
  for (int i = 0; i < tasks; ++i)
    all.emplace_back(fmt::format("p{}", i), [&, i] {
      const heddle::lock_guard left{*forks[static_cast<std::size_t>(i)]};
      const heddle::lock_guard right{*forks[static_cast<std::size_t>((i + 1) % tasks)]};
    });
  for (heddle::thread& one : all) one.join();
}

}  // namespace

TEST_CASE("deadlocks: rings of locks, with all four of Coffman's conditions") {
  CHECK(found_in([] { ring(2); }) == lines{"deadlock, cycle: [main] p0 p1, 1 2 3 4"});
  CHECK(found_in([] { ring(3); }) == lines{"deadlock, cycle: [main] p0 p1 p2, 1 2 3 4"});
}

TEST_CASE("deadlocks: a task that locks again what it holds waits for itself") {
  const auto relock = [] {
    heddle::mutex a{"A"};
    a.lock();
    a.lock();
  };
  CHECK(found_in(relock) == lines{"self_deadlock, itself: main, 1 2 3 4"});
  CHECK(message_in(relock) == "the task that holds A waits for it");

  const auto upgrade = [] {
    heddle::shared_mutex a{"A"};
    a.lock_shared();
    a.lock();
  };
  CHECK(found_in(upgrade) == lines{"self_deadlock, itself: main, 1 2 3 4"});

  const auto recursive_call = [] {
    heddle::once_flag once{"once"};
    heddle::call_once(once, [&] { heddle::call_once(once, [] {}); });
  };
  CHECK(found_in(recursive_call) == lines{"self_deadlock, itself: main, 1 2 3 4"});

  CHECK(found_in([] {
          heddle::recursive_mutex a{"A"};
          a.lock();
          a.lock();
          a.unlock();
          a.unlock();
        }).empty());
}

TEST_CASE("deadlocks: a joins holding the lock that b needs to end") {
  CHECK(found_in([] {
          heddle::mutex a{"A"};
          const heddle::lock_guard hold{a};
          heddle::thread b{"b", [&] { const heddle::lock_guard also{a}; }};
          b.join();
        }) == lines{"deadlock, cycle: main b, 3 4"});
}

TEST_CASE("deadlocks: a writer and a reader of two shared mutexes") {
  CHECK(found_in([] {
          heddle::shared_mutex a{"A"};
          heddle::shared_mutex b{"B"};
          heddle::thread one{"one", [&] {
                               const heddle::shared_lock reads{a};
                               const heddle::lock_guard writes{b};
                             }};
          heddle::thread two{"two", [&] {
                               const heddle::shared_lock reads{b};
                               const heddle::lock_guard writes{a};
                             }};
          one.join();
          two.join();
        }) == lines{"deadlock, cycle: [main] one two, 1 2 3 4"});
}

TEST_CASE("deadlocks: nobody is left to notify, main that only joins looks on") {
  const auto missed = [] {
    heddle::mutex m{"m"};
    heddle::condition_variable ready{"ready"};
    heddle::thread waiter{"waiter", [&] {
                            heddle::unique_lock lock{m};
                            ready.wait(lock);
                          }};
    heddle::thread notifier{"notifier", [&] { ready.notify_one(); }};
    waiter.join();
    notifier.join();
  };
  CHECK(found_in(missed) == lines{"lost_wakeup, nobody left: [main] waiter, 3"});
  const checker::result all = explore(missed);
  CHECK(all.findings.at(0).message == "a notification of ready came before the wait for it");
  const auto& waiter = all.findings.at(0).blocked.at(1);
  REQUIRE(waiter.helpers.size() == 1);
  CHECK(waiter.helpers[0].ended);
  CHECK(waiter.helpers[0].where.brief().starts_with("deadlocks_test.cpp:"));
}

TEST_CASE("deadlocks: one finding, however many wait in vain for the same") {
  CHECK(found_in([] {
          heddle::counting_semaphore<> never{0, "never"};
          std::vector<heddle::thread> all;
          for (const char* name : {"a", "b"}) all.emplace_back(name, [&] { never.acquire(); });
          for (heddle::thread& one : all) one.join();
        }) == lines{"deadlock, nobody left: [main] a b, 3"});
}

TEST_CASE("deadlocks: two that notify each other, and wait at the same time") {
  // Once each has notified the other, each could again, but both sleep.
  const auto body = [] {
    heddle::mutex m{"m"};
    heddle::condition_variable turn{"turn"};
    const auto play = [&] {
      heddle::unique_lock lock{m};
      turn.notify_one();
      turn.wait(lock);
    };
    heddle::thread ping{"ping", play};
    heddle::thread pong{"pong", play};
    ping.join();
    pong.join();
  };
  // One wakes the other and then waits in vain: that one has ended, and notified when nobody
  // waited.
  CHECK(found_in(body) == lines{"lost_wakeup, nobody left: [main] ping, 3"});

  // Without one mutex around both, both may notify before either waits: the same finding.

  CHECK(found_in([] {
          heddle::mutex m{"m"};
          heddle::condition_variable turn{"turn"};
          const auto play = [&] {
            turn.notify_one();
            heddle::unique_lock lock{m};
            turn.wait(lock);
          };
          heddle::thread ping{"ping", play};
          heddle::thread pong{"pong", play};
          ping.join();
          pong.join();
        }) == lines{"lost_wakeup, nobody left: [main] ping, 3"});
}

TEST_CASE("deadlocks: semaphores as locks, in opposite orders") {
  const checker::result all = explore([] {
    heddle::binary_semaphore a{1, "A"};
    heddle::binary_semaphore b{1, "B"};
    heddle::thread one{"one", [&] {
                         a.acquire();
                         b.acquire();
                         b.release();
                         a.release();
                       }};
    heddle::thread two{"two", [&] {
                         b.acquire();
                         a.acquire();
                         a.release();
                         b.release();
                       }};
    one.join();
    two.join();
  });
  REQUIRE(all.findings.size() == 1);
  const checker::finding& found = all.findings.front();
  // Anybody might release a semaphore: a cycle proves nothing, the closed set does.
  CHECK(line_of(found) == "deadlock, closed set: [main] one two, 1 2 3");
  CHECK(found.blocked.at(1).capacity == 1);
  REQUIRE(found.blocked.at(1).helpers.size() == 1);
  CHECK(found.blocked.at(1).helpers[0].holds);
  CHECK(found.blocked.at(1).holds.size() == 1);
  CHECK(found.deadlock->cycle.size() == 2);
}

TEST_CASE("deadlocks: channels that are full, empty, and both") {
  CHECK(found_in([] {
          heddle::channel<int> c{1, "c"};
          heddle::thread producer{"producer", [&] {
                                    c.send(1);
                                    c.send(2);
                                  }};
          producer.join();
        }) == lines{"deadlock, nobody left: [main] producer, 3"});
  CHECK(message_in([] {
          heddle::channel<int> c{1, "c"};
          (void)c.receive();
        }) == "nobody is left to send to c");
  // Each has taken one message and sent one; now each waits for the other's next.
  CHECK(found_in([] {
          heddle::channel<int> there{1, "there"};
          heddle::channel<int> back{1, "back"};
          heddle::thread client{"client", [&] {
                                  there.send(1);
                                  (void)back.receive();
                                  (void)back.receive();
                                }};
          heddle::thread server{"server", [&] {
                                  (void)there.receive();
                                  back.send(1);
                                  (void)there.receive();
                                }};
          client.join();
          server.join();
        }) == lines{"deadlock, closed set: [main] client server, 3"});
}

TEST_CASE("deadlocks: barriers, latches, futures and events that nobody completes") {
  CHECK(message_in([] {
          heddle::barrier<> b{2, "b"};
          b.arrive_and_wait();
        }) == "nobody is left to arrive at b");
  CHECK(message_in([] {
          heddle::latch l{2, "l"};
          l.arrive_and_wait();
        }) == "nobody is left to count down l");
  CHECK(message_in([] {
          heddle::manual_event e{"e"};
          e.wait();
        }) == "nobody is left to set e");
  CHECK(found_in([] {
          heddle::promise<int> p;
          heddle::future<int> f = p.get_future();
          (void)f.get();
        }) == lines{"deadlock, nobody left: main, 3"});
}

TEST_CASE("deadlocks: a task that has left a barrier and now waits for one that is at it") {
  // In the first phase both arrive. In the second, two joins one instead.
  const auto body = [] {
    heddle::barrier<> b{2, "b"};
    heddle::thread one{"one", [&] {
                         b.arrive_and_wait();
                         b.arrive_and_wait();
                       }};
    b.arrive_and_wait();
    one.join();
  };
  CHECK(found_in(body) == lines{"deadlock, closed set: main one, 3"});
}

TEST_CASE("deadlocks: a lock whose holder has ended is abandoned, no cycle") {
  const auto body = [] {
    heddle::mutex a{"A"};
    heddle::thread one{"one", [&] { a.lock(); }};
    one.join();
    heddle::thread two{"two", [&] { a.lock(); }};
    two.join();
  };
  CHECK(found_in(body) == lines{"deadlock, abandoned: [main] two, 1 3"});
  const checker::result all = explore(body);
  const checker::finding& found = all.findings.at(0);
  CHECK(found.message == "A is held by a task that has ended");
  CHECK(found.deadlock->cycle.empty());
  CHECK(found.blocked.at(1).helpers.at(0).ended);
}

TEST_CASE("deadlocks: nested monitors: the notifier needs the lock that the waiter kept") {
  // Nothing shows that the second would notify: it looks on.
  CHECK(found_in([] {
          heddle::mutex outer{"outer"};
          heddle::mutex inner{"inner"};
          heddle::condition_variable ready{"ready"};
          const heddle::lock_guard kept{outer};
          heddle::thread notifier{"notifier", [&] {
                                    const heddle::lock_guard first{outer};
                                    ready.notify_one();
                                  }};
          heddle::unique_lock lock{inner};
          ready.wait(lock);
          notifier.join();
        }) == lines{"deadlock, nobody left: main [notifier], 3"});
}

TEST_CASE("deadlocks: a woken waiter waits for its mutex") {
  CHECK(found_in([] {
          heddle::mutex m{"m"};
          heddle::condition_variable ready{"ready"};
          heddle::thread waiter{"waiter", [&] {
                                  heddle::unique_lock lock{m};
                                  ready.wait(lock);
                                }};
          m.lock();
          ready.notify_one();
          waiter.join();
        }) == lines{"deadlock, cycle: main waiter, 3 4"});
}

TEST_CASE("deadlocks: partial while main ends, in other tasks' company or alone") {
  const auto crossed = [](bool detach) {
    auto a = std::make_shared<heddle::mutex>("A");
    auto b = std::make_shared<heddle::mutex>("B");
    heddle::thread one{"one", [=] {
                         const heddle::lock_guard first{*a};
                         const heddle::lock_guard second{*b};
                       }};
    heddle::thread two{"two", [=] {
                         const heddle::lock_guard first{*b};
                         const heddle::lock_guard second{*a};
                       }};
    if (!detach) {
      one.join();
      two.join();
      return;
    }
    one.detach();
    two.detach();
  };
  CHECK(found_in([&] { crossed(true); }) == lines{"partial_deadlock, cycle: one two, 1 2 3 4"});
  CHECK(found_in([&] { crossed(false); }) == lines{"deadlock, cycle: [main] one two, 1 2 3 4"});
}

TEST_CASE("deadlocks: partial while main runs on to its limit of steps") {
  scheduler::execution_options run;
  run.steps = 8;
  const auto body = [] {
    heddle::mutex a{"A"};
    heddle::thread one{"one", [&] {
                         a.lock();
                         a.lock();
                       }};
    heddle::counting_semaphore<> never{0, "never"};
    heddle::thread two{"two", [&] { never.acquire(); }};
    heddle::atomic<int> x{0, "x"};
    while (true) x.fetch_add(1);
  };
  // Main could still release the semaphore. It cannot unlock what another task holds.
  CHECK(found_in(body, run) == lines{"self_deadlock, itself: one, 1 2 3 4"});
}

TEST_CASE("deadlocks: two closed sets in one execution are two findings") {
  const checker::result all = explore([] {
    heddle::mutex a{"A"};
    heddle::counting_semaphore<> never{0, "never"};
    heddle::thread one{"one", [&] {
                         a.lock();
                         a.lock();
                       }};
    heddle::thread two{"two", [&] { never.acquire(); }};
    two.join();
    one.join();
  });
  REQUIRE(all.findings.size() == 2);
  CHECK(line_of(all.findings[0]) == "self_deadlock, itself: one, 1 2 3 4");
  CHECK(line_of(all.findings[1]) == "deadlock, nobody left: [main] two, 3");
  CHECK(all.findings[0].occurrences == all.findings[1].occurrences);
  CHECK(all.findings[0].signature != all.findings[1].signature);
}

TEST_CASE("deadlocks: without main every unfinished task is stuck") {
  CHECK(found_in([] {
          heddle::mutex a{"A"};
          heddle::mutex b{"B"};
          heddle::together({[&] {
                              const heddle::lock_guard first{a};
                              const heddle::lock_guard second{b};
                            },
                            [&] {
                              const heddle::lock_guard first{b};
                              const heddle::lock_guard second{a};
                            }});
        }) == lines{"deadlock, cycle: thread 1 thread 2, 1 2 3 4"});
}

TEST_CASE("deadlocks: main is stuck in a together that is, whatever it did before") {
  CHECK(found_in([] {
          heddle::mutex a{"A"};
          a.lock();
          a.unlock();
          heddle::counting_semaphore<> never{0, "never"};
          heddle::together({[&] { never.acquire(); }});
        }) == lines{"deadlock, nobody left: thread 1, 3"});
}

TEST_CASE("deadlocks: a lock held around a together that needs it") {
  CHECK(found_in([] {
          heddle::mutex a{"A"};
          const heddle::lock_guard kept{a};
          heddle::together({[&] { const heddle::lock_guard also{a}; }, [] {}});
        }) == lines{"deadlock, cycle: main thread 1, 3 4"});
  // The first waits in turn for its own.
  const checker::result nested = explore([] {
    heddle::mutex a{"A"};
    const heddle::lock_guard kept{a};
    const auto needs = [&] { const heddle::lock_guard also{a}; };
    heddle::together({{"outer", [&] { heddle::together({{"inner", needs}}); }}});
  });
  REQUIRE(nested.findings.size() == 1);
  CHECK(line_of(nested.findings[0]) == "deadlock, cycle: main outer inner, 3 4");
  CHECK(nested.findings[0].deadlock->cycle == std::vector<int>{0, 1, 2});
}

TEST_CASE("deadlocks: whoever has left a barrier comes to it no more") {
  // The first phase ends with the arrivals of all three. In the second, two are expected, and the
  // one that could come has ended; the one that waits for main's lock has left.
  CHECK(found_in([] {
          heddle::barrier<> b{3, "b"};
          heddle::mutex a{"A"};
          const heddle::lock_guard kept{a};
          heddle::thread leaves{"leaves", [&] {
                                  b.arrive_and_drop();
                                  const heddle::lock_guard also{a};
                                }};
          heddle::thread ends{"ends", [&] { (void)b.arrive(); }};
          b.arrive_and_wait();
          b.arrive_and_wait();
        }) == lines{"deadlock, nobody left: main [leaves], 3"});
}

TEST_CASE("deadlocks: a lock is held since its own step, not since a call it was taken in") {
  const checker::result all = explore([] {
    heddle::mutex a{"A"};
    heddle::once_flag once{"once"};
    heddle::call_once(once, [&] {
      a.lock();
      a.lock();
    });
  });
  REQUIRE(all.findings.size() == 1);
  const auto& held = all.findings[0].blocked.at(0).holds;
  // Step 1 enters the call, step 2 takes the lock.
  std::vector<std::uint32_t> steps;
  for (const auto& one : held) steps.push_back(one.since);
  CHECK(steps == std::vector<std::uint32_t>{2, 1});
}

TEST_CASE("deadlocks: a wait that can end by itself keeps a set open") {
  using namespace std::chrono_literals;
  CHECK(found_in([] {
          heddle::binary_semaphore a{1, "A"};
          heddle::binary_semaphore b{1, "B"};
          heddle::thread one{"one", [&] {
                               a.acquire();
                               if (b.try_acquire_for(1s)) b.release();
                               a.release();
                             }};
          b.acquire();
          a.acquire();
          a.release();
          b.release();
          one.join();
        }).empty());
  CHECK(found_in([] {
          heddle::mutex m{"m"};
          heddle::condition_variable ready{"ready"};
          heddle::unique_lock lock{m};
          ready.wait_for(lock, 1s);
        }).empty());
  scheduler::execution_options spurious;
  spurious.spurious = true;
  CHECK(found_in(
            [] {
              heddle::mutex m{"m"};
              heddle::condition_variable ready{"ready"};
              heddle::unique_lock lock{m};
              ready.wait(lock);
            },
            spurious)
            .empty());
}

TEST_CASE("deadlocks: a ring frees nobody whom a member has let go on before") {
  const auto body = [] {
    heddle::channel<int> c{1, "c"};
    heddle::mutex a{"A"};
    heddle::thread sender{"sender", [&] {
                            c.send(1);
                            a.lock();
                            a.lock();
                          }};
    (void)c.receive();
    (void)c.receive();
    sender.join();
  };
  CHECK(found_in(body) == lines{"self_deadlock, itself: [main] sender, 1 2 3 4"});
}

TEST_CASE("deadlocks: each of several things that never come is a finding of its own") {
  // Nothing shows that the two belong together.
  CHECK(found_in([] {
          heddle::manual_event first{"first"};
          heddle::manual_event second{"second"};
          heddle::thread one{"one", [&] {
                               first.wait();
                               second.set();
                             }};
          second.wait();
          first.set();
          one.join();
        }) == lines{"deadlock, nobody left: main, 3", "deadlock, nobody left: one, 3"});
}

TEST_CASE("deadlocks: whoever gives up in time is in none") {
  using namespace std::chrono_literals;
  const auto body = [] {
    heddle::timed_mutex a{"A"};
    heddle::timed_mutex b{"B"};
    heddle::thread one{"one", [&] {
                         a.lock();
                         if (b.try_lock_for(1s)) b.unlock();
                         a.unlock();
                       }};
    b.lock();
    a.lock();
    a.unlock();
    b.unlock();
    one.join();
  };
  CHECK(found_in(body).empty());
  scheduler::execution_options quiescent;
  quiescent.time = scheduler::time_mode::quiescent;
  CHECK(found_in(body, quiescent).empty());
}

TEST_CASE("deadlocks: the step that closed the set, and who has what since when") {
  const checker::result all = explore([] { ring(2); });
  const checker::finding& found = all.findings.at(0);
  // Main starts both (1, 2), each takes its fork (3, 4), and asks for the other's.
  CHECK(found.deadlock->since == 4);
  for (const checker::blocked_task& one : found.blocked) {
    REQUIRE(one.helpers.size() == 1);
    CHECK(one.helpers[0].holds != one.bystander);
    CHECK(one.capacity == (one.bystander ? 0U : 1U));
  }
  REQUIRE(found.deadlock->cycle.size() == 2);
  CHECK(found.blocked[static_cast<std::size_t>(found.deadlock->cycle[0])].helpers[0].task ==
        found.blocked[static_cast<std::size_t>(found.deadlock->cycle[1])].task);
}
