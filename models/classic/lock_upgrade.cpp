// Two tasks read under a shared lock, and both want to write what they have computed. If each keeps
// its share while it waits for the lock to be its own, each waits for the other's share. Give the
// share back, take the lock, and look again, since somebody may have written in between. Gray and
// Reuter, "Transaction Processing", 1993, call it the conversion deadlock.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// A lock for readers and writers whose readers may become writers.
class upgradable_lock {
 public:
  void lock_shared() {
    unique_lock guard{lock_};
    while (written_) changed_.wait(guard);
    readers_ += 1;
  }
  void unlock_shared() {
    const lock_guard guard{lock_};
    readers_ -= 1;
    changed_.notify_all();
  }
  void lock() { wait_for_readers(0); }
  /// Keeps the share meanwhile.
  void upgrade() {
    wait_for_readers(1);
    const lock_guard guard{lock_};
    readers_ -= 1;
  }
  void unlock() {
    const lock_guard guard{lock_};
    written_ = false;
    changed_.notify_all();
  }

 private:
  /// Waits until there are no more than so many, and shuts the others out.
  void wait_for_readers(int rest) {
    unique_lock guard{lock_};
    while (written_ || readers_ > rest) changed_.wait(guard);
    written_ = true;
  }

  mutex lock_{"lock"};
  condition_variable changed_{"changed"};
  var<int> readers_{0, "readers"};
  var<bool> written_{false, "written"};
};

/// A value that is computed once, when it is first needed.
struct cache {
  void fill_by_upgrade() {
    lock.lock_shared();
    if (full) {
      lock.unlock_shared();
      return;
    }
    lock.upgrade();
    fill();
    lock.unlock();
  }
  void fill_looking_again() {
    lock.lock_shared();
    const bool was_full = full;
    lock.unlock_shared();
    if (was_full) return;
    lock.lock();
    if (!full) fill();
    lock.unlock();
  }
  void fill() {
    full = true;
    times_filled += 1;
  }

  upgradable_lock lock;
  var<bool> full{false, "full"};
  var<int> times_filled{0, "times filled"};
};

void need_twice(void (cache::*fill)()) {
  cache shared;
  thread first{"first", [&] { (shared.*fill)(); }};
  thread second{"second", [&] { (shared.*fill)(); }};
  first.join();
  second.join();
  check(shared.times_filled == 1, "it is filled once");
}

const model broken_registration{{.name = "classic.lock_upgrade.both_upgrade",
                                 .summary = "two readers wait for each other to become writers",
                                 .body = [] { need_twice(&cache::fill_by_upgrade); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.lock_upgrade.look_again",
                                .summary = "gives the share back, takes the lock, looks again",
                                .body = [] { need_twice(&cache::fill_looking_again); }}};

}  // namespace
}  // namespace heddle::models
