#pragma once

#include <string>

#include "checker/exploration_tree.hpp"
#include "reports/json/json_parts.hpp"

namespace heddle::reports {

/// `{"texts", "nodes"}`: the tree of executions for the script. Each node has its parent, what
/// happened since its choice (tasks and texts, the latter by number), its children, who else could
/// have gone on, how many of the ends below it fail, and of an end what came of it.
json tree_json(const checker::exploration_tree& from);

/// The pane in which the reader goes other ways; the script fills it.
std::string tree_pane(const checker::exploration_tree& from);

}  // namespace heddle::reports
