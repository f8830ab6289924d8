#pragma once

#include <string>

#include "reports/ci/checked_run.hpp"
#include "reports/ci/sarif_parts.hpp"

namespace heddle::reports {

/// The `result` for one finding.
sarif_json sarif_result(const checker::result& from, const checker::finding& found,
                        const strictness& demands, const sarif_options& options);

}  // namespace heddle::reports
