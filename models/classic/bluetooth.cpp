// A driver that is stopped waits until no request is in work, and releases what requests use. A
// request must count itself before it looks whether the driver is stopping: one that looks first
// can be overtaken by the whole stop, and works on with a stopped driver. The Bluetooth driver of
// Windows, as Qadeer and Wu tell it in "KISS: keep it simple and sequential", 2004.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/manual_event.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

class driver {
 public:
  bool begin_request() {
    pending_.fetch_add(1);
    if (!stopping_.load()) return true;
    end_request();
    return false;
  }
  bool begin_request_looking_first() {
    if (stopping_.load()) return false;
    pending_.fetch_add(1);
    return true;
  }
  void work() { check(!stopped_.load(), "no request works with a stopped driver"); }
  void end_request() {
    if (pending_.fetch_sub(1) == 1) all_ended_.set();
  }
  void stop() {
    stopping_ = true;
    end_request();
    all_ended_.wait();
    stopped_ = true;
  }

 private:
  /// The requests in work, and one more until the driver is stopped.
  atomic<int> pending_{1, "pending"};
  atomic<bool> stopping_{false, "stopping"};
  atomic<bool> stopped_{false, "stopped"};
  manual_event all_ended_{"all ended"};
};

void stop_during_request(bool (driver::*begin)()) {
  driver bluetooth;
  thread request{"request", [&] {
                   if (!(bluetooth.*begin)()) return;
                   bluetooth.work();
                   bluetooth.end_request();
                 }};
  thread stopper{"stopper", [&] { bluetooth.stop(); }};
  request.join();
  stopper.join();
}

const model broken_registration{
    {.name = "classic.bluetooth.look_first",
     .summary = "a request looks for a stop before it counts itself",
     .body = [] { stop_during_request(&driver::begin_request_looking_first); },
     .expect = {{finding_kind::invariant, "no request works with a stopped driver"}}}};
const model right_registration{{.name = "classic.bluetooth.count_first",
                                .summary = "a request counts itself, then looks for a stop",
                                .body = [] { stop_during_request(&driver::begin_request); }}};

}  // namespace
}  // namespace heddle::models
