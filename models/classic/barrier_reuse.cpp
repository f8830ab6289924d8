// A barrier of a counter and a condition variable that is used for one phase after the other. The
// last to arrive sets the counter back, and whoever waits for that to happen can miss it: a quick
// task is in the next phase, and the counter above zero again, before a slow one has looked. A
// number of the phase cannot be missed. Hensgen, Finkel and Manber, "Two algorithms for barrier
// synchronization", 1988, mend it so (with a number that is 0 or 1).

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int tasks = 2;

/// Waits until the counter has been set back.
class counting_barrier {
 public:
  void arrive_and_wait() {
    unique_lock guard{lock_};
    arrived_ += 1;
    if (arrived_ == tasks) {
      arrived_ = 0;
      changed_.notify_all();
    } else {
      while (arrived_ != 0) changed_.wait(guard);
    }
  }

 private:
  mutex lock_{"lock"};
  condition_variable changed_{"changed"};
  var<int> arrived_{0, "arrived"};
};

/// Waits until the next phase has begun.
class phased_barrier {
 public:
  void arrive_and_wait() {
    unique_lock guard{lock_};
    const int mine = phase_;
    arrived_ += 1;
    if (arrived_ == tasks) {
      arrived_ = 0;
      phase_ += 1;
      changed_.notify_all();
    } else {
      while (phase_ == mine) changed_.wait(guard);
    }
  }

 private:
  mutex lock_{"lock"};
  condition_variable changed_{"changed"};
  var<int> arrived_{0, "arrived"};
  var<int> phase_{0, "phase"};
};

/// Each task writes what the other reads in the next phase.
template <class Barrier>
void two_phases() {
  Barrier barrier;
  var<int> left{0, "left"};
  var<int> right{0, "right"};
  const auto work = [&](var<int>& mine, var<int>& other) {
    mine = 1;
    barrier.arrive_and_wait();
    check(other == 1, "the other has ended the phase, too");
    barrier.arrive_and_wait();
    mine = 2;
  };
  thread first{"first", [&] { work(left, right); }};
  thread second{"second", [&] { work(right, left); }};
  first.join();
  second.join();
}

const model broken_registration{{.name = "classic.barrier_reuse.counter",
                                 .summary = "waits until the counter of arrivals is zero",
                                 .body = two_phases<counting_barrier>,
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.barrier_reuse.phase",
                                .summary = "waits until the number of the phase has changed",
                                .body = two_phases<phased_barrier>}};

}  // namespace
}  // namespace heddle::models
