#pragma once

#include <vector>

#include "reports/graph/graph_picture.hpp"
#include "reports/graph/label_places.hpp"

namespace heddle::reports {

/// A line of a picture: a quadratic Bezier curve, straight if the control point is in the middle.
struct drawn_line {
  graph_point from;
  graph_point control;
  graph_point to;

  /// 0 is the beginning, 1 the end.
  [[nodiscard]] graph_point at(double share) const;
};

/// Where the lines and labels of a picture are, in the coordinates of its nodes.
struct graph_drawing {
  std::vector<drawn_line> lines;  ///< by edge
  std::vector<graph_box> labels;  ///< by edge; empty if it has none
  graph_box bounds;               ///< around everything
};

/// The size of the labels' font, and the height of a line of a label, in pixels.
inline constexpr int label_size = 11;
inline constexpr double label_line = 14;

/// Draws the edges of a picture: straight from border to border, those that go both ways as curves;
/// those that begin at a dot, from there.
graph_drawing draw_edges(const graph_picture& picture);

}  // namespace heddle::reports
