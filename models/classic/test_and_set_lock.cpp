// The simplest spinlock: set a flag, and if it was set before, try again. To test and to set must
// be one operation: between two of them another task gets through. Test-and-set is an instruction
// of the IBM System/360 (1964); Anderson compares the spinlocks made of it (1990).

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class test_and_set_lock {
 public:
  void lock() {
    while (taken_.exchange(true, memory_order_acquire)) this_thread::yield();
  }
  void unlock() { taken_.store(false, memory_order_release); }

 private:
  atomic<bool> taken_{false, "taken"};
};

class test_then_set_lock {
 public:
  void lock() {
    while (taken_.load(memory_order_acquire)) this_thread::yield();
    taken_.store(true, memory_order_relaxed);
  }
  void unlock() { taken_.store(false, memory_order_release); }

 private:
  atomic<bool> taken_{false, "taken"};
};

template <class Lock>
void count_to_two() {
  Lock lock;
  var<int> counter{0, "counter"};
  const auto count = [&] {
    const lock_guard guard{lock};
    counter += 1;
  };
  thread first{"first", count};
  thread second{"second", count};
  first.join();
  second.join();
  check(counter == 2, "no increment is lost");
}

const model right_registration{{.name = "classic.test_and_set_lock.right",
                                .summary = "a spinlock of one atomic exchange",
                                .body = count_to_two<test_and_set_lock>}};
const model broken_registration{
    {.name = "classic.test_and_set_lock.two_steps",
     .summary = "a spinlock that tests, then sets",
     .body = count_to_two<test_then_set_lock>,
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
