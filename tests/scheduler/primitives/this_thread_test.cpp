#include "scheduler/primitives/this_thread.hpp"

#include <chrono>
#include <functional>
#include <set>
#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::check;
using heddle::virtual_clock;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;
using namespace std::chrono_literals;
namespace this_thread = heddle::this_thread;

namespace {

using texts = std::set<std::string>;

std::string quiescent(const std::function<void()>& body) {
  heddle::scheduler::execution_options options;
  options.time = heddle::scheduler::time_mode::quiescent;
  return run_once(body, options).text();
}

}  // namespace

TEST_CASE("a sleep moves the virtual clock by its duration") {
  const auto body = [] {
    const auto before = virtual_clock::now();
    this_thread::sleep_for(1500ms);
    check(virtual_clock::now() - before == 1500ms, "sleep_for");
    this_thread::sleep_for(-3h);
    this_thread::sleep_for(0s);
    check(virtual_clock::now() - before == 1500ms, "not back");
    this_thread::sleep_until(before + 2s);
    check(virtual_clock::now() - before == 2s, "sleep_until");
    this_thread::sleep_until(before);
    check(virtual_clock::now() - before == 2s, "a time that has passed");
  };
  CHECK(run_once(body).text() == "");
  CHECK(quiescent(body) == "");
}

TEST_CASE("sleeping reads no clock") {
  heddle::scheduler::controlled_runtime runtime({});
  heddle::scheduler::testing::first_choice decisions;
  heddle::scheduler::task_entry entry;
  entry.run = [](void*) { this_thread::sleep_for(1s); };
  runtime.run(entry, decisions);
  CHECK_FALSE(runtime.clock_read());
  entry.run = [](void*) { (void)virtual_clock::now(); };
  runtime.run(entry, decisions);
  CHECK(runtime.clock_read());
}

TEST_CASE("sleepers of the quiescent clock wake in order") {
  heddle::scheduler::execution_options options;
  options.time = heddle::scheduler::time_mode::quiescent;
  const auto found = all_schedules(
      [] {
        heddle::var<int> last{0, "last"};
        heddle::thread late{"late", [&] {
                              this_thread::sleep_for(2h);
                              last = 2;
                            }};
        this_thread::sleep_for(1h);
        last = 1;
        late.join();
        heddle::observe("last", last);
      },
      options);
  CHECK(found.outcomes() == texts{"last=2"});
}

TEST_CASE("a sleep beyond the end of time never ends by the clock") {
  CHECK(quiescent([] { this_thread::sleep_for(std::chrono::hours::max()); }) == "[stuck]");
}
