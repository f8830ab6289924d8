#include "scheduler/primitives/atomic_ref.hpp"

#include <set>
#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::atomic_ref;
using heddle::check;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;

namespace {

using texts = std::set<std::string>;

struct wide {
  long first;
  long second;
  long third;
};

}  // namespace

TEST_CASE("a variable follows what is done through a reference") {
  CHECK(run_once([] {
          int x = 1;
          {
            atomic_ref ref(x, "x");
            check(ref == 1 && ref.fetch_add(2) == 1 && x == 3, "add");
            check((ref = 5) == 5 && x == 5 && ref.exchange(6) == 5 && x == 6, "store");
            check(++ref == 7 && x == 7 && ref-- == 7 && x == 6, "steps");
            check((ref |= 1) == 7 && ref.fetch_and(3) == 7 && x == 3, "bits");
            int expected = 4;
            check(!ref.compare_exchange_strong(expected, 9) && expected == 3 && x == 3, "not");
            check(ref.compare_exchange_strong(expected, 9) && x == 9, "exchanged");
            const atomic_ref<int> other(ref);
            other.store(10);
            check(ref == 10, "a copy refers to the same");
          }
          x = 20;
          atomic_ref<int> again(x);
          check(again == 20, "a plain write while there was no reference");

          wide large{1, 2, 3};
          atomic_ref<wide> large_ref(large);
          large_ref.store({4, 5, 6});
          check(large.third == 6 && large_ref.load().second == 5, "large types");
        }).text() == "");
}

TEST_CASE("references of several tasks are one object") {
  const auto found = all_schedules([] {
    int x = 0;
    const atomic_ref<int> whole(x, "x");
    heddle::together({[&] { atomic_ref<int>(x).fetch_add(1); },
                      [&] {
                        atomic_ref<int> mine(x);
                        const int before = mine;
                        mine = before + 1;
                      }});
    heddle::observe("x", whole);
    check(whole == x, "the variable has the value");
  });
  // A read-modify-write before, between or after a load and a store.
  CHECK(found.outcomes() == texts{"x=1", "x=2"});
  CHECK(found.executions == 3);
}

TEST_CASE("an address is a new object in each execution") {
  int outer = 0;
  const auto body = [&outer] {
    outer = 3;
    atomic_ref<int> ref(outer);
    heddle::observe("x", ref);
    ++ref;
  };
  CHECK(run_once(body).text() == "x=3");
  CHECK(run_once(body).text() == "x=3");
}
