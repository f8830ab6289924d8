#include "reports/graph/label_places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace heddle::reports {

namespace {

/// Where along a line a label may stand, the best first, and how far from it.
constexpr std::array label_spots{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74};
constexpr std::array label_gaps{5.0, 14.0, 26.0, 42.0};
/// What is bad about a place: per square pixel that is hidden, and per point of a line below it.
constexpr double price_of_area = 1.0;
constexpr double price_of_line = 120;
constexpr double price_inside = 25;

double overlap(const graph_box& left, const graph_box& right) {
  const double width = std::min(left.right(), right.right()) - std::max(left.left, right.left);
  const double height = std::min(left.bottom(), right.bottom()) - std::max(left.top, right.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/// How much of the box lies over points of the line.
double points_below(const graph_box& box, const std::vector<graph_point>& points) {
  return static_cast<double>(
      std::ranges::count_if(points, [&](graph_point one) { return box.contains(one); }));
}

class label_placer {
 public:
  label_placer(const std::vector<labelled_line>& lines, const std::vector<graph_box>& nodes,
               graph_point centre)
      : lines_(lines), nodes_(nodes), centre_(centre) {}

  std::vector<graph_box> place_all() {
    for (std::size_t line = 0; line < lines_.size(); ++line) placed_.push_back(best(line));
    return placed_;
  }

 private:
  [[nodiscard]] graph_box best(std::size_t line) const {
    const std::vector<graph_point>& points = lines_[line].points;
    if (points.size() < 2 || lines_[line].width <= 0) return {};
    graph_box chosen;
    double least = -1;
    double preference = 0;
    for (const double gap : label_gaps)
      for (const double share : label_spots) {
        const auto at = static_cast<std::size_t>(share * static_cast<double>(points.size() - 1));
        for (const double side : {1.0, -1.0}) {
          preference += 0.4;
          const graph_box box = box_beside(line, std::min(at, points.size() - 2), side, gap);
          const double cost = preference + 1.5 * gap + cost_of(line, box);
          if (least >= 0 && cost >= least - 1e-6) continue;
          least = cost;
          chosen = box;
        }
      }
    return chosen;
  }

  [[nodiscard]] graph_box box_beside(std::size_t line, std::size_t at, double side,
                                     double gap) const {
    const labelled_line& own = lines_[line];
    const graph_point from = own.points[at];
    const graph_point to = own.points[at + 1];
    const double length = std::max(std::hypot(to.x - from.x, to.y - from.y), 1e-6);
    const graph_point normal{-side * (to.y - from.y) / length, side * (to.x - from.x) / length};
    const double away =
        std::abs(normal.x) * own.width / 2 + std::abs(normal.y) * own.height / 2 + gap;
    return {std::round(from.x + normal.x * away - own.width / 2),
            std::round(from.y + normal.y * away - own.height / 2), own.width, own.height};
  }

  [[nodiscard]] double cost_of(std::size_t line, const graph_box& box) const {
    double cost = 0;
    for (const graph_box& node : nodes_) cost += price_of_area * overlap(box, node);
    for (const graph_box& other : placed_) cost += price_of_area * overlap(box, other);
    for (const labelled_line& other : lines_)
      cost += price_of_line * points_below(box, other.points);
    const graph_point from = lines_[line].points[lines_[line].points.size() / 2];
    const graph_point middle{box.left + box.width / 2, box.top + box.height / 2};
    const bool inside = std::hypot(middle.x - centre_.x, middle.y - centre_.y) <
                        std::hypot(from.x - centre_.x, from.y - centre_.y);
    return cost + (inside ? price_inside : 0);
  }

  const std::vector<labelled_line>& lines_;
  const std::vector<graph_box>& nodes_;
  graph_point centre_;
  std::vector<graph_box> placed_;
};

}  // namespace

std::vector<graph_box> place_labels(const std::vector<labelled_line>& lines,
                                    const std::vector<graph_box>& nodes, graph_point centre) {
  return label_placer{lines, nodes, centre}.place_all();
}

}  // namespace heddle::reports
