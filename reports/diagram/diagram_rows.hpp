#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/finding.hpp"
#include "reports/text/trace_rows.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// One row of a picture, from top to bottom.
struct diagram_row {
  trace_row told;
  /// A write that broke the rule, an access that races: to be seen first.
  bool wrong = false;
  /// Others matter, and this does not.
  bool pale = false;
};

/// What a picture shows of an execution: what the tables show (`select_rows`), but of more than
/// `limit` rows those that matter, with the rows around them; folds say how many steps are missing.
/// Never more than about `limit` rows, however long the execution is.
std::vector<diagram_row> diagram_rows_of(const scheduler::execution& execution,
                                         const checker::finding* about, bool everything,
                                         std::size_t limit);

/// The steps that went wrong in the end: accesses that race, and the last changes of what a failed
/// check read.
std::vector<std::uint32_t> wrong_steps_of(const scheduler::execution& execution,
                                          const checker::finding* about);

}  // namespace heddle::reports
