#pragma once

#include <string>

#include "checker/exploration_tree.hpp"

namespace heddle::reports {

/// The tree of a small search as SVG, from left to right: where executions part, a box says who
/// could go on; at the end of each stands what came of it, and the token that replays it.
std::string tree_svg(const checker::exploration_tree& tree);

/// The same tree in the language of Graphviz.
std::string tree_dot(const checker::exploration_tree& tree);

}  // namespace heddle::reports
