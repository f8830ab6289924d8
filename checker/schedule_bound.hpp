#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace heddle::checker {

/// What a bounded search counts along a schedule.
enum class bounded_by : std::uint8_t {
  /// Switches away from a task that could have gone on and had not offered to wait (Musuvathi and
  /// Qadeer, Iterative Context Bounding for Systematic Testing of Multithreaded Programs, PLDI
  /// 2007).
  preemptions,
  /// Departures from a fixed scheduler, which lets a task run until it cannot and then goes on with
  /// the next: each task passed over is one (Emmi, Qadeer and Rakamaric, Delay-Bounded
  /// Scheduling, POPL 2011).
  delays,
};

/// A bound on schedules: `from` to `to` of what is counted. With `from` below `to` the bound is
/// raised step by step, so that findings that need little come first.
struct schedule_bound {
  bounded_by what = bounded_by::preemptions;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

/// `at most 2 preemptions`.
std::string text_of(const schedule_bound& bound, std::uint32_t reached);

}  // namespace heddle::checker
