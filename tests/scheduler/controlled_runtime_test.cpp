#include "scheduler/controlled_runtime.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

using namespace heddle::testing;
using namespace std::chrono_literals;
using s::controlled_runtime;
using s::ending;
using s::operation_kind;

namespace {

/// What a decider was shown, point by point.
struct shown {
  s::task_index current;
  std::vector<s::task_index> enabled;
  bool may_leave;
  std::uint32_t step;
};

shown see(const s::scheduling_point& point) {
  shown here{point.current(), {}, point.may_leave(), point.step()};
  point.enabled().for_each([&](s::task_index task) { here.enabled.push_back(task); });
  return here;
}

/// Wraps a decider and keeps what it was shown.
template <class Decider>
class watching final : public s::decider {
 public:
  s::choice pick(const s::scheduling_point& point) override {
    points.push_back(see(point));
    return inner.pick(point);
  }
  std::vector<shown> points;
  Decider inner;
};

std::uint64_t factorial(std::uint64_t number) {
  return number < 2 ? 1 : number * factorial(number - 1);
}

}  // namespace

TEST_CASE("there is one scheduling point before each operation", "[controlled_runtime]") {
  controlled_runtime runtime({});
  watching<staying> decider;
  const auto body = [] {
    cell value;
    value.write(1);
    value.read();
    worker other([&] { value.write(2); });
    value.read();
  };
  CHECK(run(runtime, body, decider) == ending::completed);
  // Main stays as long as it can: until it joins.
  CHECK(told(runtime.events()) == "0:write 0:read 0:spawn 0:read 1:write 0:join");
  REQUIRE(decider.points.size() == runtime.events().size());
  for (std::size_t each = 0; each < decider.points.size(); ++each) {
    CHECK(decider.points[each].step == each);
    CHECK(decider.points[each].current ==
          (each == 0 ? s::no_task : runtime.events()[each - 1].task));
  }
}

TEST_CASE("an execution without operations has no points", "[controlled_runtime]") {
  controlled_runtime runtime({});
  watching<staying> decider;
  CHECK(run(
            runtime, [] {}, decider) == ending::completed);
  CHECK(decider.points.empty());
  CHECK(runtime.events().empty());
}

TEST_CASE("the number of schedules is that of interleavings", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const std::size_t tasks = GENERATE(2U, 3U);
  const std::size_t operations = GENERATE(1U, 2U);
  const auto body = [&] {
    cell value;
    std::vector<std::function<void()>> bodies(tasks, [&] {
      for (std::size_t each = 0; each < operations; ++each) value.read();
    });
    together(bodies);
  };
  std::set<std::string> seen;
  const std::size_t schedules = explore(runtime, body, [&](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(done.events().size() == tasks * operations);
    seen.insert(told(done.events()));
  });
  // (tasks * operations)! / (operations!)^tasks, each of them once.
  std::uint64_t expected = factorial(tasks * operations);
  for (std::size_t each = 0; each < tasks; ++each) expected /= factorial(operations);
  CHECK(schedules == expected);
  CHECK(seen.size() == expected);
}

TEST_CASE("a disabled task is never offered", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const auto body = [] {
    lockable mutex;
    const auto use = [&] {
      mutex.lock();
      mutex.unlock();
    };
    together({use, use, use});
  };
  // One at a time, in any order: 3! orders. Between a lock and its unlock nobody else can go on.
  CHECK(explore(runtime, body, [](const controlled_runtime& done) {
          CHECK(done.how() == ending::completed);
        }) == 6);
}

TEST_CASE("choosing what cannot go on diverges", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const auto body = [] {
    lockable mutex;
    const auto use = [&] {
      mutex.lock();
      mutex.unlock();
    };
    together({use, use});
  };
  SECTION("a disabled task") {
    scripted decider({1, 2});
    CHECK(run(runtime, body, decider) == ending::diverged);
  }
  SECTION("no such task") {
    scripted decider({400});
    CHECK(run(runtime, body, decider) == ending::diverged);
  }
  SECTION("no such way") {
    asking decider([](const s::scheduling_point& point) {
      return s::choice{point.enabled().first(), 1};
    });
    CHECK(run(
              runtime,
              [] {
                s::operation choose{operation_kind::choose};
                choose.argument = 1;
                s::current().perform(choose);
              },
              decider) == ending::diverged);
  }
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == s::failure_kind::nondeterminism);
}

TEST_CASE("a child runs up to its first operation at its spawn", "[controlled_runtime]") {
  controlled_runtime runtime({});
  std::string text;
  const auto body = [&] {
    cell value;
    text.clear();
    worker other([&] {
      text += "b";
      value.read();
      text += "c";
    });
    text += "d";
    value.read();
    text += "e";
  };
  std::set<std::string> seen;
  explore(runtime, body, [&](const controlled_runtime&) { seen.insert(text); });
  // The prologue comes before what the parent does next, always; the rest interleaves.
  CHECK(seen == std::set<std::string>{"bdce", "bdec"});
}

TEST_CASE("between two operations a task is alone", "[controlled_runtime]") {
  controlled_runtime runtime({});
  bool alone = true;
  const auto body = [&] {
    cell value;
    int inside = 0;
    const auto use = [&] {
      for (int round = 0; round < 2; ++round) {
        value.read();
        alone = alone && ++inside == 1;
        s::current().yield({});
        s::current().sleep_until(s::current().deadline_after(1s), {});
        check(true);
        s::current().note("here", {});
        s::current().observe("name", "value");
        alone = alone && --inside == 0;
      }
    };
    together({use, use, use});
  };
  // No event but the reads: 6! / 2!^3.
  CHECK(explore(runtime, body, [&](const controlled_runtime& done) {
          CHECK(count_of(done.events(), operation_kind::read) == done.events().size());
        }) == 90);
  CHECK(alone);
}

TEST_CASE("leaving at a yield or a sleep is no preemption", "[controlled_runtime]") {
  controlled_runtime runtime({});
  cell* shared = nullptr;
  const auto preemptions_with = [&](auto between) {
    rotating decider;
    run(
        runtime,
        [&] {
          cell value;
          shared = &value;
          const auto use = [&] {
            value.read();
            between();
            value.read();
          };
          together({use, use});
        },
        decider);
    CHECK(told(runtime.events()) == "1:read 2:read 1:read 2:read");
    std::uint32_t flagged = 0;
    for (const s::event& each : runtime.events()) flagged += each.preempts ? 1 : 0;
    CHECK(flagged == runtime.preemptions());
    return runtime.preemptions();
  };
  // 1 -> 2 and 2 -> 1 leave a task that could go on; the last switch leaves one that has ended.
  CHECK(preemptions_with([] {}) == 2);
  CHECK(preemptions_with([] { s::current().yield({}); }) == 0);
  CHECK(preemptions_with([] { s::current().sleep_until(s::virtual_time{1s}, {}); }) == 0);
  // The offer ends with the next event.
  CHECK(preemptions_with([&] {
          s::current().yield({});
          if (s::current().current_task() == 0) shared->read();
        }) == 0);
}

TEST_CASE("an offer to wait ends with the next event", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const auto body = [] {
    cell value;
    const auto use = [&] {
      value.read();
      s::current().yield({});
      value.read();
      value.read();
    };
    together({use, use});
  };
  const auto preemptions = [&](std::vector<s::task_index> tasks) {
    scripted decider(std::move(tasks));
    run(runtime, body, decider);
    return runtime.preemptions();
  };
  CHECK(preemptions({1, 2, 2, 2, 1, 1}) == 0);
  CHECK(preemptions({1, 1, 2, 2, 2, 1}) == 1);
}

TEST_CASE("leaving a task that cannot go on is no preemption", "[controlled_runtime]") {
  controlled_runtime runtime({});
  scripted decider({1, 2, 1, 1, 2});
  run(
      runtime,
      [] {
        lockable mutex;
        cell value;
        const auto first = [&] {
          mutex.lock();
          value.read();
          mutex.unlock();
        };
        const auto second = [&] {
          value.read();
          mutex.lock();
          mutex.unlock();
        };
        together({first, second});
      },
      decider);
  CHECK(told(runtime.events()) == "1:lock 2:read 1:read 1:unlock 2:lock 2:unlock");
  std::vector<bool> preempts;
  for (const s::event& each : runtime.events()) preempts.push_back(each.preempts);
  // At the second switch task 2 waits for the mutex, at the third task 1 has ended.
  CHECK(preempts == std::vector<bool>{false, true, false, false, false, false});
}

TEST_CASE("events tell what was there before and after", "[controlled_runtime]") {
  controlled_runtime runtime({});
  staying decider;
  run(
      runtime,
      [] {
        cell value(7);
        value.write(9);
        value.read();
        thing atomic(s::object_kind::atomic, 5);
        atomic.perform({.kind = operation_kind::read_modify_write,
                        .function = s::rmw_function::add,
                        .type = s::value_type::u64,
                        .order = std::memory_order_acquire,
                        .argument = 3});
        atomic.perform({.kind = operation_kind::compare_exchange, .argument = 1, .expected = 4});
        lockable mutex;
        mutex.lock();
        mutex.try_lock();
      },
      decider);
  const auto events = runtime.events();
  REQUIRE(events.size() == 6);
  const auto expect = [&](std::size_t place, std::uint64_t before, std::uint64_t after,
                          std::uint64_t value, s::outcome how) {
    CHECK(events[place].before == before);
    CHECK(events[place].after == after);
    CHECK(events[place].value == value);
    CHECK(events[place].how == how);
  };
  expect(0, 7, 9, events[0].value, s::outcome::done);
  expect(1, 9, 9, 9, s::outcome::done);
  expect(2, 5, 8, 5, s::outcome::done);
  CHECK(events[2].order == std::memory_order_acquire);
  CHECK(events[2].function == s::rmw_function::add);
  CHECK(events[2].argument == 3);
  expect(3, 8, 8, 8, s::outcome::failed);
  expect(4, s::no_task, 0, events[4].value, s::outcome::done);
  expect(5, 0, 0, events[5].value, s::outcome::failed);
  CHECK(events[5].timing == s::patience::attempt);
  CHECK(events[0].target == s::object_kind::variable);
  CHECK(events[2].target == s::object_kind::atomic);
  CHECK(events[4].target == s::object_kind::mutex);
}

TEST_CASE("events tell what else could have been", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const auto choose = [](std::uint64_t values) {
    s::operation pending{operation_kind::choose};
    pending.argument = values;
    return s::current().perform(pending).value;
  };
  asking last([](const s::scheduling_point& point) {
    return nth_choice(point, point.count_choices() - 1);
  });
  std::vector<std::uint64_t> taken;
  run(
      runtime,
      [&] {
        cell value;
        taken = {choose(1), choose(3)};
        worker other([&] { value.read(); });
        value.read();
      },
      last);
  CHECK(taken == std::vector<std::uint64_t>{0, 2});
  CHECK(told(runtime.events()) == "0:choose 0:choose 0:spawn 1:read 0:read 0:join");
  std::vector<bool> decided;
  std::vector<int> ranks;
  for (const s::event& each : runtime.events()) {
    decided.push_back(each.decided);
    ranks.push_back(each.rank);
  }
  // One value: nothing to decide. Three: the last. Main and its child: two tasks. Then one.
  CHECK(decided == std::vector<bool>{false, true, false, true, false, false});
  CHECK(ranks == std::vector<int>{0, 2, 0, 0, 0, 0});
}

TEST_CASE("a rank counts smaller ways, whatever their numbers", "[controlled_runtime]") {
  controlled_runtime runtime({});
  thing* condition = nullptr;
  const auto body = [&] {
    thing ready(s::object_kind::condition_variable);
    condition = &ready;
    const auto sleep = [&] {
      ready.perform(operation_kind::wait);
      ready.perform(operation_kind::wake);
    };
    const auto notify = [&] {
      ready.perform(operation_kind::notify_one);
      ready.perform(operation_kind::notify_one);
    };
    together({sleep, notify, sleep});
  };
  // 1 and 3 sleep; then 2 wakes the second of them, which is task 3.
  int step = 0;
  asking decider([&](const s::scheduling_point& point) -> s::choice {
    switch (step++) {
      case 0:
        return {1, 0};
      case 1:
        return {3, 0};
      case 2:
        CHECK(point.count_ways(2) == 2);
        CHECK(point.nth_way(2, 0) == 1);
        CHECK(point.nth_way(2, 1) == 3);
        CHECK_FALSE(point.enabled().contains(1));
        return {2, 3};
      default:
        return nth_choice(point, 0);
    }
  });
  CHECK(run(runtime, body, decider) == ending::completed);
  REQUIRE(runtime.events().size() == 6);
  CHECK(runtime.events()[2].chosen == 3);
  CHECK(runtime.events()[2].rank == 1);
  CHECK(runtime.events()[2].decided);
  CHECK(runtime.events()[2].value == 3);
}

TEST_CASE("giving up ends the execution at that point", "[controlled_runtime]") {
  controlled_runtime runtime({});
  asking decider([](const s::scheduling_point& point) {
    return point.step() == 2 ? s::give_up : nth_choice(point, 0);
  });
  const auto body = [] {
    cell value;
    for (int each = 0; each < 5; ++each) value.read();
  };
  CHECK(run(runtime, body, decider) == ending::given_up);
  CHECK(runtime.events().size() == 2);
  staying afterwards;
  CHECK(run(runtime, body, afterwards) == ending::completed);
}

TEST_CASE("a search inside an execution is refused", "[controlled_runtime]") {
  controlled_runtime runtime({});
  staying decider;
  run(
      runtime,
      [] {
        controlled_runtime inner({});
        staying inner_decider;
        run(
            inner, [] {}, inner_decider);
      },
      decider);
  REQUIRE(runtime.failures().size() == 1);
  CHECK(runtime.failures()[0].kind == s::failure_kind::exception);
}

TEST_CASE("together starts its tasks at once and leaves main out", "[controlled_runtime]") {
  controlled_runtime runtime({});
  std::string text;
  SECTION("no events of main, an epilogue after all have ended") {
    const auto body = [&] {
      cell value;
      text.clear();
      together({[&] { value.read(), text += "a"; }, [&] { value.read(), text += "b"; }});
      text += ".";
      s::current().observe("text", text);
    };
    std::set<std::string> seen;
    CHECK(explore(runtime, body, [&](const controlled_runtime& done) {
            CHECK(done.how() == ending::completed);
            CHECK(count_of(done.events(), operation_kind::read) == done.events().size());
            REQUIRE(done.observations().size() == 1);
            seen.insert(std::string(done.observations()[0].value));
          }) == 2);
    CHECK(seen == std::set<std::string>{"ab.", "ba."});
  }
  SECTION("a member that ends in its prologue") {
    staying decider;
    CHECK(run(
              runtime,
              [&] {
                together({[&] { text += "a"; }, [&] { text += "b"; }});
                text += ".";
              },
              decider) == ending::completed);
    CHECK(text == "ab.");
    text.clear();
    CHECK(run(
              runtime,
              [&] {
                cell value;
                together({[&] { text += "a"; }, [&] { value.read(), text += "b"; },
                          [&] { text += "c"; }});
                text += ".";
              },
              decider) == ending::completed);
    CHECK(text == "acb.");
  }
  SECTION("nobody") {
    staying decider;
    CHECK(run(
              runtime, [&] { together({}); }, decider) == ending::completed);
  }
  SECTION("within together") {
    const auto body = [&] {
      cell value;
      text.clear();
      const auto pair = [&] {
        together({[&] { value.read(); }, [&] { value.read(); }});
        text += "p";
        value.read();
      };
      together({pair, [&] { value.read(); }});
      text += ".";
    };
    // Two reads in either order and then a third, interleaved with one more: 2 * 4.
    CHECK(explore(runtime, body, [&](const controlled_runtime& done) {
            CHECK(done.how() == ending::completed);
            CHECK(text == "p.");
          }) == 8);
  }
  SECTION("after operations of main, and twice") {
    const auto body = [&] {
      cell value;
      value.write(1);
      const auto use = [&] { value.read(); };
      together({use, use});
      value.write(2);
      together({use, use});
      value.write(3);
    };
    CHECK(explore(runtime, body, [&](const controlled_runtime& done) {
            CHECK(done.how() == ending::completed);
            CHECK(done.events().size() == 7);
          }) == 4);
  }
  SECTION("an exception of main after it") {
    staying decider;
    CHECK(run(
              runtime,
              [&] {
                cell value;
                together({[&] { value.read(); }});
                throw std::runtime_error("late");
              },
              decider) == ending::completed);
    REQUIRE(runtime.failures().size() == 1);
    CHECK(runtime.failures()[0].text == "std::runtime_error: late");
  }
}

TEST_CASE("main takes part if it does more than start others together", "[controlled_runtime]") {
  controlled_runtime runtime({});
  staying decider;
  const auto stuck_in_together = [&](auto before, auto member) {
    run(
        runtime,
        [&] {
          signal never_set;
          before();
          together({[&] { never_set.wait(); }, member});
        },
        decider);
    CHECK(runtime.how() == ending::stuck);
    return runtime.main_takes_part();
  };
  CHECK_FALSE(stuck_in_together([] {}, [] {}));
  CHECK(stuck_in_together([] { cell().write(1); }, [] {}));
  // What members do together is no doing of main.
  CHECK_FALSE(stuck_in_together([] {},
                                [] {
                                  cell().write(1);
                                  together({[] { cell().write(1); }});
                                }));
  run(
      runtime, [] {}, decider);
  CHECK(runtime.main_takes_part());
}

TEST_CASE("a deadlock tells who waits for what", "[controlled_runtime]") {
  controlled_runtime runtime({});
  SECTION("within together") {
    const auto body = [] {
      lockable first;
      lockable second;
      together({[&] { holder one(first), two(second); }, [&] { holder two(second), one(first); }});
    };
    scripted decider({1, 2});
    CHECK(run(runtime, body, decider) == ending::stuck);
    REQUIRE(runtime.stuck().size() == 2);
    CHECK(runtime.stuck()[0].task == 1);
    CHECK(runtime.stuck()[0].pending.kind == operation_kind::lock);
    CHECK(runtime.stuck()[0].pending.object == runtime.created_objects()[1].place);
    CHECK(runtime.stuck()[1].task == 2);
    CHECK(runtime.stuck()[1].pending.object == runtime.created_objects()[0].place);
    // The states are those of the deadlock, not of the clearing up after it.
    CHECK(runtime.objects()[0].owner == 1);
    CHECK(runtime.objects()[1].owner == 2);
    CHECK_FALSE(runtime.objects()[0].destroyed);
    CHECK_FALSE(runtime.tasks()[1].finished);
    CHECK(runtime.created_objects().size() == 2);
  }
  SECTION("main waits for a child") {
    staying decider;
    CHECK(run(
              runtime,
              [] {
                signal never_set;
                worker other([&] { never_set.wait(); });
              },
              decider) == ending::stuck);
    REQUIRE(runtime.stuck().size() == 2);
    CHECK(runtime.stuck()[0].task == 0);
    CHECK(runtime.stuck()[0].pending.kind == operation_kind::join);
    CHECK(runtime.stuck()[0].pending.object == 1);
    CHECK(runtime.stuck()[1].task == 1);
    CHECK(runtime.stuck()[1].pending.kind == operation_kind::event_wait);
  }
  SECTION("a detached task alone") {
    staying decider;
    signal* gate = nullptr;
    auto wait = [&] { gate->wait(); };
    CHECK(run(
              runtime,
              [&] {
                gate = new signal;
                auto task = s::current().spawn(entry_of(wait));
                s::current().detach(task);
              },
              decider) == ending::stuck);
    REQUIRE(runtime.stuck().size() == 1);
    CHECK(runtime.stuck()[0].task == 1);
    delete gate;
  }
}

TEST_CASE("an execution ends when detached tasks have ended, too", "[controlled_runtime]") {
  controlled_runtime runtime({});
  staying decider;
  int reads = 0;
  // A body of its own, since main's frame is gone before the detached task ends.
  static cell* shared = nullptr;
  static int* counted = nullptr;
  counted = &reads;
  static auto late = [] {
    shared->read();
    shared->read();
    ++*counted;
  };
  CHECK(run(
            runtime,
            [] {
              shared = new cell;
              auto task = s::current().spawn(entry_of(late));
              s::current().detach(task);
            },
            decider) == ending::completed);
  CHECK(reads == 1);
  CHECK(told(runtime.events()) == "0:spawn 1:read 1:read");
  delete shared;
}

TEST_CASE("an outcome keeps the last value of each name", "[controlled_runtime]") {
  controlled_runtime runtime({});
  staying decider;
  const auto body = [] {
    s::current().observe("b", "1");
    s::current().observe("a", "a value that is too long for the string itself");
    s::current().observe("b", "2");
    s::current().observe("c", "3");
  };
  for (int round = 0; round < 2; ++round) {
    run(runtime, body, decider);
    std::map<std::string, std::string> outcome;
    for (const s::observation& each : runtime.observations())
      outcome[std::string(each.name)] = each.value;
    CHECK(runtime.observations().size() == 3);
    CHECK(outcome ==
          std::map<std::string, std::string>{
              {"a", "a value that is too long for the string itself"}, {"b", "2"}, {"c", "3"}});
  }
  run(
      runtime, [] {}, decider);
  CHECK(runtime.observations().empty());
}

TEST_CASE("plain variables can be left out of the schedule", "[controlled_runtime]") {
  s::execution_options options;
  options.plain = s::plain_mode::invisible;
  controlled_runtime runtime(options);
  const auto body = [] {
    cell value;
    lockable mutex;
    const auto use = [&] {
      value.read();
      mutex.lock();
      value.write(1);
      mutex.unlock();
    };
    together({use, use});
  };
  // Only the order of the locks is left: the reads before them are done in the prologues.
  CHECK(explore(runtime, body, [](const controlled_runtime& done) {
          CHECK(done.events().size() == 8);
          for (const s::event& each : done.events()) {
            CHECK(each.invisible ==
                  (each.kind == operation_kind::read || each.kind == operation_kind::write));
            if (each.invisible) CHECK_FALSE((each.decided || each.preempts));
          }
        }) == 2);
}

TEST_CASE("task locals are kept per task and dropped at its end", "[controlled_runtime]") {
  controlled_runtime runtime({});
  rotating decider;
  static const int key = 0;
  std::weak_ptr<void> last;
  std::vector<int> values;
  const auto body = [&] {
    cell value;
    const auto use = [&](int mine) {
      auto& slot = s::current().local(&key);
      if (slot != nullptr) values.push_back(-1);
      slot = std::make_shared<int>(mine);
      value.read();
      values.push_back(*static_cast<int*>(s::current().local(&key).get()));
      last = slot;
    };
    together({[&] { use(1); }, [&] { use(2); }});
    if (!last.expired()) values.push_back(-2);
  };
  for (int round = 0; round < 2; ++round) {
    values.clear();
    run(runtime, body, decider);
    CHECK(values == std::vector<int>{1, 2});
  }
}

TEST_CASE("a runtime may be used by one thread after another", "[controlled_runtime]") {
  controlled_runtime runtime({});
  const auto body = [] {
    cell value;
    const auto use = [&] { value.read(), value.read(); };
    together({use, use});
  };
  const auto all = [&] { return explore(runtime, body, [](const controlled_runtime&) {}); };
  std::size_t there = 0;
  CHECK(all() == 6);
  std::thread([&] { there = all(); }).join();
  CHECK(there == 6);
  CHECK(all() == 6);
}
