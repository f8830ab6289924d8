#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/execution.hpp"

namespace heddle::reports {

/// One step that another task's step came after because the program sees to it.
struct arrow {
  enum class sort : std::uint8_t {
    synchronisation,  ///< happens before: unlock and lock, start and first step, store and load,
                      ///< ...
    message,          ///< what was sent, or a notification, and who got it
  };

  std::uint32_t from = 0;  ///< the number of a step
  std::uint32_t to = 0;
  sort what = sort::synchronisation;

  friend bool operator==(const arrow&, const arrow&) = default;
};

/// The arrows between steps of different tasks, by the later step. Of happens-before, pictures need
/// what is next to it: where several steps let one go on (permits of a semaphore, arrivals at a
/// barrier), the last of them stands for all. Notifications are told, too, though they order
/// nothing (`checker/races/happens_before.hpp` has the relation itself).
std::vector<arrow> arrows_of(const scheduler::execution& from);

}  // namespace heddle::reports
