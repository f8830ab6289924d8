#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// The two accesses of a data race with what their tasks hold, what last happened before both, and
/// what would order them. Empty for other findings.
std::string race_text(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
