#include "reports/graph/graph_drawing.hpp"

#include <algorithm>
#include <cmath>

#include "reports/diagram/svg_parts.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// How far the control points of lines that go both ways are from the middle.
constexpr double curve_bend = 60;
constexpr int points_of_line = 24;

bool begins_at_dot(const graph_picture& picture, const graph_picture::edge& one) {
  return one.dot >= 0 && static_cast<std::uint64_t>(one.dot) < dots_drawn(picture.nodes[one.from]);
}

bool goes_both_ways(const graph_picture& picture, const graph_picture::edge& one) {
  return std::ranges::any_of(picture.edges, [&](const graph_picture::edge& other) {
    return other.from == one.to && other.to == one.from;
  });
}

drawn_line line_of(const graph_picture& picture, const graph_picture::edge& one) {
  const graph_picture::node& from = picture.nodes[one.from];
  const graph_picture::node& to = picture.nodes[one.to];
  const bool at_dot = begins_at_dot(picture, one);
  const graph_point begin =
      at_dot ? dot_place(from, static_cast<std::uint64_t>(one.dot)) : from.middle;
  graph_point control{(begin.x + to.middle.x) / 2, (begin.y + to.middle.y) / 2};
  if (goes_both_ways(picture, one)) {
    const double x = to.middle.x - from.middle.x;
    const double y = to.middle.y - from.middle.y;
    const double length = std::max(std::hypot(x, y), 1.0);
    control = {control.x + y / length * curve_bend, control.y - x / length * curve_bend};
  }
  return {at_dot ? begin : border_towards(from, control), control, border_towards(to, control)};
}

graph_box box_of(const graph_picture::node& one) {
  const bool circle = one.form == graph_picture::shape::circle;
  const double width = circle ? task_radius : resource_half_width;
  const double height = circle ? task_radius : resource_half_height;
  return {one.middle.x - width - 3, one.middle.y - height - 3, 2 * width + 6, 2 * height + 6};
}

/// What is seen of a line: not what lies within the square that it begins in.
std::vector<graph_point> seen_points(const drawn_line& line, const graph_box& begin) {
  std::vector<graph_point> points;
  for (int point = 0; point <= points_of_line; ++point) {
    const graph_point one = line.at(static_cast<double>(point) / points_of_line);
    if (!begin.contains(one)) points.push_back(one);
  }
  return points;
}

double width_of_label(const graph_picture::edge& one) {
  int widest = 0;
  for (const std::string& line : one.label)
    widest = std::max(widest, text_width(printable(line), label_size));
  return widest;
}

void include(graph_box& all, const graph_box& one) {
  if (one.width <= 0) return;
  const double right = std::max(all.right(), one.right());
  const double bottom = std::max(all.bottom(), one.bottom());
  all.left = std::min(all.left, one.left);
  all.top = std::min(all.top, one.top);
  all.width = right - all.left;
  all.height = bottom - all.top;
}

}  // namespace

graph_point drawn_line::at(double share) const {
  const double rest = 1 - share;
  return {rest * rest * from.x + 2 * rest * share * control.x + share * share * to.x,
          rest * rest * from.y + 2 * rest * share * control.y + share * share * to.y};
}

graph_drawing draw_edges(const graph_picture& picture) {
  graph_drawing made;
  std::vector<graph_box> nodes;
  for (const graph_picture::node& one : picture.nodes) nodes.push_back(box_of(one));
  std::vector<labelled_line> labelled;
  for (const graph_picture::edge& one : picture.edges) {
    made.lines.push_back(line_of(picture, one));
    labelled.push_back({.points = seen_points(made.lines.back(), nodes[one.from]),
                        .width = width_of_label(one),
                        .height = label_line * static_cast<double>(one.label.size())});
  }
  made.labels = place_labels(labelled, nodes, picture.centre);
  if (!nodes.empty()) made.bounds = nodes.front();
  for (const graph_box& one : nodes) include(made.bounds, one);
  for (const graph_box& one : made.labels) include(made.bounds, one);
  return made;
}

}  // namespace heddle::reports
