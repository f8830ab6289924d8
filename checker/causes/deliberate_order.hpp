#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"

namespace heddle::checker {

/// Makes an event count as it does where mutexes order nothing, and a notification comes before
/// what goes on behind it.
void leave_out_locks(scheduler::event& done);

/// Which events come before which because the program sees to it: synchronisation, but for two
/// things. What mutexes order is left out: they say that two parts do not overlap, not which comes
/// first. What a task reads of other variables counts, as if all were atomic: who has seen what
/// another did knows where it is. Accesses to the variable in question itself order nothing.
class deliberate_order {
 public:
  /// The order as it concerns accesses to `object`.
  deliberate_order(const finished_run& run, scheduler::object_index object);

  /// Whether the first event comes before the second, which is later in the run.
  [[nodiscard]] bool orders(std::uint32_t earlier, std::uint32_t later) const;

 private:
  finished_run run_;
  std::vector<scheduler::event> events_;
};

}  // namespace heddle::checker
