#pragma once

#include <cstddef>
#include <cstdint>

#include "scheduler/time.hpp"

namespace heddle::scheduler {

/// Whether accesses to plain variables are scheduled.
enum class plain_mode : std::uint8_t {
  /// Each access is a scheduling point: programs with races are explored in full.
  visible,
  /// Accesses are recorded for the race detector and scheduled nowhere: far fewer executions,
  /// and as good as `visible` as long as no race is reported.
  invisible,
};

/// What changes the behaviour of a model under the checker. Part of every token.
struct execution_options {
  time_mode time = time_mode::any;
  plain_mode plain = plain_mode::visible;
  /// Whether a wait on a condition variable may end without a notification.
  bool spurious = false;
  /// The most events one task may do; then it stops and the execution counts as truncated. The
  /// default is beyond any sensible model and ends loops that would never end.
  std::uint32_t steps = 100'000;

  friend bool operator==(const execution_options&, const execution_options&) = default;
};

/// The most objects one execution may create, copies for processes included.
inline constexpr std::size_t max_objects = 1 << 16;

/// The most events one execution may have.
inline constexpr std::size_t max_events = 1 << 20;

}  // namespace heddle::scheduler
