#include "scheduler/primitives/together.hpp"

#include <functional>
#include <vector>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::together;
using heddle::var;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;

TEST_CASE("tasks together add no events of the caller") {
  const auto record = run_once([] {
    var<int> x{0};
    together({{"writer", [&] { x = 1; }}, {"reader", [&] { (void)x.get(); }}});
    heddle::check(x == 1, "after all have ended");
  });
  CHECK(record.kinds() == "write read read");
  CHECK(record.text() == "");
}

TEST_CASE("tasks together interleave in every way") {
  // Three tasks of two events each: 6! / (2! 2! 2!).
  const auto found = all_schedules([] {
    var<int> x{0};
    const auto body = [&] { ++x; };
    together({body, body, body});
  });
  CHECK(found.executions == 90);
}

TEST_CASE("functions in a container run together") {
  const auto found = all_schedules([] {
    var<int> x{0};
    const std::vector<std::function<void()>> bodies(2, [&] { ++x; });
    together(bodies);
  });
  CHECK(found.executions == 6);
}
