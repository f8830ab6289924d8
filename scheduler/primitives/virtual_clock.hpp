#pragma once

#include <chrono>

#include "scheduler/time.hpp"

namespace heddle {

/// The clock of the model: time since the execution began. It meets the standard's Clock. Under the
/// checker it moves only when sleeps and time-outs end; natively it is scaled real time. A model
/// that reads it is explored for the times that came up, not for all there could be, and is
/// reported as bounded.
struct virtual_clock {
  using duration = scheduler::virtual_time;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<virtual_clock, duration>;
  static constexpr bool is_steady = true;

  [[nodiscard]] static time_point now();
};

}  // namespace heddle
