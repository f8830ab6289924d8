#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/json/json_parts.hpp"

namespace heddle::reports {

/// `{"shape", "since", "cycle", "blocked", "coffman"}`: the closed set, its members and bystanders,
/// and Coffman's conditions in words. Of findings without closed set only `blocked`.
json deadlock_json(const checker::finding& from);

/// `no_preemption`.
std::string condition_json(checker::coffman condition);

}  // namespace heddle::reports
