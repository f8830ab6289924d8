#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/finding_kind.hpp"
#include "checker/finished_run.hpp"
#include "checker/liveness/lasso.hpp"

namespace heddle::checker {

/// What becomes of the tasks in a part of a run that repeats.
struct lasso_roles {
  finding_kind kind = finding_kind::livelock;
  struct member {
    scheduler::task_index task = scheduler::no_task;
    lasso_role role = lasso_role::circles;
    /// The numbers of its events in the part, and of those in vain.
    std::vector<std::uint32_t> events{};
    std::vector<std::uint32_t> in_vain{};
    /// Of who waits: what for.
    scheduler::operation pending{scheduler::operation_kind::fence};
  };
  /// In the order of their creation; those that have ended are left out.
  std::vector<member> members;
};

/// Tells who gets on, who does not, and whether that is a livelock or starvation. A task gets on if
/// it passes `heddle::progress`; where no task does, if it takes something (a lock, a message, ...)
/// and nothing that it tries is in vain. Nothing if everybody gets on. `waiting` are the tasks
/// that wait for ever.
std::optional<lasso_roles> roles_in(const finished_run& run, std::uint32_t first,
                                    std::uint32_t end);

}  // namespace heddle::checker
