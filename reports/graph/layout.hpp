#pragma once

#include <map>

#include "checker/finding.hpp"
#include "reports/graph/node_placer.hpp"
#include "reports/graph/resource_graph.hpp"
#include "scheduler/execution.hpp"

/// Where the nodes of resource graphs are drawn: in pixels, y downward, without Graphviz.
namespace heddle::reports {

/// The middle of each node. The picture goes from (0, 0) to (width, height); there is room for
/// labels around the nodes.
struct graph_layout {
  std::map<int, graph_point> tasks;      ///< by place in the execution
  std::map<int, graph_point> resources;  ///< by place in the execution
  double width = 0;
  double height = 0;
  /// The middle of the ring; of the picture if there is none.
  graph_point centre;
};

/// The ring of waiting as a ring, clockwise from the left; everybody else near what he waits for or
/// has, with few crossings. The same graph always gives the same layout. Edges that a graph does
/// not have do not matter: a layout of all that ever happens fits each moment.
graph_layout layout_of(const resource_graph& graph);

/// All nodes and edges that an execution has at any moment in one graph, each edge once, with the
/// parts that they play in the deadlock of `found`, if there is one (null: no finding). What
/// `layout_of` needs for pictures of each step whose nodes do not move.
resource_graph resource_graph_of_all_steps(const scheduler::execution& told,
                                           const checker::finding* found);

}  // namespace heddle::reports
