#pragma once

#include <string>

#include "reports/html/page_view.hpp"

namespace heddle::reports {

/// The space-time diagram of the execution.
std::string lanes_pane(const page_view& from);

}  // namespace heddle::reports
