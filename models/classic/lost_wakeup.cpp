// A condition variable remembers nothing: a notification that comes before the wait is lost. There
// must be a state beside it that the waiting task looks at, and the state must change under the
// lock, or it changes between the look and the wait. Lampson and Redell, "Experience with
// processes and monitors in Mesa", 1980, is the source of these rules.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Trusts that the wait begins before the signal comes.
struct no_state {
  void wait() {
    unique_lock guard{lock};
    ready.wait(guard);
  }
  void signal() { ready.notify_one(); }

  mutex lock{"lock"};
  condition_variable ready{"ready"};
};

/// Looks under the lock at what changes without it.
struct unlocked_state {
  void wait() {
    unique_lock guard{lock};
    while (!done.load()) ready.wait(guard);
  }
  void signal() {
    done = true;
    ready.notify_one();
  }

  mutex lock{"lock"};
  condition_variable ready{"ready"};
  atomic<bool> done{false, "done"};
};

struct right {
  void wait() {
    unique_lock guard{lock};
    while (!done) ready.wait(guard);
  }
  void signal() {
    const lock_guard guard{lock};
    done = true;
    ready.notify_one();
  }

  mutex lock{"lock"};
  condition_variable ready{"ready"};
  var<bool> done{false, "done"};
};

template <class Signal>
void wait_and_signal() {
  Signal shared;
  thread waiter{"waiter", [&] { shared.wait(); }};
  thread signaller{"signaller", [&] { shared.signal(); }};
  waiter.join();
  signaller.join();
}

const model no_state_registration{{.name = "classic.lost_wakeup.no_state",
                                   .summary = "the signal may come before the wait",
                                   .body = wait_and_signal<no_state>,
                                   .expect = {finding_kind::lost_wakeup}}};
const model unlocked_registration{{.name = "classic.lost_wakeup.unlocked_state",
                                   .summary = "the state changes between the look and the wait",
                                   .body = wait_and_signal<unlocked_state>,
                                   .expect = {finding_kind::lost_wakeup}}};
const model right_registration{{.name = "classic.lost_wakeup.right",
                                .summary = "the state is looked at and changed under the lock",
                                .body = wait_and_signal<right>}};

}  // namespace
}  // namespace heddle::models
