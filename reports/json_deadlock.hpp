#pragma once

#include "checker/finding.hpp"
#include "reports/json_parts.hpp"

namespace heddle::reports {

/// `{"shape", "since", "cycle", "blocked", "coffman"}`: the closed set, its members and bystanders,
/// and Coffman's conditions in words. Of findings without closed set only `blocked`.
json deadlock_json(const checker::finding& from);

}  // namespace heddle::reports
