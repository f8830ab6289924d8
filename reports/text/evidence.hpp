#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// What is special about findings of their kind, below an empty line: why a check fails, who waits
/// for whom, which accesses race. Empty if there is nothing beyond the headline.
std::string evidence_text(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
