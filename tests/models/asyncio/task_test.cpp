#include <chrono>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "models/python/asyncio.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/manual_event.hpp"
#include "scheduler/primitives/virtual_clock.hpp"
#include "tests/catch.hpp"
#include "tests/models/asyncio_support.hpp"

using namespace std::chrono_literals;
using namespace asyncio_tests;
namespace asyncio = heddle::models::python::asyncio;
namespace checker = heddle::checker;
using lines = std::vector<std::string>;

namespace {

asyncio::coroutine<int> fail_after(asyncio::duration delay, std::string why) {
  co_await asyncio::sleep(delay);
  throw std::runtime_error(why);
}

asyncio::coroutine<int> answer_after(asyncio::duration delay, int answer) {
  co_await asyncio::sleep(delay);
  co_return answer;
}

/// Says how it ends.
asyncio::coroutine<> sleep_and_tell(journal& all, std::string who, asyncio::duration delay) {
  try {
    co_await asyncio::sleep(delay);
    all.add(who + " ended");
  } catch (const asyncio::cancelled_error&) {
    all.add(who + " cancelled");
    throw;
  }
}

std::string seconds_passed() {
  return std::to_string(heddle::virtual_clock::now().time_since_epoch() / 1s) + " s";
}

/// Counts the objects of its kind that are alive.
class counted {
 public:
  explicit counted(int& alive) : alive_(alive) { ++alive_; }
  counted(const counted& other) : alive_(other.alive_) { ++alive_; }
  counted& operator=(const counted&) = delete;
  ~counted() { --alive_; }

 private:
  int& alive_;
};

}  // namespace

TEST_CASE("gather keeps the order of its arguments, whatever their types") {
  CHECK(said([](journal& all) {
          const auto text = []() -> asyncio::coroutine<std::string> { co_return "text"; };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto already = asyncio::create_task(answer_after(1s, 4));
            const std::tuple<int, asyncio::none, std::string, int> results =
                co_await asyncio::gather(answer_after(3s, 7), asyncio::sleep(2s), text(), already);
            all.add(std::to_string(std::get<0>(results)) + std::get<2>(results) +
                    std::to_string(std::get<3>(results)));
            all.add(seconds_passed());
            const auto empty = co_await asyncio::gather(std::vector<asyncio::task<int>>{});
            all.add(std::to_string(empty.size()));
          };
          asyncio::run(main());
        }) == lines{"7text4", "3 s", "0"});
}

TEST_CASE("the first exception is that of the whole gather, and the others run on") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            try {
              co_await asyncio::gather(fail_after(2s, "late"), fail_after(1s, "early"),
                                       sleep_and_tell(all, "third", 3s));
            } catch (const std::runtime_error& error) {
              all.add(error.what());
            }
            all.add(seconds_passed());
            co_await asyncio::sleep(5s);
          };
          asyncio::run(main());
        }) == lines{"early", "1 s", "third ended"});
}

TEST_CASE("to cancel a gather is to cancel all of it") {
  CHECK(said([](journal& all) {
          const auto both = [&]() -> asyncio::coroutine<> {
            co_await asyncio::gather(sleep_and_tell(all, "a", 5s), sleep_and_tell(all, "b", 7s));
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto whole = asyncio::create_task(both());
            co_await asyncio::sleep(1s);
            whole.cancel();
            try {
              co_await whole;
            } catch (const asyncio::cancelled_error&) {
              all.add(whole.cancelled() ? "cancelled" : "not cancelled");
            }
            all.add(seconds_passed());
          };
          asyncio::run(main());
        }) == lines{"a cancelled", "b cancelled", "cancelled", "1 s"});
}

TEST_CASE("a cancelled child is an exception of the gather") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto child = asyncio::create_task(answer_after(5s, 1));
            asyncio::get_running_loop().call_later(1s, [child] { child.cancel(); });
            try {
              co_await asyncio::gather(child, sleep_and_tell(all, "other", 2s));
            } catch (const asyncio::cancelled_error&) {
              all.add("gather cancelled");
            }
            co_await asyncio::sleep(3s);
          };
          asyncio::run(main());
        }) == lines{"gather cancelled", "other ended"});
}

TEST_CASE("an exception passes through all who await it") {
  CHECK(said([](journal& all) {
          const auto middle = []() -> asyncio::coroutine<int> {
            co_return co_await asyncio::create_task(fail_after(1s, "deep"));
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            try {
              co_await middle();
            } catch (const std::runtime_error& error) {
              all.add(error.what());
            }
          };
          asyncio::run(main());
          try {
            asyncio::run(middle());
          } catch (const std::runtime_error& error) {
            all.add(std::string("run: ") + error.what());
          }
        }) == lines{"deep", "run: deep"});
}

TEST_CASE("an exception that leaves the main coroutine is found") {
  const checker::result found = explore([] { asyncio::run(fail_after(1s, "nobody catches it")); });
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::exception);
  CHECK(found.findings[0].message == "std::runtime_error: nobody catches it");
}

TEST_CASE("a task is cancelled where it waits, once, and may refuse") {
  CHECK(said([](journal& all) {
          const auto stubborn = [&]() -> asyncio::coroutine<int> {
            try {
              co_await asyncio::sleep(5s);
            } catch (const asyncio::cancelled_error&) {
              all.add("refused");
            }
            co_await asyncio::sleep(2s);
            co_return 3;
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto other = asyncio::create_task(stubborn());
            co_await asyncio::sleep(1s);
            all.add(other.cancel() ? "asked" : "too late");
            all.add(std::to_string(co_await other) + " after " + seconds_passed());
            all.add(other.cancel() ? "asked" : "too late");
          };
          asyncio::run(main());
        }) == lines{"asked", "refused", "3 after 3 s", "too late"});
}

TEST_CASE("a task that is cancelled before it begins never does") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto other = asyncio::create_task(sleep_and_tell(all, "other", 1s));
            other.cancel();
            try {
              co_await other;
            } catch (const asyncio::cancelled_error&) {
              all.add("cancelled");
            }
          };
          asyncio::run(main());
        }) == lines{"cancelled"});
}

TEST_CASE("a task that cancels itself is cancelled at its next wait, or at its end") {
  CHECK(
      said([](journal& all) {
        const auto waits = [&](const asyncio::future<asyncio::task<>>& me) -> asyncio::coroutine<> {
          (co_await me).cancel();
          all.add("before");
          co_await asyncio::sleep(1s);
          all.add("after");
        };
        const auto ends = [&](const asyncio::future<asyncio::task<>>& me) -> asyncio::coroutine<> {
          (co_await me).cancel();
        };
        const auto main = [&]() -> asyncio::coroutine<> {
          for (const bool first : {true, false}) {
            const auto me = asyncio::create_future<asyncio::task<>>();
            const auto other = asyncio::create_task(first ? waits(me) : ends(me));
            me.state()->set_result(other);
            try {
              co_await other;
            } catch (const asyncio::cancelled_error&) {
              all.add("cancelled at " + seconds_passed());
            }
          }
        };
        asyncio::run(main());
      }) == lines{"before", "cancelled at 0 s", "cancelled at 0 s"});
}

TEST_CASE("wait_for returns what comes in time") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            all.add(std::to_string(co_await asyncio::wait_for(answer_after(1s, 5), 2s)));
            all.add(seconds_passed());
            try {
              co_await asyncio::wait_for(fail_after(1s, "failed in time"), 2s);
            } catch (const std::runtime_error& error) {
              all.add(error.what());
            }
          };
          asyncio::run(main());
          all.add(seconds_passed());
        }) == lines{"5", "1 s", "failed in time", "2 s"});
}

TEST_CASE("wait_for cancels what is late, waits for it, and throws") {
  CHECK(said([](journal& all) {
          const auto slow_to_die = [&]() -> asyncio::coroutine<> {
            bool cancelled = false;
            try {
              co_await asyncio::sleep(10s);
            } catch (const asyncio::cancelled_error&) {
              cancelled = true;
            }
            co_await asyncio::sleep(3s);
            all.add("cleaned up");
            if (cancelled) throw asyncio::cancelled_error{};
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            try {
              co_await asyncio::wait_for(slow_to_die(), 2s);
            } catch (const asyncio::timeout_error&) {
              all.add("timed out after " + seconds_passed());
            }
            try {
              co_await asyncio::wait_for(answer_after(1s, 1), 0s);
            } catch (const asyncio::timeout_error&) {
              all.add("timed out after " + seconds_passed());
            }
          };
          asyncio::run(main());
        }) == lines{"cleaned up", "timed out after 5 s", "timed out after 5 s"});
}

TEST_CASE("who waits with wait_for can be cancelled") {
  CHECK(said([](journal& all) {
          const auto waiting = [&]() -> asyncio::coroutine<> {
            co_await asyncio::wait_for(sleep_and_tell(all, "inner", 10s), 20s);
          };
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto outer = asyncio::create_task(waiting());
            co_await asyncio::sleep(1s);
            outer.cancel();
            try {
              co_await outer;
            } catch (const asyncio::cancelled_error&) {
              all.add("outer cancelled");
            }
          };
          asyncio::run(main());
          all.add(seconds_passed());
        }) == lines{"inner cancelled", "outer cancelled", "1 s"});
}

TEST_CASE("run cancels what is left when its coroutine ends, and waits for it") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto left = asyncio::create_task(sleep_and_tell(all, "left", 10s));
            co_await asyncio::sleep(1s);
            all.add("main ended");
          };
          asyncio::run(main());
          all.add(seconds_passed());
        }) == lines{"main ended", "left cancelled", "1 s"});
}

TEST_CASE("futures have one result, and say so") {
  CHECK(said([](journal& all) {
          const auto main = [&]() -> asyncio::coroutine<> {
            const auto some = asyncio::create_future<int>();
            const auto tell = [&](const auto& act) {
              try {
                act();
              } catch (const asyncio::invalid_state_error& error) {
                all.add(error.what());
              } catch (const asyncio::cancelled_error&) {
                all.add("cancelled");
              }
            };
            tell([&] { some.result(); });
            some.state()->add_done_callback([&] { all.add("done"); });
            some.state()->add_done_callback([&] { all.add("done, too"); });
            some.set_result(1);
            tell([&] { some.set_result(2); });
            all.add(std::to_string(some.result() + co_await some));
            co_await asyncio::sleep(0s);
            const auto other = asyncio::create_future<int>();
            other.cancel();
            tell([&] { other.result(); });
          };
          asyncio::run(main());
        }) == lines{"the future has no result yet", "the future has a result already", "2", "done",
                    "done, too", "cancelled"});
}

TEST_CASE("coroutines are destroyed with their locals, however the execution ends") {
  int alive = 0;
  const auto hold = [&](counted, asyncio::duration delay) -> asyncio::coroutine<> {
    const counted local(alive);
    const auto never = asyncio::create_future<int>();
    co_await asyncio::gather(asyncio::sleep(delay), never);
  };
  const auto run_with = [&](const std::function<asyncio::coroutine<>()>& last) {
    return explore([&] {
      const auto main = [&]() -> asyncio::coroutine<> {
        const counted local(alive);
        const auto first = asyncio::create_task(hold(counted(alive), 1s));
        const auto second = asyncio::create_task(hold(counted(alive), 2s));
        co_await asyncio::sleep(1500ms);
        co_await last();
        co_await second;
      };
      asyncio::run(main());
    });
  };
  SECTION("by a failed check in a nested coroutine") {
    const auto found = run_with([]() -> asyncio::coroutine<> {
      heddle::check(false, "never true");
      co_return;
    });
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].kind == heddle::finding_kind::invariant);
  }
  SECTION("by a deadlock") {
    const auto found = run_with([]() -> asyncio::coroutine<> { co_return; });
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  }
  SECTION("by a deadlock in a coroutine's own operation") {
    const auto found = run_with([]() -> asyncio::coroutine<> {
      heddle::manual_event never{"never"};
      never.wait();
      co_return;
    });
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  }
  SECTION("by an assumption") {
    const auto found = run_with([]() -> asyncio::coroutine<> {
      heddle::assume(false);
      co_return;
    });
    CHECK(found.pruned == 1);
  }
  SECTION("by an exception") {
    const auto found = run_with([]() -> asyncio::coroutine<> {
      throw std::runtime_error("failed");
      co_return;
    });
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].kind == heddle::finding_kind::exception);
  }
  CHECK(alive == 0);
}
