#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/python/asyncio.hpp"
#include "scheduler/primitives/choose.hpp"
#include "tests/catch.hpp"
#include "tests/models/asyncio_support.hpp"

using namespace std::chrono_literals;
using namespace asyncio_tests;
namespace asyncio = heddle::models::python::asyncio;
namespace checker = heddle::checker;
using heddle::scheduler::time_mode;
using lines = std::vector<std::string>;

namespace {

asyncio::coroutine<> enter(journal& all, asyncio::lock& lock, std::string who) {
  const auto held = co_await lock.hold();
  all.add(who + " in");
  co_await asyncio::sleep(1s);
  all.add(who + " out");
}

asyncio::coroutine<> take_both(asyncio::lock& first, asyncio::lock& second) {
  const auto held = co_await first.hold();
  co_await asyncio::input_output("something between", 1s);
  const auto held_too = co_await second.hold();
}

}  // namespace

TEST_CASE("a lock admits one coroutine at a time, in the order in which they came") {
  CHECK(said([](journal& all) {
          asyncio::lock lock;
          const auto main = [&]() -> asyncio::coroutine<> {
            co_await asyncio::gather(enter(all, lock, "a"), enter(all, lock, "b"),
                                     enter(all, lock, "c"));
            all.add(lock.locked() ? "locked" : "free");
          };
          asyncio::run(main());
        }) == lines{"a in", "a out", "b in", "b out", "c in", "c out", "free"});
}

TEST_CASE("who is cancelled while it waits for a lock passes its turn on") {
  // b is cancelled while a has the lock, or in the very iteration in which its turn has come.
  for (const bool late : {false, true})
    CHECK(said([&](journal& all) {
            asyncio::lock lock;
            const auto main = [&]() -> asyncio::coroutine<> {
              co_await lock.acquire();
              const auto b = asyncio::create_task(enter(all, lock, "b"));
              const auto c = asyncio::create_task(enter(all, lock, "c"));
              co_await asyncio::sleep(1s);
              if (late) lock.release();
              b.cancel();
              co_await asyncio::sleep(1s);
              if (!late) lock.release();
              co_await c;
              all.add(b.cancelled() ? "b cancelled" : "b not cancelled");
            };
            asyncio::run(main());
          }) == lines{"c in", "c out", "b cancelled"});
}

TEST_CASE("nobody overtakes those who wait for a lock") {
  // The lock is free, but b's turn has come when main asks for it.
  CHECK(said([](journal& all) {
          asyncio::lock lock;
          const auto main = [&]() -> asyncio::coroutine<> {
            co_await lock.acquire();
            const auto b = asyncio::create_task(enter(all, lock, "b"));
            co_await asyncio::sleep(1s);
            lock.release();
            co_await enter(all, lock, "main");
          };
          asyncio::run(main());
        }) == lines{"b in", "b out", "main in", "main out"});
}

TEST_CASE("a lock that nobody has cannot be released") {
  const checker::result found = explore([] {
    asyncio::lock lock;
    lock.release();
  });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].message == "std::runtime_error: lock is not acquired");
}

TEST_CASE("two coroutines that take two locks in opposite orders deadlock") {
  const checker::result found = explore(
      [] {
        asyncio::lock a{"lock A"};
        asyncio::lock b{"lock B"};
        const auto main = [&]() -> asyncio::coroutine<> {
          co_await asyncio::gather(take_both(a, b), take_both(b, a));
        };
        asyncio::run(main());
      },
      time_mode::any);
  // Both begin in one iteration: each has its first lock before it waits for anything.
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  CHECK(found.deadlocked == found.executions);
}
