#pragma once

#include <cstdint>

namespace heddle::checker {

/// How hard to look for smaller schedules that fail in the same way. Counted, not timed: the same
/// failure is shrunk to the same schedule on every machine.
struct shrink_options {
  bool enabled = true;
  /// The executions that the bounded searches may take together, and as many again for each finding
  /// that they leave open. So many are a few milliseconds for a small model.
  std::uint64_t executions = 2'000;
  /// The same for events: a few executions that are very long cost as much as many short ones.
  std::uint64_t events = 1'000'000;
};

}  // namespace heddle::checker
