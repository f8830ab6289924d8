#pragma once

#include <source_location>

#include "scheduler/runtime.hpp"

namespace heddle::detail {

/// Reports that a primitive was used as it must not. Ends the task by `scheduler::task_ended`, or,
/// while an exception is under way, at its next operation. Throws `scheduler::usage_error` outside
/// an execution.
void report(scheduler::misuse what, scheduler::misuse_subject about, std::source_location where);

/// The same for functions that cannot return: throws in any case.
[[noreturn]] void refuse(scheduler::misuse what, scheduler::misuse_subject about,
                         std::source_location where);

}  // namespace heddle::detail
