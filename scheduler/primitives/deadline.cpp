#include "scheduler/primitives/deadline.hpp"

#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

time_limit waiting_for(virtual_time duration) {
  if (duration <= virtual_time::zero()) return {patience::attempt, never};
  if (duration == never) return {};
  const virtual_time deadline = current().deadline_after(duration);
  if (deadline == never) return {};
  return {patience::timed, deadline};
}

}  // namespace heddle::scheduler
