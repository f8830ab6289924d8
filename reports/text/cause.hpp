#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// Why a check fails, in one sentence, and how to mend it; empty if that is not known.
std::string cause_sentence(const checker::finding& found);

/// The sentence as a paragraph of a text report, or nothing.
std::string cause_text(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
