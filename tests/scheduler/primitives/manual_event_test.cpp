#include "scheduler/primitives/manual_event.hpp"

#include <chrono>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;

TEST_CASE("an event lets all pass once it is set") {
  CHECK(outcomes_of([] {
          heddle::manual_event ready{"ready"};
          heddle::var<int> value{0};
          const auto read = [&] {
            ready.wait();
            heddle::check(value == 1, "written before");
          };
          heddle::together({read, read, [&] {
                              value = 1;
                              ready.set();
                            }});
        }) == texts{""});
}

TEST_CASE("a reset event makes wait who has not passed yet") {
  CHECK(outcomes_of([] {
          heddle::manual_event event;
          heddle::together({[&] { event.wait(); },
                            [&] {
                              event.set();
                              event.reset();
                            }});
        }) == texts{"", "[stuck]"});
}

TEST_CASE("asking an event") {
  CHECK(outcomes_of([] {
          heddle::manual_event event;
          heddle::together({[&] { event.set(); }, [&] { heddle::observe("set", event.is_set()); }});
        }) == texts{"set=false", "set=true"});
  CHECK(outcomes_of([] {
          heddle::manual_event event{true, "open"};
          event.set();
          event.wait();
          heddle::observe("set", event.is_set());
        }) == texts{"set=true"});
}

TEST_CASE("waiting for an event with an end") {
  const auto body = [] {
    heddle::manual_event event;
    heddle::together({[&] { event.set(); }, [&] { heddle::observe("set", event.wait_for(1s)); }});
  };
  CHECK(outcomes_of(body) == texts{"set=false", "set=true"});
  CHECK(outcomes_of(body, quiescent) == texts{"set=true"});
  const auto alone = [] {
    heddle::manual_event event;
    heddle::observe("set", event.wait_until(heddle::virtual_clock::time_point{5s}));
    heddle::observe("again", event.wait_until(std::chrono::steady_clock::now() - 5s));
    heddle::observe("now", heddle::scheduler::current().now().count());
  };
  CHECK(outcomes_of(alone) == texts{"again=false now=5000000000 set=false"});
  CHECK(outcomes_of(alone, quiescent) == texts{"again=false now=5000000000 set=false"});
}
