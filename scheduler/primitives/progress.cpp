#include "scheduler/primitives/progress.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

void progress() { scheduler::current().mark_progress(); }

void fingerprint(std::uint64_t local_state) { scheduler::current().fingerprint(local_state); }

}  // namespace heddle
