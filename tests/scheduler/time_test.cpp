#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// Virtual time: both modes, and a brute-force model of their rules to compare with.

using namespace heddle::testing;
using namespace std::chrono_literals;
using s::controlled_runtime;
using s::ending;
using s::operation_kind;
using s::time_mode;
using s::virtual_time;

namespace {

s::execution_options in(time_mode mode) {
  s::execution_options options;
  options.time = mode;
  return options;
}

void sleep_for(virtual_time duration) {
  s::current().sleep_until(s::current().deadline_after(duration), {});
}

/// One instruction of a small program. `what`: sleep, lock, unlock, try to lock for some time, set
/// an event, wait for it for some time.
enum class verb : std::uint8_t { sleep, lock, unlock, lock_for, set, wait_for };
struct instruction {
  verb what = verb::sleep;
  int seconds = 0;
};
using program = std::vector<std::vector<instruction>>;

/// A program's state as the rules of time see it, written without a look at the scheduler.
struct world {
  struct actor {
    std::size_t next = 0;
    int deadline = 0;
    std::string told;
  };
  int now = 0;
  int owner = -1;
  bool set = false;
  std::vector<actor> actors;
};

/// All that a program can do under the rules of design.md, section 4.
class brute_force {
 public:
  brute_force(const program& what, time_mode mode) : program_(what), mode_(mode) {
    world start;
    start.actors.resize(what.size());
    for (std::size_t each = 0; each < what.size(); ++each) arm(start, each);
    visit(start);
  }

  std::set<std::string> outcomes;
  std::size_t schedules = 0;

 private:
  /// What an actor does without a scheduling point, up to its next operation.
  void arm(world& here, std::size_t who) {
    world::actor& actor = here.actors[who];
    while (actor.next < program_[who].size()) {
      const instruction& next = program_[who][actor.next];
      actor.deadline = here.now + next.seconds;
      if (next.what != verb::sleep) return;
      if (mode_ == time_mode::quiescent && next.seconds > 0) return;
      here.now = std::max(here.now, actor.deadline);
      ++actor.next;
    }
    actor.told += "@" + std::to_string(here.now);
  }

  [[nodiscard]] bool done(const world& here, std::size_t who) const {
    return here.actors[who].next == program_[who].size();
  }

  /// Whether the actor's next operation can be done other than by giving up.
  [[nodiscard]] bool possible(const world& here, std::size_t who) const {
    switch (program_[who][here.actors[who].next].what) {
      case verb::sleep:
        return here.now >= here.actors[who].deadline;
      case verb::lock:
      case verb::lock_for:
        return here.owner == -1;
      case verb::wait_for:
        return here.set;
      default:
        return true;
    }
  }

  [[nodiscard]] bool timed(const world& here, std::size_t who) const {
    const verb what = program_[who][here.actors[who].next].what;
    return what == verb::lock_for || what == verb::wait_for;
  }

  [[nodiscard]] bool may_give_up(const world& here, std::size_t who) const {
    if (!timed(here, who)) return false;
    // With `any`, success and giving up are never both possible: the lock is free or it is not.
    if (mode_ == time_mode::any) return !possible(here, who);
    return here.now >= here.actors[who].deadline;
  }

  void step(world here, std::size_t who, bool gives_up) {
    world::actor& actor = here.actors[who];
    const instruction& now = program_[who][actor.next];
    if (gives_up) {
      actor.told += "-";
      here.now = std::max(here.now, actor.deadline);
      // Who did not get the lock does not give it back.
      if (now.what == verb::lock_for) ++actor.next;
    } else {
      if (timed(here, who)) actor.told += "+";
      if (now.what == verb::lock || now.what == verb::lock_for) here.owner = static_cast<int>(who);
      if (now.what == verb::unlock) here.owner = -1;
      if (now.what == verb::set) here.set = true;
    }
    ++actor.next;
    arm(here, who);
    visit(here);
  }

  void visit(const world& here) {
    bool somebody = false;
    for (std::size_t who = 0; who < program_.size(); ++who) {
      if (done(here, who)) continue;
      if (possible(here, who)) somebody = true, step(here, who, false);
      if (may_give_up(here, who)) somebody = true, step(here, who, true);
    }
    if (somebody) return;
    std::optional<int> earliest;
    for (std::size_t who = 0; who < program_.size(); ++who) {
      if (mode_ != time_mode::quiescent || done(here, who)) continue;
      const bool waits =
          timed(here, who) || program_[who][here.actors[who].next].what == verb::sleep;
      if (waits) earliest = std::min(earliest.value_or(1000), here.actors[who].deadline);
    }
    if (!earliest) return finish(here);
    world later = here;
    later.now = *earliest;
    visit(later);
  }

  void finish(const world& here) {
    ++schedules;
    std::string text;
    for (std::size_t who = 0; who < program_.size(); ++who)
      text += here.actors[who].told + (done(here, who) ? ";" : "stuck;");
    outcomes.insert(text);
  }

  const program& program_;
  time_mode mode_;
};

/// The same program on the runtime.
class real {
 public:
  real(const program& what, time_mode mode) : program_(what), runtime_(in(mode)) {
    const auto body = [this] {
      lockable mutex;
      signal event;
      told_.assign(program_.size(), {});
      std::vector<std::function<void()>> bodies;
      for (std::size_t who = 0; who < program_.size(); ++who)
        bodies.emplace_back([this, who, &mutex, &event] { act(who, mutex, event); });
      together(std::move(bodies));
    };
    schedules = explore(runtime_, body, [this](const controlled_runtime& done) {
      std::string text;
      for (std::size_t who = 0; who < program_.size(); ++who) {
        const bool stuck = std::any_of(done.stuck().begin(), done.stuck().end(),
                                       [&](const auto& each) { return each.task == who + 1; });
        text += told_[who] + (stuck ? "stuck;" : ";");
      }
      outcomes.insert(text);
      // Time never goes back, and every time-out comes at or after its deadline.
      if (done.how() != ending::completed && done.how() != ending::stuck) outcomes.insert("!");
    });
  }

  std::set<std::string> outcomes;
  std::size_t schedules = 0;

 private:
  void act(std::size_t who, lockable& mutex, signal& event) {
    const std::vector<instruction>& mine = program_[who];
    std::string& told = told_[who];
    for (std::size_t next = 0; next < mine.size(); ++next) {
      const virtual_time duration = std::chrono::seconds(mine[next].seconds);
      switch (mine[next].what) {
        case verb::sleep:
          sleep_for(duration);
          break;
        case verb::lock:
          mutex.lock();
          break;
        case verb::unlock:
          mutex.unlock();
          break;
        case verb::lock_for:
          if (mutex.lock_for(duration))
            told += "+";
          else
            told += "-", ++next;
          break;
        case verb::set:
          event.set();
          break;
        case verb::wait_for:
          told += event.perform({.kind = operation_kind::event_wait,
                                 .timing = s::patience::timed,
                                 .deadline = s::current().deadline_after(duration)})
                          .succeeded()
                      ? "+"
                      : "-";
          break;
      }
    }
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(s::current().now());
    told += "@" + std::to_string(now.count());
  }

  const program& program_;
  controlled_runtime runtime_;
  std::vector<std::string> told_;
};

/// A random program; locks are given back.
program random_program(std::mt19937_64& source) {
  const auto below = [&](std::uint64_t limit) { return static_cast<int>(source() % limit); };
  program made(2 + source() % 2);
  for (auto& task : made) {
    const int parts = 1 + below(made.size() == 2 ? 3 : 2);
    for (int part = 0; part < parts; ++part) {
      switch (below(5)) {
        case 0:
          task.push_back({verb::sleep, below(4)});
          break;
        case 1:
          task.push_back({verb::lock});
          if (below(2) == 0) task.push_back({verb::sleep, 1 + below(3)});
          task.push_back({verb::unlock});
          break;
        case 2:
          task.push_back({verb::lock_for, 1 + below(3)});
          task.push_back({verb::unlock});
          break;
        case 3:
          task.push_back({verb::set});
          break;
        default:
          task.push_back({verb::wait_for, 1 + below(3)});
      }
    }
  }
  return made;
}

}  // namespace

TEST_CASE("a sleep of any length ends at any moment, and moves the clock", "[time]") {
  controlled_runtime runtime(in(time_mode::any));
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  const auto body = [&] {
    cell value;
    std::int64_t first = 0;
    std::int64_t second = 0;
    together({[&] {
                value.read();
                sleep_for(5s);
                first = s::current().now() / 1s;
              },
              [&] {
                value.read();
                sleep_for(3s);
                second = s::current().now() / 1s;
              }});
    seen.insert({first, second});
  };
  // A sleep is no event: two schedules. The second sleep begins when the first is over.
  CHECK(explore(runtime, body, [](const controlled_runtime& done) {
          CHECK(done.events().size() == 2);
          CHECK(done.clock_read());
        }) == 2);
  CHECK(seen == std::set<std::pair<std::int64_t, std::int64_t>>{{5, 8}, {8, 3}});
}

TEST_CASE("a time-out that fires moves the clock, one that does not leaves it", "[time]") {
  controlled_runtime runtime(in(time_mode::any));
  std::set<std::pair<bool, std::int64_t>> seen;
  const auto body = [&] {
    lockable mutex;
    cell value;
    together({[&] {
                mutex.lock();
                mutex.unlock();
              },
              [&] {
                const bool taken = mutex.lock_for(3s);
                if (taken) mutex.unlock();
                seen.insert({taken, s::current().now() / 1s});
              }});
  };
  explore(runtime, body,
          [](const controlled_runtime& done) { CHECK(done.how() == ending::completed); });
  CHECK(seen == std::set<std::pair<bool, std::int64_t>>{{true, 0}, {false, 3}});
}

TEST_CASE("the clock stands at the latest deadline that has passed", "[time]") {
  controlled_runtime runtime(in(time_mode::any));
  staying decider;
  std::int64_t now = 0;
  run(
      runtime,
      [&] {
        const virtual_time late = s::current().deadline_after(9s);
        const virtual_time early = s::current().deadline_after(2s);
        s::current().sleep_until(late, {});
        s::current().sleep_until(early, {});
        now = s::current().now() / 1s;
      },
      decider);
  CHECK(now == 9);
}

TEST_CASE("only who asks for the time has read the clock", "[time]") {
  controlled_runtime runtime(in(GENERATE(time_mode::any, time_mode::quiescent)));
  staying decider;
  run(
      runtime, [] { sleep_for(1s); }, decider);
  CHECK_FALSE(runtime.clock_read());
  run(
      runtime, [] { static_cast<void>(s::current().now()); }, decider);
  CHECK(runtime.clock_read());
  run(
      runtime, [] {}, decider);
  CHECK_FALSE(runtime.clock_read());
}

TEST_CASE("deadlines stay within the range of time", "[time]") {
  controlled_runtime runtime(in(time_mode::quiescent));
  staying decider;
  CHECK(run(
            runtime,
            [&] {
              CHECK(s::current().deadline_after(s::never) == s::never);
              CHECK(s::current().deadline_after(-5s) == virtual_time{0});
              sleep_for(-5s);
              sleep_for(1s);
              CHECK(s::current().deadline_after(s::never) == s::never);
              CHECK(s::current().deadline_after(2s) == virtual_time{3s});
            },
            decider) == ending::completed);
  CHECK(run(
            runtime, [] { sleep_for(s::never); }, decider) == ending::stuck);
}

TEST_CASE("quiescent time moves only when nothing can run", "[time]") {
  controlled_runtime runtime(in(time_mode::quiescent));
  const auto body = [] {
    cell value;
    together({[&] {
                sleep_for(2s);
                value.write(1);
              },
              [&] {
                value.read();
                value.read();
              },
              [&] {
                sleep_for(1s);
                value.write(2);
              }});
  };
  CHECK(explore(runtime, body, [](const controlled_runtime& done) {
          CHECK(told(done.events()) ==
                "2:read 2:read clock:advance 3:sleep 3:write clock:advance 1:sleep 1:write");
          CHECK(done.events()[2].before == 0);
          CHECK(done.events()[2].after == 1'000'000'000);
          CHECK(done.events()[5].after == 2'000'000'000);
        }) == 1);
}

TEST_CASE("going on after the clock has moved preempts nobody", "[time]") {
  controlled_runtime runtime(in(time_mode::quiescent));
  const auto body = [] {
    lockable mutex;
    cell value;
    mutex.lock();
    const auto use = [&] {
      value.read();
      mutex.lock_for(1s);
    };
    together({use, use});
  };
  // Both read, both wait, the clock moves: whoever gives up first.
  explore(runtime, body, [](const controlled_runtime& done) {
    bool after = false;
    for (const s::event& each : done.events()) {
      if (after) CHECK_FALSE(each.preempts);
      after = each.kind == operation_kind::advance;
    }
  });
  asking decider([](const s::scheduling_point& point) {
    if (point.step() == 4) {
      CHECK(point.current() == s::no_task);
      CHECK(point.enabled().size() == 2);
    }
    return nth_choice(point, 0);
  });
  run(runtime, body, decider);
  CHECK(told(runtime.events()) ==
        "0:lock 1:read 2:read clock:advance 1:lock(timed out) 2:lock(timed out)");
}

TEST_CASE("all that is due has both ways if both are possible", "[time]") {
  controlled_runtime runtime(in(time_mode::quiescent));
  std::set<std::string> seen;
  std::string text;
  const auto body = [&] {
    lockable mutex;
    text.clear();
    together({[&] {
                mutex.lock();
                sleep_for(1s);
                mutex.unlock();
              },
              [&] { text += mutex.lock_for(1s) ? "+" : "-"; }});
    seen.insert(text);
  };
  // Due at the same instant as the sleep's end: the lock times out, or it is taken, or, being free,
  // is not taken in time nevertheless. If it is taken first nobody waits for it: then the holder
  // must wait, for ever.
  explore(runtime, body, [](const controlled_runtime&) {});
  CHECK(seen.contains("+"));
  CHECK(seen.contains("-"));
}

TEST_CASE("a notification and a time-out of the same instant", "[time]") {
  controlled_runtime runtime(in(time_mode::quiescent));
  std::set<std::string> seen;
  std::string text;
  const auto body = [&] {
    thing ready(s::object_kind::condition_variable);
    together({[&] {
                ready.perform(operation_kind::wait);
                s::operation wake{operation_kind::wake};
                wake.timing = s::patience::timed;
                wake.deadline = s::current().deadline_after(1s);
                text = "notified";
                while (!ready.perform(wake).succeeded()) {
                  text = "timed out";
                  wake.timing = s::patience::blocking;
                }
              },
              [&] {
                sleep_for(1s);
                ready.perform(operation_kind::notify_one);
              }});
    seen.insert(text);
  };
  explore(runtime, body,
          [](const controlled_runtime& done) { CHECK(done.how() == ending::completed); });
  CHECK(seen == std::set<std::string>{"notified", "timed out"});
}

TEST_CASE("time agrees with a brute force of its rules", "[time]") {
  const auto mode = GENERATE(time_mode::any, time_mode::quiescent);
  std::mt19937_64 source(mode == time_mode::any ? 1 : 2);
  std::size_t most = 0;
  std::size_t several = 0;
  for (int round = 0; round < 150; ++round) {
    const program what = random_program(source);
    const brute_force expected(what, mode);
    if (expected.schedules > 300) continue;
    const real found(what, mode);
    REQUIRE(found.outcomes == expected.outcomes);
    // Not only what can happen, but in how many ways.
    REQUIRE(found.schedules == expected.schedules);
    most = std::max(most, found.schedules);
    several += found.outcomes.size() > 1 ? 1 : 0;
  }
  CHECK(most > 100);
  CHECK(several > 30);
}

TEST_CASE("the clock may move at any event of a long execution", "[time]") {
  // Wherever the log of events grows, an advance is the event that makes it: with one event before
  // the first sleep the advances are those of even numbers, without it those of odd ones.
  constexpr int sleeps = 500;
  for (const bool one_before : {false, true}) {
    controlled_runtime runtime(in(time_mode::quiescent));
    staying decider;
    const auto body = [&] {
      cell value;
      if (one_before) value.write(1);
      for (int sleep = 0; sleep < sleeps; ++sleep) sleep_for(1s);
    };
    REQUIRE(run(runtime, body, decider) == ending::completed);
    CHECK(runtime.failures().empty());
    const std::span<const s::event> events = runtime.events();
    const std::size_t before = one_before ? 1 : 0;
    REQUIRE(events.size() == before + 2 * sleeps);
    for (std::size_t sleep = 0; sleep < sleeps; ++sleep) {
      CAPTURE(one_before, sleep);
      const s::event& moved = events[before + 2 * sleep];
      CHECK(moved.kind == operation_kind::advance);
      CHECK(moved.after == (sleep + 1) * 1'000'000'000);
      CHECK(events[before + 2 * sleep + 1].kind == operation_kind::sleep);
    }
  }
}
