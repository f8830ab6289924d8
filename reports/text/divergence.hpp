#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/json/json_parts.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// Both sides of a step that went another way; empty for other findings.
std::string divergence_text(const checker::finding& found, const text_options& options);

/// The same for programs. Precondition: the finding has `divergence_facts`.
json divergence_json(const checker::finding& found);

}  // namespace heddle::reports
