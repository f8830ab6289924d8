#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scheduler/execution.hpp"

namespace heddle::checker {

/// What an earlier step has to do with a misuse or a leak.
enum class misuse_role : std::uint8_t {
  holds,      ///< took the lock, and still has it
  waits,      ///< went to sleep on the object, or waits to do something with it
  destroyed,  ///< ended the object
  released,   ///< gave the lock back
  started,    ///< started the task
  joined,     ///< joined the task
  runs,       ///< the task's last step
  used_up,    ///< did the same before, up to the limit: an arrival, a count-down, a result
  made,       ///< made the object
};

/// `destroyed`.
std::string_view name_of(misuse_role role);

/// One step that led to a misuse or a leak.
struct misuse_evidence {
  misuse_role role = misuse_role::holds;
  int task = scheduler::execution::none;
  std::uint32_t step = 0;  ///< from 1; 0: it was no step
  scheduler::source_line where{};
};

/// What led to a misuse, oldest first.
std::vector<misuse_evidence> evidence_for(const scheduler::execution& told,
                                          const scheduler::execution::problem& wrong);

/// The steps that took a lock which somebody holds after `step` steps.
std::vector<misuse_evidence> holders_of(const scheduler::execution& told, int lock,
                                        std::uint32_t step);

}  // namespace heddle::checker
