// Mutual exclusion with one small number per task and linear wait: tasks gather in a waiting room,
// the last one in closes the door behind them, and they leave it in the order of their names. Who
// comes in by the closed door is not waited for. Szymanski, "A simple solution to Lamport's
// concurrent programming problem with linear wait", 1988. Here are two tasks.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class szymanski_lock {
 public:
  void enter(int me) {
    wait_for_open_door(me);
    pass_door(me);
    if (me == 1) wait_until(0, [](stage other) { return other < in_waiting_room; });
  }
  void enter_by_closed_door(int me) {
    stage_[me] = wants_in;
    pass_door(me);
    if (me == 1) wait_until(0, [](stage other) { return other < in_waiting_room; });
  }
  void leave(int me) {
    if (me == 0)
      wait_until(1, [](stage other) { return other < in_waiting_room || other == door_closed; });
    stage_[me] = outside;
  }

 private:
  enum stage : int { outside, wants_in, in_waiting_room, in_door, door_closed };

  void wait_for_open_door(int me) {
    stage_[me] = wants_in;
    wait_until(1 - me, [](stage other) { return other < in_door; });
  }
  void pass_door(int me) {
    const int other = 1 - me;
    stage_[me] = in_door;
    if (stage_[other].load() == wants_in) {
      stage_[me] = in_waiting_room;
      wait_until(other, [](stage now) { return now == door_closed; });
    }
    stage_[me] = door_closed;
  }
  template <class Condition>
  void wait_until(int other, Condition holds) {
    while (!holds(stage_[other].load())) this_thread::yield();
  }

  atomic<stage> stage_[2]{{outside, "stage 0"}, {outside, "stage 1"}};
};

/// Both tasks enter, count and leave.
void count_to_two(void (szymanski_lock::*enter)(int)) {
  szymanski_lock lock;
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

const model right_registration{{.name = "classic.szymanski.right",
                                .summary = "Szymanski's lock for two tasks",
                                .body = [] { count_to_two(&szymanski_lock::enter); }}};
const model broken_registration{
    {.name = "classic.szymanski.closed_door",
     .summary = "nobody waits until the door is open",
     .body = [] { count_to_two(&szymanski_lock::enter_by_closed_door); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
