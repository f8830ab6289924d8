#include "reports/graph/node_placer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <tuple>
#include <utility>

namespace heddle::reports {

namespace {

/// How far from its neighbours a node may be placed; sideways farther_each_time, for labels are
/// wide.
constexpr double nearest_place = 200;
constexpr double sideways = 1.18;
constexpr double farther_each_time = 75;
constexpr int distances_tried = 9;
constexpr int directions_tried = 24;
/// The least distance between two nodes, and from a node to a line that passes.
constexpr double between_nodes = 150;
constexpr double beside_lines = 80;
/// What is bad about a place, in pixels of line that one would rather have.
constexpr double price_of_overlap = 4000;
constexpr double price_inside_ring = 3000;
constexpr double price_of_hiding = 2500;
constexpr double price_of_crossing = 700;

double distance(graph_point left, graph_point right) {
  return std::hypot(left.x - right.x, left.y - right.y);
}

double distance_to_line(graph_point point, graph_point from, graph_point to) {
  const double length = distance(from, to);
  if (length < 1) return distance(point, from);
  const double along =
      ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) /
      (length * length);
  const double at = std::clamp(along, 0.0, 1.0);
  return distance(point, {from.x + at * (to.x - from.x), from.y + at * (to.y - from.y)});
}

/// On which side of a line a point is: the sign counts.
double side(graph_point from, graph_point to, graph_point point) {
  return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
}

bool cross(graph_point a, graph_point b, graph_point c, graph_point d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

graph_point in_whole_pixels(double x, double y) { return {std::round(x), std::round(y)}; }

class node_placer {
 public:
  explicit node_placer(const nodes_to_place& what)
      : what_(what), places_(what.ranks.size()), neighbours_(what.ranks.size()) {
    for (const nodes_to_place::link& one : what.links) {
      neighbours_[one.from].push_back(one.to);
      neighbours_[one.to].push_back(one.from);
      if (one.ring) ring_next_.emplace(one.from, one.to);
    }
  }

  placed_nodes place_all() {
    place_ring();
    while (const auto next = next_node()) places_[*next] = best_place(*next);
    placed_nodes made{.nodes = {}, .ring_radius = ring_radius_};
    for (const auto& one : places_) made.nodes.push_back(*one);
    return made;
  }

 private:
  using node = std::size_t;

  /// The ring in the order of its links; empty if it passes a node twice.
  [[nodiscard]] std::vector<node> ring() const {
    std::vector<node> around;
    if (ring_next_.empty()) return around;
    node at = ring_next_.begin()->first;
    while (std::ranges::count(around, at) == 0) {
      around.push_back(at);
      const auto next = ring_next_.find(at);
      if (next == ring_next_.end()) return {};
      at = next->second;
    }
    return at == around.front() ? around : std::vector<node>{};
  }

  void place_ring() {
    const std::vector<node> around = ring();
    if (around.size() < 2) return;
    const double turn = 2 * std::numbers::pi / static_cast<double>(around.size());
    ring_radius_ = what_.ring_spacing / 2 / std::sin(turn / 2);
    for (std::size_t place = 0; place < around.size(); ++place) {
      const double angle = std::numbers::pi + turn * static_cast<double>(place);
      places_[around[place]] =
          in_whole_pixels(ring_radius_ * std::cos(angle), ring_radius_ * std::sin(angle));
    }
  }

  [[nodiscard]] std::size_t placed_neighbours(node of) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        neighbours_[of], [&](node other) { return places_[other].has_value(); }));
  }

  /// The one with the most neighbours that are placed; then of the highest rank; then with the most
  /// neighbours.
  [[nodiscard]] std::optional<node> next_node() const {
    std::optional<node> best;
    const auto order = [&](node one) {
      return std::tuple{placed_neighbours(one), what_.ranks[one], neighbours_[one].size()};
    };
    for (node one = 0; one < places_.size(); ++one)
      if (!places_[one] && (!best || order(one) > order(*best))) best = one;
    return best;
  }

  [[nodiscard]] graph_point best_place(node of) const {
    std::optional<graph_point> best;
    double least = 0;
    const auto consider = [&](graph_point there) {
      const double cost = cost_of(of, there);
      // A tie goes to the first, whatever the last bits of the numbers are.
      if (best && cost >= least - 1e-6) return;
      best = there;
      least = cost;
    };
    for (const node other : neighbours_[of])
      if (places_[other]) consider_around(*places_[other], consider);
    return best ? *best : lonely_place();
  }

  template <class Consider>
  static void consider_around(graph_point anchor, const Consider& consider) {
    for (int far = 0; far < distances_tried; ++far)
      for (int direction = 0; direction < directions_tried; ++direction) {
        const double angle = 2 * std::numbers::pi * direction / directions_tried;
        const double radius = nearest_place + farther_each_time * far;
        consider(in_whole_pixels(anchor.x + sideways * radius * std::cos(angle),
                                 anchor.y + radius * std::sin(angle)));
      }
  }

  /// In rows below everything, from left to right.
  [[nodiscard]] graph_point lonely_place() const {
    const auto anybody =
        std::ranges::find_if(places_, [](const auto& one) { return one.has_value(); });
    if (anybody == places_.end()) return {0, 0};
    graph_point low = **anybody;
    graph_point high = low;
    for (const auto& one : places_) {
      if (!one) continue;
      low = {std::min(low.x, one->x), std::min(low.y, one->y)};
      high = {std::max(high.x, one->x), std::max(high.y, one->y)};
    }
    const std::size_t in_row = lonely_ones_at(high.y);
    if (in_row == 0 || in_row >= 6) return {low.x, high.y + between_nodes};
    return {low.x + static_cast<double>(in_row) * between_nodes, high.y};
  }

  /// How many nodes without links stand at this height; none if one with links does.
  [[nodiscard]] std::size_t lonely_ones_at(double y) const {
    std::size_t count = 0;
    for (node one = 0; one < places_.size(); ++one) {
      if (!places_[one] || places_[one]->y != y) continue;
      if (!neighbours_[one].empty()) return 0;
      ++count;
    }
    return count;
  }

  [[nodiscard]] double cost_of(node of, graph_point there) const {
    double cost = 0;
    for (const auto& other : places_)
      if (other && distance(there, *other) < between_nodes)
        cost += price_of_overlap + 20 * (between_nodes - distance(there, *other));
    if (ring_radius_ > 0 && std::hypot(there.x, there.y) < ring_radius_ + between_nodes)
      cost += price_inside_ring;
    for (const nodes_to_place::link& one : what_.links) {
      if (one.from == of || one.to == of) {
        const node other = one.from == of ? one.to : one.from;
        if (other != of && places_[other]) cost += cost_of_link(of, there, other, one.from == of);
      } else if (places_[one.from] && places_[one.to] &&
                 distance_to_line(there, *places_[one.from], *places_[one.to]) < beside_lines) {
        cost += price_of_hiding;
      }
    }
    return cost + 0.02 * std::hypot(there.x, 1.4 * there.y);
  }

  /// Of the line between a node that would be `there` and one that is placed. Level lines are calm,
  /// and lines that go to the right are read more easily.
  [[nodiscard]] double cost_of_link(node of, graph_point there, node other, bool forward) const {
    const graph_point end = *places_[other];
    const bool to_the_right = forward ? there.x < end.x : there.x > end.x;
    double cost = std::hypot((there.x - end.x) / sideways, there.y - end.y) +
                  0.2 * std::abs(there.y - end.y) + (to_the_right ? 0 : 30);
    for (const nodes_to_place::link& one : what_.links) {
      const bool touches = one.from == of || one.to == of || one.from == other || one.to == other;
      if (!touches && places_[one.from] && places_[one.to] &&
          cross(there, end, *places_[one.from], *places_[one.to]))
        cost += price_of_crossing;
    }
    for (node third = 0; third < places_.size(); ++third)
      if (third != other && places_[third] &&
          distance_to_line(*places_[third], there, end) < beside_lines)
        cost += price_of_hiding;
    return cost;
  }

  const nodes_to_place& what_;
  std::vector<std::optional<graph_point>> places_;
  std::vector<std::vector<node>> neighbours_;
  std::map<node, node> ring_next_;
  double ring_radius_ = 0;
};

}  // namespace

placed_nodes place_nodes(const nodes_to_place& what) { return node_placer{what}.place_all(); }

}  // namespace heddle::reports
