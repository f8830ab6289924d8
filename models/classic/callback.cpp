// An object tells its listener of a change, and the listener asks the object what it is now. If the
// listener is called under the object's lock, and asking takes it again, the task waits for itself.
// Tell when the lock has been given back. Lea, "Concurrent Programming in Java", second edition,
// 1999, recommends such open calls.

#include <functional>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class thermometer {
 public:
  using listener = std::function<void()>;

  [[nodiscard]] int degrees() {
    const lock_guard guard{lock_};
    return degrees_;
  }
  void warm_and_tell_under_lock(const listener& tell) {
    const lock_guard guard{lock_};
    degrees_ += 1;
    tell();
  }
  void warm_and_tell(const listener& tell) {
    warm();
    tell();
  }

 private:
  void warm() {
    const lock_guard guard{lock_};
    degrees_ += 1;
  }

  mutex lock_{"lock"};
  var<int> degrees_{20, "degrees"};
};

void heat(void (thermometer::*warm)(const thermometer::listener&)) {
  thermometer shared;
  thread heater{"heater", [&] {
                  (shared.*warm)([&] { check(shared.degrees() == 21, "it has become warmer"); });
                }};
  heater.join();
}

const model broken_registration{{.name = "classic.callback.under_lock",
                                 .summary = "the listener asks for the lock its caller holds",
                                 .body = [] { heat(&thermometer::warm_and_tell_under_lock); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.callback.outside_lock",
                                .summary = "the listener is called when the lock is given back",
                                .body = [] { heat(&thermometer::warm_and_tell); }}};

}  // namespace
}  // namespace heddle::models
