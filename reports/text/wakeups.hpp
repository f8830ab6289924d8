#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

/// Notifications that were missed, in words.
namespace heddle::reports {

/// What became of the notifications that the members waited for, a sentence for each member that
/// missed one; empty if none did.
std::string missed_wakeups_text(const checker::finding& found);

/// How to mend it so that who waits for `waiter`'s object is woken: one sentence.
std::string wakeup_remedy(const checker::finding& found, const checker::blocked_task& waiter);

/// The ways to mend a lost wake-up, a line or more for each; empty for other findings.
std::string lost_wakeup_remedies(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
