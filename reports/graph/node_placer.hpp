#pragma once

#include <cstddef>
#include <vector>

/// Places nodes in the plane, without Graphviz.
namespace heddle::reports {

/// A place in a picture, in pixels; y goes down.
struct graph_point {
  double x = 0;
  double y = 0;
};

/// What is to be placed.
struct nodes_to_place {
  struct link {
    std::size_t from = 0;
    std::size_t to = 0;
    /// It belongs to the ring: each node of that has one such link from it.
    bool ring = false;
  };
  /// By node: those of higher rank are placed before others.
  std::vector<int> ranks;
  std::vector<link> links;
  /// From middle to middle along the ring, so that a label fits beside each link.
  double ring_spacing = 220;
};

/// Where nodes are.
struct placed_nodes {
  std::vector<graph_point> nodes;
  /// The ring is around (0, 0), with this radius; 0: there is no ring.
  double ring_radius = 0;
};

/// The ring as a ring, clockwise from the left, beginning with its first node; every other node
/// near those it is linked to, where it crosses and hides least; what has no links below. Greedy,
/// one node after the other; the same input always gives the same places, in whole pixels.
placed_nodes place_nodes(const nodes_to_place& what);

}  // namespace heddle::reports
