#pragma once

#include <vector>

#include "reports/graph/node_placer.hpp"

namespace heddle::reports {

/// An area of a picture, in pixels.
struct graph_box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;

  [[nodiscard]] double right() const { return left + width; }
  [[nodiscard]] double bottom() const { return top + height; }
  [[nodiscard]] bool contains(graph_point point) const {
    return point.x > left && point.x < right() && point.y > top && point.y < bottom();
  }
};

/// A line with a label.
struct labelled_line {
  /// Points along what is seen of it.
  std::vector<graph_point> points;
  /// What its label takes.
  double width = 0;
  double height = 0;
};

/// Where the labels of lines stand: beside the middle of their line, away from `centre`, if there
/// they meet neither nodes nor lines nor labels before them; else where they meet the least.
std::vector<graph_box> place_labels(const std::vector<labelled_line>& lines,
                                    const std::vector<graph_box>& nodes, graph_point centre);

}  // namespace heddle::reports
