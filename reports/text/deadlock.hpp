#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// What keeps the tasks waiting in a sentence (the circle, the closed set, the lock whose holder
/// has ended, ...); who waits for what and holds what, since which step and at which line;
/// Coffman's conditions. Empty for findings that are not about waiting.
std::string deadlock_text(const checker::finding& found, const text_options& options);

/// The sentence of it that says why there is a closed set; empty if there is none.
std::string waiting_sentence(const checker::finding& found);

}  // namespace heddle::reports
