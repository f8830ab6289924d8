// An exception that leaves a thread's function ends the program: there is nobody to catch it. It
// can only be carried to whoever waits for the result, as by a promise. Halstead and Loaiza,
// "Exception handling in Multilisp", 1985, ask what is to become of it; "Language support for
// transporting exceptions between threads" (Dimov, N2179, 2007) is C++'s answer.

#include <exception>
#include <stdexcept>

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/future.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

/// Fails if the device has been unplugged.
int measure(const atomic<bool>& plugged_in) {
  if (!plugged_in.load()) throw std::runtime_error("nothing to measure");
  return 20;
}

void escapes() {
  atomic<bool> plugged_in{true, "plugged in"};
  promise<int> result{"result"};
  future<int> measured = result.get_future();
  thread worker{"worker", [&] { result.set_value(measure(plugged_in)); }};
  plugged_in = false;
  worker.join();
}

void handed_over() {
  atomic<bool> plugged_in{true, "plugged in"};
  promise<int> result{"result"};
  future<int> measured = result.get_future();
  thread worker{"worker", [&] {
                  try {
                    result.set_value(measure(plugged_in));
                  } catch (const std::runtime_error&) {
                    result.set_exception(std::current_exception());
                  }
                }};
  plugged_in = false;
  bool failed = false;
  try {
    measured.get();
  } catch (const std::runtime_error&) {
    failed = true;
  }
  observe("failed", failed);
  worker.join();
}

const model broken_registration{{.name = "classic.worker_exception.escapes",
                                 .summary = "an exception leaves a thread",
                                 .body = escapes,
                                 .expect = {finding_kind::exception}}};
const model right_registration{{.name = "classic.worker_exception.handed_over",
                                .summary = "a promise carries the exception to who waits",
                                .body = handed_over}};

}  // namespace
}  // namespace heddle::models
