#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "checker/finding_kind.hpp"
#include "checker/finished_run.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// What makes one schedule smaller than another, the most important first.
struct schedule_size {
  std::uint32_t preemptions = 0;
  std::size_t events = 0;
  /// From an event of one task to one of another; moves of the clock are no task's.
  std::size_t switches = 0;

  friend auto operator<=>(const schedule_size&, const schedule_size&) = default;
};

/// A schedule under which something is wrong.
struct failing_schedule {
  /// What is wrong, as in `symptom`.
  finding_kind kind = finding_kind::invariant;
  std::uint64_t key = 0;
  token how;
  schedule_size size;
  /// No schedule with fewer preemptions shows the same: all of them were run.
  bool proved = false;
};

/// The size of a run's schedule.
schedule_size size_of(const finished_run& run);

/// Makes `run` the schedule if it is smaller; of two of one size the one whose decisions come first
/// in the order of the alphabet is. Returns whether it was.
bool take_if_smaller(failing_schedule& into, const finished_run& run);

}  // namespace heddle::checker
