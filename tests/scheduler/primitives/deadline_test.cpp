#include "scheduler/primitives/deadline.hpp"

#include <chrono>
#include <limits>
#include <ratio>

#include "tests/catch.hpp"

using namespace std::chrono_literals;
using heddle::scheduler::never;
using heddle::scheduler::saturate;
using heddle::scheduler::time_between;
using heddle::scheduler::virtual_time;

TEST_CASE("durations become virtual time, rounded up and never beyond its limits") {
  CHECK(saturate(3s) == 3'000'000'000ns);
  CHECK(saturate(-3ms) == -3'000'000ns);
  CHECK(saturate(std::chrono::duration<int, std::pico>(1)) == 1ns);
  CHECK(saturate(std::chrono::duration<int, std::pico>(-1)) == 0ns);
  CHECK(saturate(std::chrono::duration<double>(1.5)) == 1'500'000'000ns);
  CHECK(saturate(std::chrono::hours::max()) == never);
  CHECK(saturate(std::chrono::hours::min()) == virtual_time::min());
  CHECK(saturate(std::chrono::nanoseconds::max()) == never);
  CHECK(saturate(std::chrono::nanoseconds::max() - 1ns) == never - 1ns);
  CHECK(saturate(std::chrono::duration<double>(std::numeric_limits<double>::infinity())) == never);
  CHECK(saturate(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())) == 0ns);
}

TEST_CASE("the time between two times does not overflow") {
  CHECK(time_between(2s, 5s) == 3s);
  CHECK(time_between(5s, 2s) == 0s);
  CHECK(time_between(5s, never) == never);
  CHECK(time_between(5s, virtual_time::min()) == 0s);
  CHECK(time_between(-5s, never - 1ns) == never);
  CHECK(time_between(-5s, 5s) == 10s);
}
