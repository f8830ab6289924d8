#pragma once

#include "checker/finding.hpp"
#include "reports/ci/sarif_parts.hpp"

namespace heddle::reports {

/// The `codeFlow` of a finding: a thread flow for each task that has something to show. Null for
/// findings without any step.
sarif_json sarif_code_flow(const checker::finding& found, const sarif_options& options);

}  // namespace heddle::reports
