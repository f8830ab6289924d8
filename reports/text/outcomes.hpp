#pragma once

#include <string>

#include "checker/result.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// The distinct outcomes in a few lines without a label: `balance: -120, -100, ... (13 distinct)`,
/// indented by `indent` from the second line on; empty if nothing was observed.
std::string outcomes_line(const checker::result& from, std::size_t indent,
                          const text_options& options);

/// All distinct outcomes as a table with their counts of executions and the commands that replay
/// one of each; deadlocked ones apart.
std::string outcomes_table(const checker::result& from, const text_options& options);

}  // namespace heddle::reports
