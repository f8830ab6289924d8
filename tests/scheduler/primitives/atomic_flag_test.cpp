#include "scheduler/primitives/atomic_flag.hpp"

#include <set>
#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/fence.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::atomic_flag;
using heddle::check;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;

TEST_CASE("a flag is clear at first, and set by one task only") {
  CHECK(run_once([] {
          atomic_flag flag{"flag"};
          check(!flag.test() && !flag.test_and_set() && flag.test_and_set() && flag.test(), "set");
          flag.clear(heddle::memory_order_release);
          check(!flag.test(heddle::memory_order_acquire), "clear");
        }).text() == "");
  const auto found = all_schedules([] {
    atomic_flag flag;
    heddle::var<int> winners{0};
    heddle::together({[&] {
                        if (!flag.test_and_set()) ++winners;
                      },
                      [&] {
                        if (!flag.test_and_set()) ++winners;
                      }});
    heddle::observe("winners", winners);
  });
  CHECK(found.outcomes() == std::set<std::string>{"winners=1"});
}

TEST_CASE("a flag can be waited for") {
  const auto found = all_schedules([] {
    atomic_flag flag;
    heddle::thread waiter{[&] { flag.wait(false); }};
    flag.test_and_set();
    flag.notify_one();
    waiter.join();
  });
  CHECK(found.outcomes() == std::set<std::string>{""});
}

TEST_CASE("a fence is an event with its order") {
  const auto record = run_once([] {
    heddle::atomic_thread_fence(heddle::memory_order_acquire);
    heddle::atomic_signal_fence(heddle::memory_order_release);
  });
  REQUIRE(record.kinds() == "fence");
  CHECK(record.announced[0].order == heddle::memory_order_acquire);
}
