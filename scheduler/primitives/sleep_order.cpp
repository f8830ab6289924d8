#include "scheduler/primitives/sleep_order.hpp"

#include "scheduler/runtime.hpp"

namespace heddle::detail {

bool sleeps_end_in_any_order() { return scheduler::current().sleeps_end_in_any_order(); }

}  // namespace heddle::detail
