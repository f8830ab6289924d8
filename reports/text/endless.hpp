#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// What repeats in an endless execution, what each task does in a round or waits for, how sure that
/// is, and how to end it. Empty for other findings.
std::string endless_text(const checker::finding& found, const text_options& options);

/// How to end it, in a sentence.
std::string endless_remedy(const checker::finding& found);

}  // namespace heddle::reports
