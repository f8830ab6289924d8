#include <chrono>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/python/console.hpp"
#include "models/python/global.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/lock.hpp"
#include "models/python/manager.hpp"
#include "models/python/plain_function.hpp"
#include "models/python/pool.hpp"
#include "models/python/queue.hpp"
#include "models/python/stopwatch.hpp"
#include "models/python/text.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

/// The words of `models/python/`, each in small programs of its own.

namespace python = heddle::models::python;
namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using namespace std::chrono_literals;

namespace {

/// The values observed as `value` in all executions, none of which may fail.
std::set<std::string> values_of(const std::function<void()>& body,
                                scheduler::time_mode time = scheduler::time_mode::any) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution.time = time;
  const checker::result found = checker::check("python", body, *how, options);
  CHECK(found.findings.empty());
  CHECK(found.deadlocked == 0);
  std::set<std::string> values;
  for (const heddle::testing::outcome_values& each : heddle::testing::outcomes(found, {"value"}))
    values.insert(each[0]);
  return values;
}

using one = std::set<std::string>;

}  // namespace

TEST_CASE("text keeps what fits") {
  CHECK(python::text().view().empty());
  CHECK(python::text("").view().empty());
  const std::string fits(python::text::capacity, 'a');
  CHECK(python::text(fits).view() == fits);
  CHECK(python::text(fits + "b").view() == fits);
  CHECK(python::text(std::string_view("a\0b", 3)).view().size() == 3);
}

TEST_CASE("a console prints lines in the order of the steps") {
  CHECK(values_of([] {
          python::console console;
          heddle::observe("value", console.printed());
        }) == one{""});
  CHECK(values_of([] {
          python::console console;
          console.print("a | b");
          console.print("");
          console.print("c");
          heddle::observe("value", console.printed());
        }) == one{"a | b |  | c"});
  CHECK(values_of([] {
          python::console console;
          heddle::thread other{"other", [&] { console.print("other"); }};
          console.print("main");
          other.join();
          heddle::observe("value", console.printed());
        }) == one{"main | other", "other | main"});
  // What was told before stays.
  CHECK(values_of([] {
          python::console console;
          console.print("a");
          static_cast<void>(console.printed());
          console.print("b");
          heddle::observe("value", console.printed());
        }) == one{"a | b"});
}

TEST_CASE("only an interpreter of 3.9 or without a GIL comes between two bytecodes") {
  const auto differences = [](python::switching how) {
    return values_of([how] {
      python::interpreter interpreter{how};
      python::global<int> x{interpreter, 0, "x"};
      int difference = 0;
      python::thread reader{interpreter, "reader", [&] {
                              const int first = x.load();
                              difference = x.load() - first;
                            }};
      python::thread writer{interpreter, "writer", [&] { x = 1; }};
      reader.join();
      writer.join();
      heddle::observe("value", difference);
    });
  };
  CHECK(differences(python::switching::between_bytecodes) == one{"0", "1"});
  CHECK(differences(python::switching::at_calls_and_jumps) == one{"0"});
  CHECK(differences(python::switching::any_moment) == one{"0", "1"});
}

TEST_CASE("who waits for a lock does not keep the GIL") {
  // Kept, it would be a deadlock: the holder of the lock needs the GIL to give it back.
  for (const python::switching how :
       {python::switching::between_bytecodes, python::switching::at_calls_and_jumps,
        python::switching::any_moment})
    CHECK(values_of([how] {
            python::interpreter interpreter{how};
            python::lock lock{interpreter, "lock"};
            int sum = 0;
            const auto work = [&] {
              const python::with held{lock};
              interpreter.call_or_jump();
              ++sum;
            };
            python::thread t1{interpreter, "t1", work};
            python::thread t2{interpreter, "t2", work};
            t1.join();
            t2.join();
            heddle::observe("value", sum);
          }) == one{"2"});
}

TEST_CASE("computing takes as long as it takes, in slices of the switch interval") {
  for (const auto& [duration, told] :
       {std::pair{0ms, "0 ms"}, {1ms, "1 ms"}, {5ms, "5 ms"}, {6ms, "6 ms"}, {12ms, "12 ms"}})
    CHECK(values_of(
              [duration = duration] {
                python::interpreter interpreter{python::switching::at_calls_and_jumps};
                const python::stopwatch clock;
                interpreter.run([&] { interpreter.compute(duration); });
                heddle::observe("value", python::in_milliseconds(clock.elapsed()));
              },
              scheduler::time_mode::quiescent) == one{told});
}

TEST_CASE("a queue keeps the order of one sender, and mixes those of two") {
  CHECK(values_of([] {
          python::queue<int> queue{"queue"};
          heddle::process first{"first", [&] {
                                  queue.put(1);
                                  queue.put(2);
                                }};
          heddle::process second{"second", [&] { queue.put(3); }};
          std::vector<int> got;
          for (int message = 0; message < 3; ++message) got.push_back(queue.get());
          first.join();
          second.join();
          heddle::observe("value", got);
        }) == one{"[1, 2, 3]", "[1, 3, 2]", "[3, 1, 2]"});
}

TEST_CASE("a manager's dict knows its keys and no others") {
  CHECK(values_of([] {
          python::managed_dict<2> dict{{"a", "b"}};
          dict.set("b", 7);
          std::string error = "none";
          try {
            static_cast<void>(dict.get("c"));
          } catch (const std::out_of_range&) {
            error = "no such key";
          }
          heddle::observe(
              "value", std::to_string(dict.get("a")) + std::to_string(dict.get("b")) + " " + error);
        }) == one{"07 no such key"});
}

TEST_CASE("a plain function takes along what it captures") {
  int factor = 3;
  const python::plain_function times = [&factor](int number) { return factor * number; };
  const python::plain_function copy = times;
  CHECK(copy(5) == 15);
  const python::plain_function plain = +[](int number) { return -number; };
  CHECK(plain(5) == -5);
}

TEST_CASE("a pool has results for no arguments, for many, and in any order of asking") {
  const python::plain_function negative = +[](int number) { return -number; };
  CHECK(values_of([&] {
          python::pool pool{1};
          heddle::observe("value", pool.map(negative, {}));
          pool.close();
          pool.join();
        }) == one{"[]"});
  CHECK(values_of([&] {
          python::pool pool{1};
          std::vector<int> got = pool.map(negative, python::range(5));
          python::async_result first = pool.apply_async(negative, 10);
          python::async_result second = pool.apply_async(negative, 20);
          got.push_back(second.get());
          got.push_back(first.get());
          pool.close();
          pool.join();
          heddle::observe("value", got);
        }) == one{"[0, -1, -2, -3, -4, -20, -10]"});
}

TEST_CASE("a pool goes on after what a worker has thrown") {
  const python::plain_function picky = +[](int number) {
    if (number == 1) throw std::invalid_argument("not 1");
    return number;
  };
  CHECK(values_of([&] {
          python::pool pool{2};
          std::string told;
          python::result_iterator each = pool.imap(picky, python::range(3));
          while (!each.done()) {
            try {
              told += std::to_string(each.next()) + " ";
            } catch (const python::worker_error& error) {
              told += std::string(error.what()) + " ";
            }
          }
          pool.close();
          pool.join();
          heddle::observe("value", told);
        }) == one{"0 not 1 2 "});
}
