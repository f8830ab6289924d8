// The first mutual exclusion of two tasks by reads and writes alone: if both want in, whoever has
// not the turn steps back until it comes. Looking first whether the other wants in, and only then
// saying that one does, lets both in. Dijkstra credits Dekker in "Cooperating sequential
// processes", 1965, and rejects the broken form there.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class dekker_lock {
 public:
  void enter(int me) {
    const int other = 1 - me;
    wants_[me] = true;
    while (wants_[other].load()) {
      if (turn_.load() == other) step_back(me);
      this_thread::yield();
    }
  }
  void enter_looking_first(int me) {
    const int other = 1 - me;
    while (wants_[other].load()) this_thread::yield();
    wants_[me] = true;
  }
  void leave(int me) {
    turn_ = 1 - me;
    wants_[me] = false;
  }

 private:
  void step_back(int me) {
    wants_[me] = false;
    while (turn_.load() != me) this_thread::yield();
    wants_[me] = true;
  }

  atomic<bool> wants_[2]{{false, "wants 0"}, {false, "wants 1"}};
  atomic<int> turn_{0, "turn"};
};

/// Both tasks enter, count and leave.
void count_to_two(void (dekker_lock::*enter)(int)) {
  dekker_lock lock;
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

const model right_registration{{.name = "classic.dekker.right",
                                .summary = "Dekker's lock for two tasks",
                                .body = [] { count_to_two(&dekker_lock::enter); }}};
const model broken_registration{
    {.name = "classic.dekker.look_first",
     .summary = "looks whether the other wants in before it says that it does",
     .body = [] { count_to_two(&dekker_lock::enter_looking_first); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
