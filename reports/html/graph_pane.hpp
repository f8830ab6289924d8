#pragma once

#include <string>

#include "reports/html/page_view.hpp"

namespace heddle::reports {

/// The resource graph of every step in one picture: nodes stand where they are, each edge says from
/// which step to which it is there, and the script shows those of the current step. Empty if
/// nothing is ever held or waited for.
std::string graph_pane(const page_view& from);

}  // namespace heddle::reports
