#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/python/asyncio.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/var.hpp"
#include "scheduler/primitives/virtual_clock.hpp"
#include "tests/catch.hpp"
#include "tests/models/asyncio_support.hpp"

using namespace std::chrono_literals;
using namespace asyncio_tests;
namespace asyncio = heddle::models::python::asyncio;
namespace checker = heddle::checker;
using heddle::scheduler::time_mode;
using lines = std::vector<std::string>;

namespace {

asyncio::coroutine<> say_twice(journal& all, std::string who) {
  all.add(who + "1");
  co_await asyncio::sleep(0s);
  all.add(who + "2");
}

asyncio::coroutine<> say_after(journal& all, std::string who, asyncio::duration delay) {
  co_await asyncio::sleep(delay);
  all.add(who);
}

asyncio::coroutine<int> depth(int levels) {
  if (levels == 0) co_return 0;
  co_return 1 + co_await depth(levels - 1);
}

std::string milliseconds_passed() {
  return std::to_string(heddle::virtual_clock::now().time_since_epoch() / 1ms);
}

}  // namespace

TEST_CASE("callbacks are called in the order in which they became ready") {
  // What becomes ready during an iteration is called in the next, in that order.
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            asyncio::event_loop& loop = asyncio::get_running_loop();
            loop.call_soon([&] {
              all.add("a");
              loop.call_soon([&] { all.add("c"); });
            });
            loop.call_soon([&] { all.add("b"); });
            loop.call_soon([&] { all.add("never"); })->cancel();
            co_await asyncio::sleep(0s);
            all.add("main");
            co_await asyncio::sleep(0s);
          };
          asyncio::run(main());
        }) == lines{"a", "b", "main", "c"});
}

TEST_CASE("tasks begin when the loop comes to them, and take turns") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto first = asyncio::create_task(say_twice(all, "a"));
            const auto second = asyncio::create_task(say_twice(all, "b"));
            all.add("main");
            co_await first;
            co_await second;
          };
          asyncio::run(main());
        }) == lines{"main", "a1", "b1", "a2", "b2"});
}

TEST_CASE("to await a coroutine is to call it: nobody else comes between") {
  CHECK(said([](journal& all) {
          const auto nested = [&]() -> asyncio::coroutine<int> {
            all.add("nested");
            co_return 1;
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto other = asyncio::create_task(say_twice(all, "a"));
            const int one = co_await nested();
            all.add("main " + std::to_string(one));
            co_await other;
          };
          asyncio::run(main());
        }) == lines{"nested", "main 1", "a1", "a2"});
}

TEST_CASE("sleeps end by their deadlines; of one moment, in the order they were made") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            co_await asyncio::gather(say_after(all, "c", 3s), say_after(all, "a", 1s),
                                     say_after(all, "b", 2s), say_after(all, "b'", 2s));
            all.add(milliseconds_passed());
          };
          asyncio::run(main());
        }) == lines{"a", "b", "b'", "c", "3000"});
}

TEST_CASE("where sleeps end at any moment, every order of different ones is explored") {
  // 3! orders; of two equal sleeps the one made first ends first, which leaves 3.
  const auto orders = [](asyncio::duration third) {
    const checker::result found = explore(
        [&] {
          journal all;
          const auto main = [&]() -> asyncio::coroutine<> {
            co_await asyncio::gather(say_after(all, "a", 1s), say_after(all, "b", 2s),
                                     say_after(all, "c", third));
          };
          asyncio::run(main());
          heddle::observe("order", all.lines());
        },
        time_mode::any);
    CHECK(found.covered.kind == checker::coverage_kind::complete);
    CHECK(found.findings.empty());
    return observed(found, "order");
  };
  CHECK(orders(3s).size() == 6);
  CHECK(orders(2s) == std::set<std::string>{"[a, b, c]", "[b, a, c]", "[b, c, a]"});
}

TEST_CASE("input may arrive while others have their turns") {
  // The input is there before the third iteration at the earliest, which ends with the callback
  // that makes its coroutine ready; that comes to its turn in the fourth, after c1. In quiescent
  // time the input comes when nobody has anything to do.
  const auto body = [] {
    journal all;
    const auto read = [&]() -> asyncio::coroutine<> {
      co_await asyncio::input_output("input", 1s);
      all.add("input");
    };
    const auto main = [&]() -> asyncio::coroutine<> {
      const auto reader = asyncio::create_task(read());
      co_await asyncio::sleep(0s);
      co_await say_twice(all, "a");
      co_await say_twice(all, "b");
      co_await say_twice(all, "c");
      co_await reader;
    };
    asyncio::run(main());
    heddle::observe("order", all.lines());
  };
  const std::string last = "[a1, a2, b1, b2, c1, c2, input]";
  CHECK(observed(explore(body, time_mode::any), "order") ==
        std::set<std::string>{"[a1, a2, b1, b2, c1, input, c2]", last});
  CHECK(observed(explore(body), "order") == std::set<std::string>{last});
}

TEST_CASE("input that arrives at one moment is read in any order, after earlier input") {
  const auto body = [] {
    journal all;
    const auto read = [&](std::string what, asyncio::duration latency) -> asyncio::coroutine<> {
      co_await asyncio::input_output(what, latency);
      all.add(what);
    };
    const auto main = [&]() -> asyncio::coroutine<> {
      co_await asyncio::gather(read("b", 2s), read("a", 1s), read("c", 2s));
    };
    asyncio::run(main());
    heddle::observe("order", all.lines());
  };
  CHECK(observed(explore(body), "order") == std::set<std::string>{"[a, b, c]", "[a, c, b]"});
  CHECK(observed(explore(body, time_mode::any), "order").size() == 6);
}

TEST_CASE("a thousand coroutines at once take as long as one, and nest as deep as one likes") {
  CHECK(said([](journal& all) {
          const auto one = []() -> asyncio::coroutine<int> {
            co_await asyncio::sleep(1s);
            co_return 1;
          };
          const auto main = [&]() -> asyncio::coroutine<int> {
            std::vector<asyncio::coroutine<int>> tasks;
            for (int each = 0; each < 1'000; ++each) tasks.push_back(one());
            int sum = 0;
            for (const int each : co_await asyncio::gather(std::move(tasks))) sum += each;
            co_return sum + co_await depth(10'000);
          };
          all.add(std::to_string(asyncio::run(main())));
          all.add(milliseconds_passed());
        }) == lines{"11000", "1000"});
}

TEST_CASE("a loop with nothing to do and nothing to wait for is a deadlock") {
  const checker::result found = explore([] {
    const auto main = []() -> asyncio::coroutine<> {
      const asyncio::future<int> never = asyncio::create_future<int>("an answer");
      co_await never;
    };
    asyncio::run(main());
  });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  CHECK(found.deadlocked == 1);
}

TEST_CASE("a loop that is never done ends at its limit") {
  // Polls in vain, with and without anything to wait for.
  for (const bool with_timer : {false, true}) {
    const checker::result found = explore([&] {
      const auto main = [&]() -> asyncio::coroutine<> {
        const auto sleeper = asyncio::create_task(asyncio::sleep(with_timer ? 1h : 0h));
        for (;;) co_await asyncio::sleep(0s);
      };
      asyncio::run(main());
    });
    CHECK(found.truncated == 1);
    REQUIRE(found.findings.size() <= 1);
    if (!found.findings.empty()) CHECK(found.findings[0].kind == heddle::finding_kind::livelock);
  }
}

TEST_CASE("time passes for a loop that polls") {
  CHECK(said([](journal& all) {
          bool over = false;
          const auto set_later = [&]() -> asyncio::coroutine<> {
            co_await asyncio::sleep(1s);
            over = true;
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto other = asyncio::create_task(set_later());
            while (!over) co_await asyncio::sleep(0s);
            all.add(milliseconds_passed());
          };
          asyncio::run(main());
        }) == lines{"1000"});
}

TEST_CASE("polling with sleeps is no endless loop") {
  // Looks at 0 s, 1 s, 2 s (before the other, whose timer was made earlier but is due later) and
  // sees the change at 10 s: eleven looks.
  CHECK(said([](journal& all) {
          heddle::var<bool> over{false, "over"};
          const auto set_later = [&]() -> asyncio::coroutine<> {
            co_await asyncio::sleep(9500ms);
            over = true;
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto other = asyncio::create_task(set_later());
            int looks = 1;
            for (; !over; ++looks) co_await asyncio::sleep(1s);
            all.add(std::to_string(looks));
          };
          asyncio::run(main());
        }) == lines{"11"});
}

TEST_CASE("coroutines belong to a running loop, and a task runs one loop at a time") {
  CHECK(said([](journal& all) {
          try {
            asyncio::get_running_loop();
          } catch (const std::runtime_error& error) {
            all.add(error.what());
          }
          const auto nothing = []() -> asyncio::coroutine<> { co_return; };
          const auto main = [&]() -> asyncio::coroutine<> {
            try {
              asyncio::run(nothing());
            } catch (const std::runtime_error& error) {
              all.add(error.what());
            }
            co_return;
          };
          asyncio::run(main());
          asyncio::run(nothing());
        }) ==
        lines{"no running event loop", "asyncio.run() cannot be called from a running event loop"});
}
