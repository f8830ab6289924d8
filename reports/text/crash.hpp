#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/json/json_parts.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// Where a task was when it crashed or ran on without end; empty for other findings.
std::string crash_text(const checker::finding& found, const text_options& options);

/// The same for programs. Precondition: the finding has `crash_facts`.
json crash_json(const checker::finding& found);

}  // namespace heddle::reports
