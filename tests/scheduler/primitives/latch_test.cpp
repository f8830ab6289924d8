#include "scheduler/primitives/latch.hpp"

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace heddle::testing;
using heddle::scheduler::misuse;

TEST_CASE("a latch opens when all have counted down, and not before") {
  CHECK(outcomes_of([] {
          heddle::latch ready{2, "ready"};
          heddle::var<int> first{0};
          heddle::var<int> second{0};
          heddle::together({[&] {
                              first = 1;
                              ready.count_down();
                            },
                            [&] {
                              second = 1;
                              ready.arrive_and_wait();
                              heddle::check(first == 1, "first is done");
                            },
                            [&] {
                              ready.wait();
                              heddle::check(first == 1 && second == 1, "both are done");
                            }});
        }) == texts{""});
}

TEST_CASE("a latch of which too few count down stays shut") {
  CHECK(outcomes_of([] {
          heddle::latch ready{3};
          heddle::together({[&] { ready.count_down(2); }, [&] { ready.wait(); }});
        }) == texts{"[stuck]"});
}

TEST_CASE("try_wait looks whether the latch is open") {
  CHECK(outcomes_of([] {
          heddle::latch ready{2};
          heddle::together(
              {[&] { ready.count_down(2); }, [&] { heddle::observe("open", ready.try_wait()); }});
        }) == texts{"open=false", "open=true"});
  CHECK(outcomes_of([] {
          heddle::latch open{0};
          open.wait();
          heddle::observe("open", open.try_wait());
        }) == texts{"open=true"});
}

TEST_CASE("misuse of latches is reported") {
  CHECK(misuse_of([] {
          heddle::latch latch{1};
          latch.count_down(2);
        }) == misuse::latch_below_zero);
  CHECK(misuse_of([] {
          heddle::latch latch{1};
          latch.count_down(-1);
        }) == misuse::bad_argument);
  CHECK(misuse_of([] { heddle::latch latch{-1}; }) == misuse::bad_argument);
}
