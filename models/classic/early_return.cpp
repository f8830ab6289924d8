// A function locks by hand and returns early without unlocking. If nobody comes after it, the lock
// is left behind; whoever does come waits for ever. A guard unlocks on every way out: "resource
// acquisition is initialization", Stroustrup (1994).

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class stock {
 public:
  void take_by_hand() {
    lock_.lock();
    if (left_ == 0) return;
    left_ -= 1;
    lock_.unlock();
  }
  void take_with_guard() {
    const lock_guard guard{lock_};
    if (left_ == 0) return;
    left_ -= 1;
  }

 private:
  mutex lock_{"lock"};
  var<int> left_{1, "left"};
};

/// Outlives everybody who uses it, as the objects of many programs do.
stock shared;

/// Two customers for one thing: the second one finds nothing.
void two_customers(void (stock::*take)()) {
  thread first{"first", [&] { (shared.*take)(); }};
  thread second{"second", [&] { (shared.*take)(); }};
  first.join();
  second.join();
}

void three_customers(void (stock::*take)()) {
  thread first{"first", [&] { (shared.*take)(); }};
  thread second{"second", [&] { (shared.*take)(); }};
  thread third{"third", [&] { (shared.*take)(); }};
  first.join();
  second.join();
  third.join();
}

const model leak_registration{{.name = "classic.early_return.left_locked",
                               .summary = "returns early and leaves the lock behind",
                               .body = [] { two_customers(&stock::take_by_hand); },
                               .expect = {finding_kind::leak}}};
const model deadlock_registration{{.name = "classic.early_return.waited_for",
                                   .summary = "a third customer waits for the lock left behind",
                                   .body = [] { three_customers(&stock::take_by_hand); },
                                   .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.early_return.guarded",
                                .summary = "a guard unlocks on every way out",
                                .body = [] { three_customers(&stock::take_with_guard); }}};

}  // namespace
}  // namespace heddle::models
