#pragma once

#include <source_location>

#include "scheduler/primitives/atomic_object.hpp"

namespace heddle {

/// `std::atomic_thread_fence`: an event with its order, and no effect while memory is sequentially
/// consistent.
void atomic_thread_fence(memory_order order,
                         std::source_location where = std::source_location::current());

/// `std::atomic_signal_fence`. Models have no signal handlers: it orders nothing between tasks and
/// is no event.
inline void atomic_signal_fence(memory_order /*order*/) noexcept {}

}  // namespace heddle
