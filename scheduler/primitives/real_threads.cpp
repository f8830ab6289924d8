#include "scheduler/primitives/real_threads.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

bool on_real_threads() { return scheduler::current().native(); }

}  // namespace heddle
