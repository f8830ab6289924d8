#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// The interleaving as a table: one row per step, one column per task, a column for the shared
/// state that changes, and the source line at the end. Preemptions stand between the rows. Where
/// the tasks do not fit side by side the columns overlap (only one is in use in each row), and
/// where their names do not fit either, one column names the task. Never wider than
/// `options.width`. `about` may be null.
std::string trace_table(const scheduler::execution& execution, const checker::finding* about,
                        const text_options& options);

}  // namespace heddle::reports
