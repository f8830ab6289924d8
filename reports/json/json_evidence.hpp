#pragma once

#include "checker/finding.hpp"
#include "reports/json/json_parts.hpp"

namespace heddle::reports {

/// What repeats in an endless execution (`endless`).
json endless_json(const checker::finding& from);

/// The steps that led to a misuse or a leak, and how to mend it (`evidence`, `remedy`).
json evidence_json(const checker::finding& from);

}  // namespace heddle::reports
