#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text_options.hpp"

namespace heddle::reports {

/// Who waits for what and who holds what, since which step and at which line, and the circle of
/// waiting if there is one. Empty for findings that are not about waiting.
std::string deadlock_text(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
