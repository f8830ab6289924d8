#include "scheduler/primitives/virtual_clock.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

virtual_clock::time_point virtual_clock::now() { return time_point(scheduler::current().now()); }

}  // namespace heddle
