#include "scheduler/primitives/this_thread.hpp"

#include <algorithm>

#include "scheduler/runtime.hpp"

namespace heddle {

void detail::sleep(scheduler::virtual_time duration, std::source_location where) {
  scheduler::runtime& here = scheduler::current();
  here.sleep_until(here.deadline_after(std::max(duration, scheduler::virtual_time::zero())),
                   scheduler::code_site::at(where));
}

detail::task_id this_thread::get_id() {
  return detail::task_id(scheduler::current().current_task());
}

void this_thread::yield(std::source_location where) {
  scheduler::current().yield(scheduler::code_site::at(where));
}

void this_thread::sleep_until(virtual_clock::time_point time, std::source_location where) {
  scheduler::current().sleep_until(time.time_since_epoch(), scheduler::code_site::at(where));
}

}  // namespace heddle
