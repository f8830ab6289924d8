#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/graph/graph_drawing.hpp"
#include "reports/graph/graph_picture.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// Graphviz measures nodes in inches.
constexpr double pixels_per_inch = 72;
constexpr double pixels_per_character = 7.5;
constexpr double dot_head_length = 10;

/// Graphviz counts upward.
double up(double y) { return y == 0 ? 0 : -y; }

/// What a quoted string of DOT shows as `text`: backslashes begin escapes there, and ampersands
/// entities.
std::string dot_escaped(std::string_view text) {
  std::string escaped = "\"";
  for (const char letter : printable(text)) {
    if (letter == '"' || letter == '\\') escaped += '\\';
    escaped += letter == '&' ? std::string{"&amp;"} : std::string{letter};
  }
  return escaped + '"';
}

/// The same for several lines, which `ending` ends.
std::string dot_escaped_lines(const std::vector<std::string>& lines, std::string_view ending) {
  std::string text = "\"";
  for (const std::string& line : lines) {
    const std::string one = dot_escaped(line);
    text += one.substr(1, one.size() - 2);
    text += ending;
  }
  return text + '"';
}

std::vector<std::string> lines_of(const std::string& wrapped) {
  std::vector<std::string> lines(1);
  for (const char letter : wrapped) {
    if (letter == '\n')
      lines.emplace_back();
    else
      lines.back() += letter;
  }
  return lines;
}

std::string_view colour_of(graph_part part) {
  switch (part) {
    case graph_part::ring:
    case graph_part::member:
      return "#cf222e";
    case graph_part::bystander:
      return "#818b98";
    case graph_part::potential:
      return "#9a6700";
    case graph_part::none:
      break;
  }
  return "#1f2328";
}

std::string_view fill_of(graph_part part) {
  if (part == graph_part::potential) return "#fff8c5";
  return part == graph_part::ring || part == graph_part::member ? "#ffebe9" : "#ffffff";
}

double pen_of(graph_part part) {
  if (part == graph_part::ring || part == graph_part::potential) return 2.5;
  return part == graph_part::member ? 1.75 : 1.0;
}

std::string_view words_of(graph_part part) {
  return part == graph_part::bystander ? "#59636e" : "#1f2328";
}

std::string_view style_of(graph_picture::line line) {
  switch (line) {
    case graph_picture::line::solid:
      return "solid";
    case graph_picture::line::dashed:
      return "dashed";
    case graph_picture::line::dotted:
      return "dotted";
  }
  return "solid";
}

/// Title and caption, to stand above the graph, and their height in pixels.
std::pair<std::string, double> heading_of(const graph_picture& picture, std::size_t width) {
  constexpr std::string_view end = "<br align=\"left\"/>";
  std::string text = "<";
  double height = 20;
  for (const std::string& line : lines_of(wrap(printable(picture.title), 0, width * 4 / 5))) {
    text += fmt::format("<font point-size=\"16\"><b>{}</b></font>{}", xml_escaped(line), end);
    height += 20;
  }
  for (const std::string& paragraph : picture.caption)
    for (const std::string& line : lines_of(wrap(printable(paragraph), 0, width))) {
      text += xml_escaped(line) + std::string{end};
      height += 16;
    }
  return {text + ">", height};
}

/// A table, so that edges can begin at a dot of their own.
std::string square_label(const graph_picture::node& one) {
  std::string words;
  const std::uint64_t dots = dots_drawn(one);
  const std::uint64_t columns = std::max<std::uint64_t>(dots, 1);
  for (const std::string& line : name_lines(one))
    words += fmt::format("<tr><td colspan=\"{}\">{}</td></tr>", columns, xml_escaped(line));
  if (const std::string note = note_text(one); !note.empty())
    words += fmt::format(
        "<tr><td colspan=\"{}\"><font point-size=\"9\" color=\"#59636e\">{}</font></td></tr>",
        columns, xml_escaped(note));
  std::string row;
  for (std::uint64_t dot = 0; dot < dots; ++dot)
    row += fmt::format("<td port=\"d{}\"><font point-size=\"10\">\u25cf</font></td>", dot);
  if (dots > 0) row = "<tr>" + row + "</tr>";
  return fmt::format("<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\">{}</table>>",
                     one.dots_above ? row + words : words + row);
}

std::string circle_label(const graph_picture::node& one) {
  std::vector<std::string> lines = name_lines(one);
  if (!one.note.empty()) lines.push_back("(" + one.note + ")");
  return dot_escaped_lines(lines, "\\n");
}

std::string node_text(const graph_picture::node& one, std::size_t number) {
  const bool circle = one.form == graph_picture::shape::circle;
  const double width = 2 * (circle ? task_radius : resource_half_width) / pixels_per_inch;
  const double height = 2 * (circle ? task_radius : resource_half_height) / pixels_per_inch;
  return fmt::format(
      "  n{} [shape={}, width={:.3f}, height={:.3f}, pos=\"{:.0f},{:.0f}\", label={}, "
      "tooltip={}, color=\"{}\", fillcolor=\"{}\", fontcolor=\"{}\", penwidth={:.2f}, "
      "style=\"filled{}\"];\n",
      number, circle ? "circle" : "box", width, height, one.middle.x, up(one.middle.y),
      circle ? circle_label(one) : square_label(one), dot_escaped(one.name), colour_of(one.part),
      fill_of(one.part), words_of(one.part), pen_of(one.part), one.ended ? ",dashed" : "");
}

/// The way of an edge: where its arrow ends, then a cubic Bezier curve.
std::string way_of(const drawn_line& line) {
  const auto third = [](graph_point end, graph_point control) {
    return graph_point{(end.x + 2 * control.x) / 3, (end.y + 2 * control.y) / 3};
  };
  const double length =
      std::max(std::hypot(line.to.x - line.control.x, line.to.y - line.control.y), 1e-6);
  const graph_point neck{line.to.x - (line.to.x - line.control.x) / length * dot_head_length,
                         line.to.y - (line.to.y - line.control.y) / length * dot_head_length};
  const graph_point first = third(line.from, line.control);
  const graph_point second = third(neck, line.control);
  return fmt::format("e,{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}",
                     line.to.x, up(line.to.y), line.from.x, up(line.from.y), first.x, up(first.y),
                     second.x, up(second.y), neck.x, up(neck.y));
}

std::string edge_text(const graph_picture& picture, const graph_drawing& drawing,
                      std::size_t place) {
  const graph_picture::edge& one = picture.edges[place];
  const graph_box& label = drawing.labels[place];
  const graph_picture::node& from = picture.nodes[one.from];
  const bool at_dot = one.dot >= 0 && static_cast<std::uint64_t>(one.dot) < dots_drawn(from);
  return fmt::format(
      "  n{}{} -> n{} [style={}, label={}, lp=\"{:.0f},{:.0f}\", pos=\"{}\", color=\"{}\", "
      "fontcolor=\"{}\", penwidth={:.2f}];\n",
      one.from, at_dot ? fmt::format(":d{}", one.dot) : "", one.to, style_of(one.style),
      dot_escaped_lines(one.label, "\\n"), label.left + label.width / 2,
      up(label.top + label.height / 2), way_of(drawing.lines[place]), colour_of(one.part),
      words_of(one.part), pen_of(one.part));
}

}  // namespace

std::string picture_dot(const graph_picture& picture) {
  const graph_drawing drawing = draw_edges(picture);
  const graph_box& all = drawing.bounds;
  const auto width = static_cast<std::size_t>(std::max(all.width, 420.0) / pixels_per_character);
  const auto [title, heading] = heading_of(picture, width);
  std::string text = "digraph heddle {\n";
  // The places are those of the nodes and edges: `dot -Kcirco` and the like choose others.
  text += "  graph [layout=nop2, bgcolor=\"#ffffff\", pad=0.3, outputorder=nodesfirst,\n";
  text += "         fontname=\"Helvetica,Arial,sans-serif\", fontsize=13,\n";
  text += fmt::format("         bb=\"{:.0f},{:.0f},{:.0f},{:.0f}\", lp=\"{:.0f},{:.0f}\",\n",
                      all.left, up(all.bottom()), all.right(), up(all.top) + heading,
                      all.left + all.width / 2, up(all.top) + heading / 2);
  text += fmt::format("         label={}];\n", title);
  text += "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fixedsize=true];\n";
  text += "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, arrowsize=0.8];\n";
  for (std::size_t place = 0; place < picture.nodes.size(); ++place)
    text += node_text(picture.nodes[place], place);
  for (std::size_t place = 0; place < picture.edges.size(); ++place)
    text += edge_text(picture, drawing, place);
  return text + "}\n";
}

}  // namespace heddle::reports
