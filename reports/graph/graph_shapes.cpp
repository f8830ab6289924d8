#include "reports/graph/graph_shapes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

constexpr std::uint64_t most_instances_drawn = 8;
constexpr double between_dots = 13;
constexpr int name_size = 12;

int name_width(const graph_picture::node& one) {
  return one.form == graph_picture::shape::circle ? 70 : 104;
}

/// The longest beginning of words that fits, and the rest.
std::pair<std::string, std::string> first_line(const std::string& name, int width) {
  std::size_t end = std::string::npos;
  for (std::size_t space = name.find(' '); space != std::string::npos;
       space = name.find(' ', space + 1))
    if (text_width(name.substr(0, space), name_size) <= width) end = space;
  if (end == std::string::npos) return {name, ""};
  return {name.substr(0, end), name.substr(end + 1)};
}

}  // namespace

std::vector<std::string> name_lines(const graph_picture::node& one) {
  const std::string name = printable(one.name);
  const int width = name_width(one);
  if (text_width(name, name_size) <= width) return {name};
  const auto [first, rest] = first_line(name, width);
  std::vector<std::string> lines{fitted(first, name_size, width)};
  if (!rest.empty()) lines.push_back(fitted(rest, name_size, width));
  return lines;
}

std::uint64_t dots_drawn(const graph_picture::node& one) {
  return one.dots <= most_instances_drawn ? one.dots : 1;
}

std::string note_text(const graph_picture::node& one) {
  if (!one.note.empty()) return fitted(printable(one.note), 10, name_width(one));
  return one.dots > most_instances_drawn ? fmt::format("{} instances", one.dots) : "";
}

double text_middle(const graph_picture::node& one) {
  if (dots_drawn(one) == 0) return one.middle.y;
  return one.middle.y + (one.dots_above ? 9 : -9);
}

void turn_dots(graph_picture& picture) {
  for (std::size_t place = 0; place < picture.nodes.size(); ++place) {
    double up = 0;
    for (const graph_picture::edge& one : picture.edges)
      if (one.from == place && one.dot >= 0)
        up += picture.nodes[place].middle.y - picture.nodes[one.to].middle.y;
    picture.nodes[place].dots_above = up > 20;
  }
}

graph_point dot_place(const graph_picture::node& one, std::uint64_t dot) {
  const auto count = static_cast<double>(dots_drawn(one));
  const std::size_t rows = name_lines(one).size() + (note_text(one).empty() ? 0U : 1U);
  const double away = rows > 1 ? 20 : 13;
  return {one.middle.x + (static_cast<double>(dot) - (count - 1) / 2) * between_dots,
          one.middle.y + (one.dots_above ? -away : away)};
}

graph_point border_towards(const graph_picture::node& one, graph_point there) {
  const double x = there.x - one.middle.x;
  const double y = there.y - one.middle.y;
  const double length = std::hypot(x, y);
  if (length < 1) return one.middle;
  if (one.form == graph_picture::shape::circle)
    return {one.middle.x + x / length * task_radius, one.middle.y + y / length * task_radius};
  const double share = std::min(std::abs(x) < 1e-9 ? 1e9 : resource_half_width / std::abs(x),
                                std::abs(y) < 1e-9 ? 1e9 : resource_half_height / std::abs(y));
  return {one.middle.x + x * share, one.middle.y + y * share};
}

}  // namespace heddle::reports
