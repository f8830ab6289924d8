#pragma once

#include <string>

#include "checker/finding.hpp"
#include "checker/result.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// A potential deadlock: which task took which lock where while it held which, what that could lead
/// to, and what would rule it out. Empty for other findings.
std::string lock_order_text(const checker::finding& found, const text_options& options);

/// The lines below a finding about its lock order: of a deadlock, that any single run foretells it
/// and whether it was found so; of a potential one, how it was looked for. Empty for other
/// findings.
std::string lock_order_lines(const checker::finding& found, const text_options& options);

/// `the lock order A -> B (a.cpp:3), B -> A (a.cpp:7) predicts a deadlock, but no schedule does
/// this: 12 executions, complete`, or which of Coffman's conditions is broken.
std::string harmless_text(const checker::lock_order& order);

/// Whether a reader who has not asked for everything wants to know: `scoped_lock` and `lock`, which
/// try and back off, are meant to take locks in any order.
bool is_worth_a_remark(const checker::lock_order& order);

}  // namespace heddle::reports
