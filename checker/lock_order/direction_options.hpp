#pragma once

#include <cstdint>

namespace heddle::checker {

/// How long to look for a deadlock that a lock order predicts and that the search has neither seen
/// nor ruled out. Counted, not timed: the same on every machine.
struct direction_options {
  /// The executions directed at each prediction; 0: none, and no complete search either. A hundred
  /// show almost all that there is to be seen in small models; so many take milliseconds.
  std::uint64_t executions = 1'000;
  /// A complete search after them may take so many times as many executions: enough for most small
  /// models.
  std::uint64_t times_for_complete = 10;
  /// The events of the executions directed at one prediction, and of the complete search.
  std::uint64_t events = 1'000'000;
};

}  // namespace heddle::checker
