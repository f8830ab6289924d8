#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// The steps that led to a misuse or a leak, and how to mend it. Empty for other findings.
std::string misuse_text(const checker::finding& found, const text_options& options);

/// How to mend it, in a sentence.
std::string misuse_remedy(const checker::finding& found);

}  // namespace heddle::reports
