#include "scheduler/primitives/barrier.hpp"

#include <utility>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace heddle::testing;
using heddle::scheduler::misuse;

TEST_CASE("nobody passes a barrier before all have arrived, phase after phase") {
  CHECK(outcomes_of([] {
          heddle::barrier barrier{2, "step"};
          heddle::var<int> a{0};
          heddle::var<int> b{0};
          const auto take_steps = [&](auto& mine, auto& other) {
            for (int step = 1; step <= 2; ++step) {
              mine = step;
              barrier.arrive_and_wait();
              const int seen = other.get();
              heddle::check(seen == step || seen == step + 1, "the other has taken this step");
            }
          };
          heddle::together({[&] { take_steps(a, b); }, [&] { take_steps(b, a); }});
        }) == texts{""});
}

TEST_CASE(
    "the completion function runs once a phase, when all have arrived and before any passes") {
  CHECK(outcomes_of([] {
          heddle::var<int> arrived{0};
          heddle::var<int> phases{0};
          heddle::barrier barrier{2, [&] { phases = phases + 1; }, "step"};
          const auto step = [&] {
            barrier.arrive_and_wait();
            heddle::check(phases == 1, "completed");
          };
          heddle::together({step, step});
          heddle::observe("phases", phases);
        }) == texts{"phases=1"});
}

TEST_CASE("arriving and waiting can be two steps") {
  CHECK(outcomes_of([] {
          heddle::barrier barrier{3};
          heddle::var<int> done{0};
          heddle::together({[&] {
                              done = 1;
                              auto arrival = barrier.arrive(2);
                              barrier.wait(std::move(arrival));
                            },
                            [&] {
                              barrier.arrive_and_wait();
                              heddle::check(done == 1, "done");
                            }});
        }) == texts{""});
}

TEST_CASE("who drops out is not expected any more") {
  CHECK(outcomes_of([] {
          int phases = 0;
          heddle::barrier barrier{2, [&] { ++phases; }};
          heddle::together({[&] { barrier.arrive_and_drop(); },
                            [&] {
                              barrier.arrive_and_wait();
                              barrier.arrive_and_wait();
                            }});
          heddle::observe("phases", phases);
        }) == texts{"phases=2"});
}

TEST_CASE("a barrier at which too few arrive keeps all") {
  CHECK(
      outcomes_of([] {
        heddle::barrier barrier{3};
        heddle::together({[&] { barrier.arrive_and_wait(); }, [&] { barrier.arrive_and_wait(); }});
      }) == texts{"[stuck]"});
}

TEST_CASE("misuse of barriers is reported") {
  CHECK(misuse_of([] { heddle::barrier barrier{-1}; }) == misuse::bad_argument);
  CHECK(misuse_of([] {
          heddle::barrier barrier{2};
          (void)barrier.arrive(0);
        }) == misuse::bad_argument);
  CHECK(misuse_of([] {
          heddle::barrier barrier{2};
          (void)barrier.arrive(3);
        }) == misuse::barrier_above_expected);
  CHECK(misuse_of([] {
          heddle::barrier barrier{1};
          barrier.arrive_and_drop();
          (void)barrier.arrive();
        }) == misuse::barrier_above_expected);
}
