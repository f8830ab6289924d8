#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/diagram/space_time.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// The sequence diagram of an execution for Mermaid, to be pasted into an issue or a page of
/// Markdown: the rows of the space-time diagram with tasks and objects as participants. `about` may
/// be null.
std::string mermaid_text(const scheduler::execution& execution, const checker::finding* about,
                         const space_time_options& options = {});

/// `text` as part of a line of Mermaid: one line, in which nothing means anything. What does is
/// written as `#59;`.
std::string mermaid_escaped(std::string_view text);

}  // namespace heddle::reports
