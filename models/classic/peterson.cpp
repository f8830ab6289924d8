// Mutual exclusion of two tasks with three shared variables: say that you want in, give the other
// the turn, wait while the other wants in and has the turn. Who gives the turn away before saying
// so lets both in. Peterson, "Myths about the mutual exclusion problem", 1981.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class peterson_lock {
 public:
  void enter(int me) {
    wants_[me] = true;
    turn_ = 1 - me;
    wait_for_turn(me);
  }
  void enter_with_flag_after_turn(int me) {
    turn_ = 1 - me;
    wants_[me] = true;
    wait_for_turn(me);
  }
  void leave(int me) { wants_[me] = false; }

 private:
  void wait_for_turn(int me) {
    const int other = 1 - me;
    while (wants_[other].load() && turn_.load() == other) this_thread::yield();
  }

  atomic<bool> wants_[2]{{false, "wants 0"}, {false, "wants 1"}};
  atomic<int> turn_{0, "turn"};
};

/// Both tasks enter, count and leave.
void count_to_two(void (peterson_lock::*enter)(int)) {
  peterson_lock lock;
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

const model right_registration{{.name = "classic.peterson.right",
                                .summary = "Peterson's lock for two tasks",
                                .body = [] { count_to_two(&peterson_lock::enter); }}};
const model broken_registration{
    {.name = "classic.peterson.flag_after_turn",
     .summary = "Peterson's lock with its first two lines in the wrong order",
     .body = [] { count_to_two(&peterson_lock::enter_with_flag_after_turn); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
