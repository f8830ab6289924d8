// A monitor whose operations call those of another. Waiting inside the inner one gives back the
// inner lock, but not the outer one, which whoever is to end the wait needs first. Lister, "The
// problem of nested monitor calls", 1977.

#include "checker/model.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// The inner monitor: room for one letter.
class mailbox {
 public:
  void put() {
    const lock_guard guard{lock_};
    full_ = true;
    arrived_.notify_one();
  }
  void take() {
    unique_lock guard{lock_};
    while (!full_) arrived_.wait(guard);
    full_ = false;
  }

 private:
  mutex lock_{"lock of the box"};
  condition_variable arrived_{"arrived"};
  var<bool> full_{false, "full"};
};

/// The outer monitor counts what goes through the mailbox.
class post_office {
 public:
  void put() {
    const lock_guard guard{lock_};
    letters_ += 1;
    box_.put();
  }
  void take() {
    const lock_guard guard{lock_};
    box_.take();
    letters_ -= 1;
  }
  /// Waits before it enters the outer monitor.
  void take_then_count() {
    box_.take();
    const lock_guard guard{lock_};
    letters_ -= 1;
  }

 private:
  mutex lock_{"lock of the office"};
  var<int> letters_{0, "letters"};
  mailbox box_;
};

void send_a_letter(void (post_office::*take)()) {
  post_office office;
  thread receiver{"receiver", [&] { (office.*take)(); }};
  thread sender{"sender", [&] { office.put(); }};
  receiver.join();
  sender.join();
}

const model broken_registration{{.name = "classic.nested_monitors.held",
                                 .summary = "waits inside the inner monitor and holds the outer",
                                 .body = [] { send_a_letter(&post_office::take); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.nested_monitors.open",
                                .summary = "waits before it enters the outer monitor",
                                .body = [] { send_a_letter(&post_office::take_then_count); }}};

}  // namespace
}  // namespace heddle::models
