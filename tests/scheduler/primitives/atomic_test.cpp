#include "scheduler/primitives/atomic.hpp"

#include <set>
#include <string>
#include <type_traits>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::atomic;
using heddle::check;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;
using heddle::scheduler::testing::run_record;

namespace {

using texts = std::set<std::string>;

/// Larger than the 64 bits of the scheduler, with padding.
struct wide {
  long first;
  char letter;
  long last;
};

struct node {
  int* target;
  std::size_t count;
};

struct tagged {
  std::uint32_t index;
  std::uint32_t tag;
};

atomic<int> global{5, "global"};
atomic<wide> global_wide{wide{1, 'a', 2}};

}  // namespace

TEST_CASE("atomics have the operations of their std namesakes") {
  const run_record record = run_once([] {
    atomic<int> x{10, "x"};
    check(x.load() == 10 && x == 10, "load");
    x.store(11);
    check((x = 12) == 12, "=");
    check(x.exchange(-3) == 12 && x == -3, "exchange");
    check(x.fetch_add(5) == -3 && x.fetch_sub(4) == 2 && x == -2, "sums across zero");
    check((x += 8) == 6 && (x -= 10) == -4, "+= returns the new value");
    x = 12;
    check(x.fetch_and(10) == 12 && x.fetch_or(3) == 8 && x.fetch_xor(1) == 11 && x == 10, "bits");
    check((x &= 6) == 2 && (x |= 5) == 7 && (x ^= 2) == 5, "bits by operator");
    check(++x == 6 && x++ == 6 && --x == 6 && x-- == 6 && x == 5, "steps");
    int expected = 4;
    check(!x.compare_exchange_strong(expected, 9) && expected == 5 && x == 5, "mismatch");
    check(x.compare_exchange_weak(expected, 9) && expected == 5 && x == 9, "match");
    x = -7;
    expected = -7;
    check(x.compare_exchange_strong(expected, 1, heddle::memory_order_acq_rel,
                                    heddle::memory_order_acquire),
          "match below zero");
  });
  CHECK(record.text() == "");
}

TEST_CASE("each atomic operation is one event") {
  const run_record record = run_once([] {
    atomic<int> x{1};
    x += 2;
    x++;
    x.fetch_or(8);
    int expected = 0;
    x.compare_exchange_strong(expected, 1);
    x = 1;
    (void)x.load();
  });
  CHECK(record.kinds() ==
        "read_modify_write read_modify_write read_modify_write compare_exchange store load");
}

TEST_CASE("atomics of every trivially copyable type") {
  const run_record record = run_once([] {
    atomic<unsigned char> small{255};
    check(++small == 0 && small.fetch_sub(1) == 0 && small == 255, "small types wrap");
    atomic<double> number{0.5};
    check((number += 1.25) == 1.75 && number.fetch_sub(0.75) == 1.75 && number == 1.0, "double");
    atomic<float> single{1.0F};
    check(single.fetch_add(0.5F) == 1.0F && single == 1.5F, "float");
    atomic<long double> extended{1.0L};
    check((extended += 0.5L) == 1.5L && extended.load() == 1.5L, "long double");
    int values[4] = {0, 1, 2, 3};
    atomic<int*> pointer{values};
    check(pointer.fetch_add(2) == values && *pointer.load() == 2, "pointers count in elements");
    check(++pointer == values + 3 && (pointer -= 3) == values, "pointer steps");
    atomic<bool> flag{false};
    bool no = false;
    check(flag.compare_exchange_strong(no, true) && flag, "bool");
    atomic<tagged> pair{tagged{1, 2}};
    tagged expected{1, 2};
    check(pair.compare_exchange_strong(expected, tagged{3, 4}) && pair.load().tag == 4, "struct");
    atomic<wide> large{wide{1, 'a', 2}};
    wide wrong{1, 'a', 3};
    check(!large.compare_exchange_strong(wrong, wide{}) && wrong.last == 2, "wide mismatch");
    check(large.compare_exchange_strong(wrong, wide{4, 'b', 5}), "wide match");
    check(large.exchange(wide{1, 'a', 2}).letter == 'b', "wide exchange");
    wide first{1, 'a', 2};
    check(large.compare_exchange_strong(first, wide{}), "an equal value is the same value");
  });
  CHECK(record.text() == "");
}

TEST_CASE("what a stored pointer points to stays reachable") {
  // Compilers that lose sight of the pointer take writes to its target for dead.
  const run_record record = run_once([] {
    int first = 1;
    int second = 2;
    atomic<int*> pointer{&first};
    atomic<node> wide_pointer{node{&second, 1}};
    *pointer.load() += 10;
    *wide_pointer.load().target += 10;
    first += 100;
    second += 100;
    check(*pointer.load() == 111 && first == 111, "pointer");
    check(*wide_pointer.load().target == 112 && second == 112, "pointer in a structure");
  });
  CHECK(record.text() == "");
}

TEST_CASE("two atomic increments lose nothing") {
  const auto found = all_schedules([] {
    atomic x{0, "x"};
    heddle::together({[&] { ++x; }, [&] { x += 1; }, [&] { x.fetch_add(1); }});
    heddle::observe("x", x);
  });
  CHECK(found.outcomes() == texts{"x=3"});
  CHECK(found.executions == 6);  // 3! orders of one event each
}

TEST_CASE("memory orders are recorded, wrong ones are misuses") {
  const run_record record = run_once([] {
    atomic<int> x{0};
    x.store(1, heddle::memory_order_release);
    (void)x.load(heddle::memory_order_acquire);
    x.fetch_add(1, heddle::memory_order_relaxed);
  });
  REQUIRE(record.announced.size() == 3);
  CHECK(record.announced[0].order == heddle::memory_order_release);
  CHECK(record.announced[1].order == heddle::memory_order_acquire);
  CHECK(record.announced[2].order == heddle::memory_order_relaxed);

  const auto misused = [](auto operation) {
    const run_record wrong = run_once([&] {
      atomic<int> x{0};
      operation(x);
    });
    return wrong.failures.size() == 1 &&
           wrong.failures[0].what == heddle::scheduler::misuse::bad_argument;
  };
  CHECK(misused([](atomic<int>& x) { (void)x.load(heddle::memory_order_release); }));
  CHECK(misused([](atomic<int>& x) { x.store(1, heddle::memory_order_acquire); }));
  CHECK(misused([](atomic<int>& x) { x.wait(1, heddle::memory_order_acq_rel); }));
  CHECK(misused([](atomic<int>& x) {
    int expected = 0;
    x.compare_exchange_weak(expected, 1, heddle::memory_order_seq_cst,
                            heddle::memory_order_release);
  }));
}

TEST_CASE("wait returns once the value has changed and been notified") {
  const auto body = [](bool notifies, bool all) {
    return [=] {
      atomic<int> x{0, "x"};
      heddle::thread waiter{"waiter", [&] {
                              x.wait(0);
                              heddle::observe("seen", x);
                            }};
      x = 1;
      if (notifies && all) x.notify_all();
      if (notifies && !all) x.notify_one();
      waiter.join();
    };
  };
  CHECK(all_schedules(body(true, true)).outcomes() == texts{"seen=1"});
  CHECK(all_schedules(body(true, false)).outcomes() == texts{"seen=1"});
  // Without a notification a waiter that slept in time sleeps for ever.
  CHECK(all_schedules(body(false, false)).outcomes() == texts{"seen=1", "[stuck]"});
}

TEST_CASE("a waiter that is notified without a change sleeps again") {
  const auto found = all_schedules([] {
    atomic<int> x{0, "x"};
    heddle::thread waiter{"waiter", [&] { x.wait(0); }};
    x.notify_all();
    x = 2;
    x.notify_all();
    waiter.join();
    heddle::observe("x", x);
  });
  CHECK(found.outcomes() == texts{"x=2"});
}

TEST_CASE("global atomics begin each execution anew") {
  const auto body = [] {
    heddle::observe("number", global);
    heddle::observe("letter", global_wide.load().letter);
    global++;
    global_wide = wide{3, 'z', 4};
  };
  CHECK(run_once(body).text() == "letter=a number=5");
  CHECK(run_once(body).text() == "letter=a number=5");
}

TEST_CASE("atomics are shaped like the standard's") {
  STATIC_REQUIRE(std::is_same_v<atomic<int>::value_type, int>);
  STATIC_REQUIRE(std::is_same_v<atomic<int*>::difference_type, std::ptrdiff_t>);
  STATIC_REQUIRE(std::is_same_v<atomic<double>::difference_type, double>);
  STATIC_REQUIRE(atomic<int>::is_always_lock_free);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<atomic<int>>);
  STATIC_REQUIRE_FALSE(std::is_assignable_v<atomic<int>&, const atomic<int>&>);
  STATIC_REQUIRE_FALSE(std::is_assignable_v<const atomic<int>&, int>);
  STATIC_REQUIRE(std::is_convertible_v<int, atomic<int>>);
}
