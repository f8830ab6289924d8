#include "scheduler/primitives/once.hpp"

#include <stdexcept>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace heddle::testing;

TEST_CASE("one call of several runs the function, and the others wait until it has returned") {
  CHECK(outcomes_of([] {
          heddle::once_flag once{"set up"};
          heddle::var<int> resource{0};
          int calls = 0;
          const auto use = [&] {
            heddle::call_once(
                once,
                [&](int value) {
                  ++calls;
                  resource = value;
                },
                7);
            heddle::check(resource == 7, "set up");
          };
          heddle::together({use, use, use});
          heddle::observe("calls", calls);
        }) == texts{"calls=1"});
}

TEST_CASE("a call that throws does not count, and the next in line calls") {
  CHECK(outcomes_of([] {
          heddle::once_flag once;
          int calls = 0;
          int caught = 0;
          const auto use = [&] {
            try {
              heddle::call_once(once, [&] {
                if (++calls == 1) throw std::runtime_error("not yet");
              });
            } catch (const std::runtime_error&) {
              ++caught;
            }
          };
          heddle::together({use, use});
          heddle::observe("calls", calls);
          heddle::observe("caught", caught);
        }) == texts{"calls=2 caught=1"});
}

TEST_CASE("a task that fails in the function leaves it to the others") {
  CHECK(outcomes_of([] {
          heddle::once_flag once;
          int calls = 0;
          const auto use = [&] {
            heddle::call_once(once, [&] { heddle::check(++calls > 1, "the first fails"); });
          };
          heddle::together({use, use});
          heddle::observe("calls", calls);
        }) == texts{"calls=2 {check: the first fails}"});
}

TEST_CASE("calls know their line, and a static flag begins anew") {
  static heddle::once_flag once;
  constexpr unsigned line = __LINE__;
  const auto body = [] { heddle::call_once(once, [] { heddle::observe("called", true); }); };
  CHECK(lines_of(heddle::scheduler::operation_kind::enter_once, body) == std::vector{line + 1});
  CHECK(outcomes_of(body) == texts{"called=true"});
  CHECK(outcomes_of(body) == texts{"called=true"});
}
