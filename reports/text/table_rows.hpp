#pragma once

#include "reports/text/trace_rows.hpp"

namespace heddle::reports {

/// Rows as a table of text shows them.
struct table_rows {
  trace_rows chosen;
  /// Steps in the middle are left out.
  bool folded = false;
};

/// What `select_rows` chooses, in words: `--- preempted, about to: lock B ---`. Unless `everything`
/// is wanted, the middle of a long execution is folded with a count.
table_rows rows_of_table(const scheduler::execution& execution, const checker::finding* about,
                         bool everything);

/// `7`, or `1-4` for several steps told as one; empty for what is no step.
std::string step_label(const trace_row& row);

}  // namespace heddle::reports
