#include "reports/ci/checked_run.hpp"

#include <algorithm>

namespace heddle::reports {

bool fails(const checker::finding& found, const strictness& demands) {
  if (demands.fail_on.contains(found.kind)) return true;
  return !found.expected && found.kind != finding_kind::potential_deadlock;
}

bool falls_short(const checker::result& from, const strictness& demands) {
  // An endless execution is one that was cut short, and says enough.
  const auto is_endless = [](const checker::finding& one) { return one.endless.has_value(); };
  const bool none_counts = from.executions == 0 && from.truncated + from.pruned > 0 &&
                           std::ranges::none_of(from.findings, is_endless);
  const bool complete = from.covered.kind == checker::coverage_kind::complete;
  return none_counts || (demands.require_complete && !complete);
}

}  // namespace heddle::reports
