#pragma once

#include <chrono>
#include <cstdint>

namespace heddle::scheduler {

/// Virtual time since the execution began. No model ever really sleeps under the checker.
using virtual_time = std::chrono::nanoseconds;

/// A deadline that never comes.
inline constexpr virtual_time never = virtual_time::max();

/// What decides when a sleep ends and when a time-out fires.
enum class time_mode : std::uint8_t {
  /// At any moment after it began, whatever its duration: a real thread can be delayed arbitrarily.
  any,
  /// Only when nothing else can run, the earliest deadline first: for models about durations.
  quiescent,
};

}  // namespace heddle::scheduler
