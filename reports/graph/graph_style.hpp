#pragma once

#include <string>

namespace heddle::reports {

/// The style of all graphs as SVG, light and dark, for the page they are embedded in: everything
/// below the class `resource-graph`.
std::string resource_graph_style();

}  // namespace heddle::reports
