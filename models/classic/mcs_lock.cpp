// A lock with a queue of waiting tasks, each of which waits at a place of its own. Who comes takes
// the end of the queue first and links itself to its predecessor after that; a predecessor who
// leaves in between must wait for the link, or its successor is never called. Mellor-Crummey and
// Scott, "Algorithms for scalable synchronization on shared-memory multiprocessors", 1991. Here are
// two tasks, who come once.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int nobody = -1;

class mcs_lock {
 public:
  void enter(int me) {
    const int before = last_.exchange(me);
    if (before == nobody) return;
    next_[before] = me;
    called_[me].wait(false);
  }
  void leave(int me) {
    if (next_[me].load() == nobody) {
      if (is_last(me)) return;
      while (next_[me].load() == nobody) this_thread::yield();
    }
    call(next_[me].load());
  }
  /// Whoever has not yet linked itself is forgotten.
  void leave_hastily(int me) {
    if (is_last(me)) return;
    const int successor = next_[me].load();
    if (successor != nobody) call(successor);
  }

 private:
  bool is_last(int me) {
    int expected = me;
    return last_.compare_exchange_strong(expected, nobody);
  }
  void call(int who) {
    called_[who] = true;
    called_[who].notify_one();
  }

  atomic<int> last_{nobody, "last"};
  atomic<int> next_[2]{{nobody, "next of 0"}, {nobody, "next of 1"}};
  atomic<bool> called_[2]{{false, "called 0"}, {false, "called 1"}};
};

/// Both tasks enter, count and leave.
void count_to_two(void (mcs_lock::*leave)(int)) {
  mcs_lock lock;
  var<int> counter{0, "counter"};
  const auto count = [&](int me) {
    lock.enter(me);
    counter += 1;
    (lock.*leave)(me);
  };
  thread first{"first", count, 0};
  thread second{"second", count, 1};
  first.join();
  second.join();
  check(counter == 2, "no increment is lost");
}

const model right_registration{{.name = "classic.mcs_lock.right",
                                .summary = "a queue of waiting tasks",
                                .body = [] { count_to_two(&mcs_lock::leave); }}};
const model broken_registration{{.name = "classic.mcs_lock.hasty",
                                 .summary = "does not wait for a successor to link itself",
                                 .body = [] { count_to_two(&mcs_lock::leave_hastily); },
                                 .expect = {finding_kind::deadlock}}};

}  // namespace
}  // namespace heddle::models
