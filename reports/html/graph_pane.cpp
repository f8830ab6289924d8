#include "reports/html/graph_pane.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/graph/layout.hpp"
#include "reports/html/escape.hpp"
#include "reports/html/graph_history.hpp"
#include "reports/html/markup.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Of an execution with more edges than these the later ones are drawn.
constexpr std::size_t most_edges = 500;
constexpr int font_size = 13;
constexpr int small_font_size = 11;
/// How far the two edges between the same nodes bend apart.
constexpr double parallel_bend = 30;
constexpr double arrow_length = 11;

/// A line from one node to another, bent to the left of its way.
struct curve {
  graph_point from;
  graph_point by;  ///< the control point of a quadratic Bezier curve
  graph_point to;
};

graph_point between(graph_point left, graph_point right, double share) {
  return {left.x + (right.x - left.x) * share, left.y + (right.y - left.y) * share};
}

graph_point moved(graph_point from, graph_point towards, double by) {
  const double length = std::hypot(towards.x - from.x, towards.y - from.y);
  return length == 0 ? from : between(from, towards, by / length);
}

/// Where the straight way from the middle of a node towards a point leaves the node.
graph_point border_of_task(graph_point middle, graph_point towards) {
  return moved(middle, towards, task_radius + 3);
}

graph_point border_of_resource(graph_point middle, graph_point towards) {
  const double x = std::abs(towards.x - middle.x) / (resource_half_width + 3);
  const double y = std::abs(towards.y - middle.y) / (resource_half_height + 3);
  const double steps = std::max({x, y, 1.0});
  return between(middle, towards, 1 / steps);
}

/// The part of a layout in which there is something.
struct picture_frame {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

picture_frame frame_of(const graph_layout& layout) {
  constexpr double rim = 14;
  double left = layout.width, top = layout.height, right = 0, bottom = 0;
  const auto include = [&](graph_point at, double half_width, double half_height) {
    left = std::min(left, at.x - half_width - rim);
    right = std::max(right, at.x + half_width + rim);
    top = std::min(top, at.y - half_height - rim);
    bottom = std::max(bottom, at.y + half_height + rim);
  };
  for (const auto& [task, at] : layout.tasks) include(at, task_radius, task_radius);
  for (const auto& [object, at] : layout.resources)
    include(at, resource_half_width, resource_half_height);
  return {left, top, right - left, bottom - top};
}

/// Draws one graph; coordinates in whole pixels and tenths.
class pane_drawing {
 public:
  pane_drawing(const page_view& from, const std::vector<lasting_edge>& edges,
               const resource_graph& all, const graph_layout& layout)
      : from_(from), edges_(edges), all_(all), layout_(layout) {}

  std::string svg() {
    for (const lasting_edge& edge : edges_) put_edge(edge);
    for (const auto& node : all_.resources) put_resource(node);
    for (const auto& node : all_.tasks) put_task(node);
    const picture_frame frame = frame_of(layout_);
    return fmt::format(
        "<svg class=\"resource-graph\" role=\"img\" aria-labelledby=\"graph-{0}-title "
        "graph-{0}-now\" viewBox=\"{1:.0f} {2:.0f} {3:.0f} {4:.0f}\" width=\"{3:.0f}\" "
        "height=\"{4:.0f}\">\n{5}</svg>\n",
        from_.number, frame.x, frame.y, frame.width, frame.height, text_);
  }

 private:
  [[nodiscard]] std::string name_of_task(int task) const {
    return from_.told->tasks[static_cast<std::size_t>(task)].name;
  }
  [[nodiscard]] std::string name_of_object(int object) const {
    return from_.told->objects[static_cast<std::size_t>(object)].name;
  }

  /// Both a request and an assignment between the same two.
  [[nodiscard]] bool is_double(const lasting_edge& edge) const {
    return std::ranges::any_of(edges_, [&](const lasting_edge& other) {
      return other.task == edge.task && other.object == edge.object &&
             other.requests != edge.requests && other.first <= edge.last &&
             edge.first <= other.last;
    });
  }

  [[nodiscard]] curve curve_of(const lasting_edge& edge) const {
    const graph_point task = layout_.tasks.at(edge.task);
    const bool has_object = edge.object != execution::none;
    const graph_point other =
        has_object ? layout_.resources.at(edge.object) : layout_.tasks.at(edge.other_task);
    const graph_point begin = edge.requests ? task : other;
    const graph_point end = edge.requests ? other : task;
    const double length = std::max(std::hypot(end.x - begin.x, end.y - begin.y), 1.0);
    const double aside = has_object && is_double(edge) ? parallel_bend : 0;
    const graph_point middle = between(begin, end, 0.5);
    const graph_point by{middle.x + (end.y - begin.y) / length * aside * 2,
                         middle.y - (end.x - begin.x) / length * aside * 2};
    const bool ends_at_task = !edge.requests || !has_object;
    return {edge.requests ? border_of_task(begin, by) : border_of_resource(begin, by), by,
            ends_at_task ? border_of_task(end, by) : border_of_resource(end, by)};
  }

  static std::string head_of(const curve& line) {
    const graph_point back = moved(line.to, line.by, arrow_length);
    const double length = std::max(std::hypot(line.to.x - back.x, line.to.y - back.y), 1.0);
    const double x = (line.to.y - back.y) / length * 5;
    const double y = (back.x - line.to.x) / length * 5;
    return fmt::format("<path class=\"head\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}z\"/>",
                       line.to.x, line.to.y, back.x + x, back.y + y, back.x - x, back.y - y);
  }

  /// `thread 1 has lock A since step 3`.
  [[nodiscard]] std::string words_of(const lasting_edge& edge) const {
    const std::string since =
        edge.since == 0 ? std::string() : fmt::format(" since step {}", edge.since);
    const std::string task = name_of_task(edge.task);
    if (!edge.requests)
      return fmt::format("{} has {}{}{}", task, name_of_object(edge.object),
                         edge.shared ? " (shared)" : "", since);
    if (edge.object != execution::none)
      return fmt::format("{} waits for {}", task, name_of_object(edge.object));
    return fmt::format("{} waits for the end of {}", task, name_of_task(edge.other_task));
  }

  void put_edge(const lasting_edge& edge) {
    const curve line = curve_of(edge);
    std::string label = edge.where.known() ? fmt::format("line {}", edge.where.line) : "";
    if (!edge.requests && edge.since > 0)
      label = fmt::format("step {}{}{}", edge.since, label.empty() ? "" : ", ", label);
    text_ += fmt::format(
        "<g class=\"edge {}{}{}\" data-from=\"{}\" data-to=\"{}\"><title>{}</title>"
        "<path d=\"M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}\"/>{}{}{}</g>\n",
        edge.requests ? "request" : "assignment", edge.ring ? " ring" : "",
        edge.member ? " member" : "", edge.first, edge.last, xml_escaped(words_of(edge)),
        line.from.x, line.from.y, line.by.x, line.by.y, line.to.x, line.to.y, head_of(line),
        edge.requests ? ""
                      : fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>",
                                    line.from.x, line.from.y),
        label_of(line, label));
  }

  /// Beside the middle of the line, on the side away from the middle of the picture.
  [[nodiscard]] std::string label_of(const curve& line, const std::string& label) const {
    constexpr double distance = 9;
    const graph_point middle =
        between(between(line.from, line.by, 0.5), between(line.by, line.to, 0.5), 0.5);
    const double length =
        std::max(std::hypot(line.to.x - line.from.x, line.to.y - line.from.y), 1.0);
    double x = (line.to.y - line.from.y) / length;
    double y = (line.from.x - line.to.x) / length;
    const graph_point away{middle.x - layout_.centre.x, middle.y - layout_.centre.y};
    if (x * away.x + y * away.y < 0 || (x * away.x + y * away.y == 0 && y > 0)) {
      x = -x;
      y = -y;
    }
    const std::string_view side = x > 0.3 ? " after" : x < -0.3 ? " before" : "";
    return fmt::format("<text class=\"small{}\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", side,
                       middle.x + x * distance, middle.y + y * distance + 4,
                       xml_escaped(fitted(label, small_font_size, 150)));
  }

  void put_task(const resource_graph::task_node& node) {
    const graph_point at = layout_.tasks.at(node.task);
    const std::string name = name_of_task(node.task);
    text_ += fmt::format(
        "<g class=\"node task{}\" data-task=\"{}\"><title>{}</title>"
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/>"
        "<text x=\"{:.0f}\" y=\"{:.0f}\">{}</text>"
        "<text class=\"small doing\" x=\"{:.0f}\" y=\"{:.0f}\"></text></g>\n",
        node.part == graph_part::ring ? " ring" : "", node.task, xml_escaped(name), at.x, at.y,
        task_radius, at.x, at.y + 1, xml_escaped(fitted(name, font_size, 74)), at.x, at.y + 16);
  }

  void put_resource(const resource_graph::resource_node& node) {
    const graph_point at = layout_.resources.at(node.object);
    const std::string name = name_of_object(node.object);
    text_ += fmt::format(
        "<g class=\"node resource{}\" data-object=\"{}\"><title>{}: {}</title>"
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" rx=\"4\"/>{}"
        "<text x=\"{:.0f}\" y=\"{:.0f}\">{}</text>"
        "<text class=\"small state\" x=\"{:.0f}\" y=\"{:.0f}\"></text></g>\n",
        node.part == graph_part::ring ? " ring" : "", node.object,
        xml_escaped(scheduler::name_of(node.kind)), xml_escaped(name), at.x - resource_half_width,
        at.y - resource_half_height, 2 * resource_half_width, 2 * resource_half_height,
        instances(node, at), at.x, at.y - 2, xml_escaped(fitted(name, font_size, 108)), at.x,
        at.y + 14);
  }

  /// A dot for each that may have it at once; a number where that is more than there is room for.
  static std::string instances(const resource_graph::resource_node& node, graph_point at) {
    constexpr std::uint64_t most_dots = 8;
    const double y = at.y + resource_half_height - 9;
    if (node.instances > most_dots)
      return fmt::format("<text class=\"small\" x=\"{:.0f}\" y=\"{:.0f}\">{} at once</text>", at.x,
                         y + 4, node.instances);
    std::string dots;
    for (std::uint64_t i = 0; i < node.instances; ++i)
      dots += fmt::format(
          "<circle class=\"instance\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>",
          at.x + 9 * (static_cast<double>(i) - static_cast<double>(node.instances - 1) / 2), y);
    return dots;
  }

  const page_view& from_;
  const std::vector<lasting_edge>& edges_;
  const resource_graph& all_;
  const graph_layout& layout_;
  std::string text_;
};

/// Leaves out what ends first, where there is too much; returns the step from which on all is
/// there.
std::uint32_t keep_latest(std::vector<lasting_edge>& edges) {
  if (edges.size() <= most_edges) return 0;
  std::vector<std::uint32_t> ends;
  for (const lasting_edge& edge : edges) ends.push_back(edge.last);
  std::ranges::nth_element(ends, ends.end() - most_edges);
  const std::uint32_t cut = *(ends.end() - most_edges);
  std::erase_if(edges, [&](const lasting_edge& edge) { return edge.last <= cut; });
  return cut + 1;
}

constexpr std::string_view legend_html =
    "<p class=\"legend\"><b>Circle</b> task, <b>square</b> resource with a dot for each that may "
    "have it. <b>Solid</b> from a resource: held by. <b>Dashed</b> from a task: waits for.</p>\n";

}  // namespace

std::string graph_pane(const page_view& from) {
  std::vector<lasting_edge> edges = graph_history(from);
  const resource_graph all = resource_graph_of_all_steps(*from.told, from.about);
  const bool deadlock = from.about != nullptr && from.about->deadlock.has_value();
  if (edges.empty() || (all.resources.empty() && !deadlock)) return "";
  const std::uint32_t complete_from = keep_latest(edges);
  const graph_layout layout = layout_of(all);
  std::erase_if(edges, [&](const lasting_edge& edge) {
    return !layout.tasks.contains(edge.task) ||
           (edge.object != execution::none && !layout.resources.contains(edge.object)) ||
           (edge.object == execution::none && !layout.tasks.contains(edge.other_task));
  });
  const std::string note =
      complete_from == 0
          ? ""
          : fmt::format("<p class=\"note\">Drawn from step {} on.</p>\n", complete_from);
  return pane(
      from, "graph", "Who has what, who waits for what",
      fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"Resource graph\" data-closed=\"{0}\">\n{1}</div>\n"
                  "<p class=\"graph-now\" id=\"graph-{2}-now\"></p>\n{3}{4}",
                  deadlock ? from.about->deadlock->since : 0,
                  pane_drawing(from, edges, all, layout).svg(), from.number, note, legend_html));
}

}  // namespace heddle::reports
