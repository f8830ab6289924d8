#pragma once

#include <string>

#include "scheduler/operation.hpp"

namespace heddle::scheduler {

/// Whether a task that must end may do so at an operation of this kind, by throwing. Not where
/// destructors use it.
bool may_end_task(operation_kind kind);

/// Type and text of the exception being handled: `std::runtime_error: no such account`.
/// Precondition: inside a handler.
std::string text_of_current_exception();

}  // namespace heddle::scheduler
