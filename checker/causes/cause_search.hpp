#pragma once

#include <optional>
#include <vector>

#include "checker/causes/cause.hpp"
#include "checker/finding.hpp"
#include "checker/finished_run.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// The pattern that explains a failed check, the most specific one that fits; nothing if none does.
/// It is looked for in the accesses to what the check read: `values`, or if there are none what its
/// task read at the step before. Of several tasks that went wrong, the last one before the check is
/// told. A pattern fits only where the accesses were not ordered on purpose
/// (`deliberate_order.hpp`), and a value in between was another one.
///
/// `told` is the record of `run`, and `failure` one of its problems.
std::optional<cause> find_cause(const finished_run& run, const scheduler::execution& told,
                                const scheduler::execution::problem& failure,
                                const std::vector<value_read>& values);

}  // namespace heddle::checker
