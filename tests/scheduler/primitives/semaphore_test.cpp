#include "scheduler/primitives/semaphore.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

TEST_CASE("a semaphore admits as many as it has permits") {
  const auto body = [](std::ptrdiff_t permits) {
    return outcomes_of([permits] {
      heddle::counting_semaphore<3> semaphore{permits, "permits"};
      int inside = 0;
      int most = 0;
      const auto enter = [&] {
        semaphore.acquire();
        most = std::max(most, ++inside);
        semaphore.release();
        --inside;
      };
      heddle::together({enter, enter, enter});
      heddle::observe("most", most);
    });
  };
  CHECK(body(1) == texts{"most=1"});
  CHECK(body(2) == texts{"most=1", "most=2"});
  CHECK(body(3) == texts{"most=1", "most=2", "most=3"});
  CHECK(body(0) == texts{"[stuck]"});
}

TEST_CASE("permits may be released by anybody, several at once") {
  CHECK(outcomes_of([] {
          heddle::counting_semaphore<> semaphore{0};
          heddle::together({[&] { semaphore.acquire(); }, [&] { semaphore.acquire(); },
                            [&] { semaphore.release(2); }});
        }) == texts{""});
  STATIC_REQUIRE(heddle::counting_semaphore<7>::max() == 7);
  STATIC_REQUIRE(heddle::binary_semaphore::max() == 1);
}

TEST_CASE("attempts at a semaphore") {
  const auto body = [] {
    heddle::binary_semaphore semaphore{0};
    std::string taken;
    heddle::together({[&] {
                        taken += semaphore.try_acquire() ? 'y' : 'n';
                        taken += semaphore.try_acquire_for(1s) ? 'y' : 'n';
                      },
                      [&] { semaphore.release(); }});
    heddle::observe("taken", taken);
  };
  CHECK(outcomes_of(body) == texts{"taken=nn", "taken=ny", "taken=yn"});
  // Waiting for a second comes last: the permit is there unless the first attempt took it.
  CHECK(outcomes_of(body, quiescent) == texts{"taken=ny", "taken=yn"});
}

TEST_CASE("misuse of semaphores is reported") {
  CHECK(misuse_of([] {
          heddle::binary_semaphore semaphore{1};
          semaphore.release();
        }) == misuse::semaphore_above_maximum);
  CHECK(misuse_of([] {
          heddle::counting_semaphore<5> semaphore{1};
          semaphore.release(5);
        }) == misuse::semaphore_above_maximum);
  CHECK(misuse_of([] { heddle::binary_semaphore semaphore{2}; }) == misuse::bad_argument);
  CHECK(misuse_of([] { heddle::binary_semaphore semaphore{-1}; }) == misuse::bad_argument);
  CHECK(misuse_of([] {
          heddle::binary_semaphore semaphore{1};
          semaphore.release(-1);
        }) == misuse::bad_argument);
  CHECK_THROWS_AS(heddle::binary_semaphore{2}, heddle::scheduler::usage_error);
}
