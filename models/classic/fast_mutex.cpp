// Mutual exclusion that takes seven accesses when nobody else wants in: write your name into x, see
// that y is free, write your name into y, see that x is still yours. Without the second look two
// tasks that have both seen y free are both in. Lamport, "A fast mutual exclusion algorithm", 1987.
// Here are two tasks.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int nobody = -1;

class fast_mutex {
 public:
  void enter(int me) {
    while (true) {
      claim(me);
      if (x_.load() == me || survives(me)) return;
      while (y_.load() != nobody) this_thread::yield();
    }
  }
  void enter_without_second_look(int me) { claim(me); }
  void leave(int me) {
    y_ = nobody;
    wants_[me] = false;
  }

 private:
  /// Writes one's name into x, and into y as soon as it is free.
  void claim(int me) {
    while (true) {
      wants_[me] = true;
      x_ = me;
      if (y_.load() == nobody) break;
      wants_[me] = false;
      while (y_.load() != nobody) this_thread::yield();
    }
    y_ = me;
  }
  /// Two have claimed: the one whose name stays in y is in.
  bool survives(int me) {
    wants_[me] = false;
    while (wants_[1 - me].load()) this_thread::yield();
    return y_.load() == me;
  }

  atomic<bool> wants_[2]{{false, "wants 0"}, {false, "wants 1"}};
  atomic<int> x_{nobody, "x"};
  atomic<int> y_{nobody, "y"};
};

/// Both tasks enter, count and leave.
void count_to_two(void (fast_mutex::*enter)(int)) {
  fast_mutex lock;
  var<int> counter{0, "counter"};
  const auto count = [&](int me) {
    (lock.*enter)(me);
    counter += 1;
    lock.leave(me);
  };
  thread first{"first", count, 0};
  thread second{"second", count, 1};
  first.join();
  second.join();
  check(counter == 2, "no increment is lost");
}

const model right_registration{{.name = "classic.fast_mutex.right",
                                .summary = "Lamport's fast mutex for two tasks",
                                .body = [] { count_to_two(&fast_mutex::enter); }}};
const model broken_registration{
    {.name = "classic.fast_mutex.no_second_look",
     .summary = "does not look whether another has claimed, too",
     .body = [] { count_to_two(&fast_mutex::enter_without_second_look); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
