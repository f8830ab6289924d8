#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/graph/graph_drawing.hpp"
#include "reports/graph/graph_picture.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/graph/graph_style.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

constexpr double paper_margin = 20;
constexpr double least_paper_width = 460;
constexpr int headline_size = 16;
constexpr int caption_size = 13;
constexpr double caption_line = 18;
constexpr double headline_line = 22;
constexpr double svg_head_length = 11;
constexpr double svg_head_half_width = 4.5;
std::string_view part_class(graph_part part) {
  switch (part) {
    case graph_part::ring:
      return " ring";
    case graph_part::member:
      return " member";
    case graph_part::bystander:
      return " bystander";
    case graph_part::potential:
      return " potential";
    case graph_part::none:
      break;
  }
  return "";
}

std::string_view line_class(graph_picture::line line) {
  switch (line) {
    case graph_picture::line::dashed:
      return " dashed";
    case graph_picture::line::dotted:
      return " dotted";
    case graph_picture::line::solid:
      break;
  }
  return "";
}

/// A whole picture: places of lines and labels, then text.
class svg_painter {
 public:
  explicit svg_painter(const graph_picture& picture)
      : picture_(picture), drawing_(draw_edges(picture)) {
    measure();
  }

  std::string paint() {
    std::string text = opening();
    double y = paper_margin + headline_size;
    for (const std::string& line : title_) {
      text += text_at("headline", paper_margin, y, line);
      y += headline_line;
    }
    text += fmt::format("<g transform=\"translate({:.0f} {:.0f})\">\n", shift_.x, shift_.y);
    for (const graph_picture::node& one : picture_.nodes) text += node_shape(one);
    for (std::size_t place = 0; place < picture_.edges.size(); ++place) text += edge_lines(place);
    for (const graph_picture::node& one : picture_.nodes) text += node_words(one);
    for (std::size_t place = 0; place < picture_.edges.size(); ++place) text += edge_label(place);
    text += "</g>\n";
    y = graph_bottom_;
    for (const std::string& line : caption_) {
      text += text_at("caption", paper_margin, y, line);
      y += caption_line;
    }
    return text + legend_text() + "</svg>\n";
  }

 private:
  static std::string text_at(std::string_view classes, double x, double y, std::string_view text) {
    return fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n", classes, x, y,
                       xml_escaped(text));
  }

  // The paper.

  void measure() {
    const graph_box& all = drawing_.bounds;
    width_ = std::max(least_paper_width, all.width + 2 * paper_margin);
    const int inner = static_cast<int>(width_ - 2 * paper_margin);
    title_ = text_lines(printable(picture_.title), headline_size, inner);
    for (const std::string& paragraph : picture_.caption)
      for (std::string& line : text_lines(printable(paragraph), caption_size, inner))
        caption_.push_back(std::move(line));
    const double top = paper_margin + headline_line * static_cast<double>(title_.size()) + 14;
    shift_ = {std::round((width_ - all.width) / 2 - all.left), std::round(top - all.top)};
    graph_bottom_ = std::round(top + all.height + 34);
    legend_top_ = graph_bottom_ + caption_line * static_cast<double>(caption_.size()) + 4;
    place_keys(inner);
    height_ = legend_top_ + 20 * static_cast<double>(key_rows_) + paper_margin - 12;
  }

  [[nodiscard]] std::string opening() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"resource-graph\" role=\"img\" "
        "aria-label=\"{}\" viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\">\n"
        "<title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n"
        "<rect class=\"paper\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"6\"/>\n",
        xml_escaped(picture_.title), width_, height_, width_, height_, xml_escaped(picture_.title),
        xml_escaped(picture_.description), resource_graph_style(), width_, height_);
  }

  // Nodes.

  static std::string group_of(const graph_picture::node& one) {
    return fmt::format("<g class=\"{}{}{}\">\n",
                       one.form == graph_picture::shape::circle ? "task" : "resource",
                       part_class(one.part), one.ended ? " ended" : "");
  }

  static std::string node_shape(const graph_picture::node& one) {
    const std::string text =
        group_of(one) + fmt::format("<title>{}</title>\n", xml_escaped(one.name));
    if (one.form == graph_picture::shape::circle)
      return text +
             fmt::format(
                 "<circle class=\"shape\" cx=\"{:.0f}\" cy=\"{:.0f}\" r=\"{:.0f}\"/>\n</g>\n",
                 one.middle.x, one.middle.y, task_radius);
    return text + fmt::format(
                      "<rect class=\"shape\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" "
                      "height=\"{:.0f}\"/>\n{}</g>\n",
                      one.middle.x - resource_half_width, one.middle.y - resource_half_height,
                      2 * resource_half_width, 2 * resource_half_height, dots_in(one));
  }

  /// Above the lines, which may begin within the node.
  static std::string node_words(const graph_picture::node& one) {
    const std::vector<std::string> lines = name_lines(one);
    const std::string note = note_text(one);
    const std::size_t rows = lines.size() + (note.empty() ? 0 : 1);
    double y = text_middle(one) - 7 * (static_cast<double>(rows) - 1) + 4;
    std::string text = group_of(one);
    for (const std::string& line : lines) {
      text += text_at("name middle", one.middle.x, y, line);
      y += 14;
    }
    if (!note.empty()) text += text_at("note middle", one.middle.x, y, note);
    return text + "</g>\n";
  }

  static std::string dots_in(const graph_picture::node& one) {
    std::string text;
    for (std::uint64_t dot = 0; dot < dots_drawn(one); ++dot) {
      const graph_point there = dot_place(one, dot);
      text += fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>\n", there.x,
                          there.y);
    }
    return text;
  }

  // Edges.

  [[nodiscard]] std::string edge_lines(std::size_t place) const {
    const graph_picture::edge& one = picture_.edges[place];
    const drawn_line& line = drawing_.lines[place];
    const double length =
        std::max(std::hypot(line.to.x - line.control.x, line.to.y - line.control.y), 1e-6);
    const graph_point ahead{(line.to.x - line.control.x) / length,
                            (line.to.y - line.control.y) / length};
    const graph_point neck{line.to.x - ahead.x * svg_head_length,
                           line.to.y - ahead.y * svg_head_length};
    return fmt::format(
        "<g class=\"edge{}{}\"><path class=\"line\" d=\"M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} "
        "{:.1f}\"/><path class=\"head\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} "
        "{:.1f}Z\"/></g>\n",
        line_class(one.style), part_class(one.part), line.from.x, line.from.y, line.control.x,
        line.control.y, neck.x, neck.y, line.to.x, line.to.y,
        neck.x - ahead.y * svg_head_half_width, neck.y + ahead.x * svg_head_half_width,
        neck.x + ahead.y * svg_head_half_width, neck.y - ahead.x * svg_head_half_width);
  }

  [[nodiscard]] std::string edge_label(std::size_t place) const {
    const graph_picture::edge& one = picture_.edges[place];
    const graph_box& box = drawing_.labels[place];
    std::string text = fmt::format("<g class=\"edge{}\">", part_class(one.part));
    double y = box.top + label_line - 3;
    for (const std::string& line : one.label) {
      text += text_at("label small middle", box.left + box.width / 2, y, line);
      y += label_line;
    }
    return text + "</g>\n";
  }

  // The legend.

  static double width_of_key(const graph_picture::key& one) {
    return 46 + text_width(one.meaning, label_size) + 18;
  }

  void place_keys(int inner) {
    double x = 0;
    for (const graph_picture::key& one : picture_.legend) {
      const double wide = width_of_key(one);
      if (key_rows_ == 0 || x + wide > inner + 18) {
        ++key_rows_;
        x = 0;
      }
      keys_.push_back({paper_margin + x, legend_top_ + 20 * (static_cast<double>(key_rows_) - 1)});
      x += wide;
    }
  }

  [[nodiscard]] std::string legend_text() const {
    std::string text = "<g class=\"legend\">\n";
    for (std::size_t place = 0; place < keys_.size(); ++place) {
      const graph_picture::key& one = picture_.legend[place];
      text += sign_text(one.what, keys_[place]);
      text += text_at("small faint", keys_[place].x + 42, keys_[place].y + 4, one.meaning);
    }
    return text + "</g>\n";
  }

  static std::string sign_text(graph_picture::key::sign what, graph_point at) {
    using sign = graph_picture::key::sign;
    const double x = at.x + 18;
    const double y = at.y;
    if (what == sign::task || what == sign::faint)
      return fmt::format(
          "<g class=\"task{}\"><circle class=\"shape\" cx=\"{:.0f}\" cy=\"{:.0f}\" "
          "r=\"7\"/></g>\n",
          what == sign::faint ? " bystander" : "", x, y);
    if (what == sign::resource || what == sign::signal)
      return fmt::format(
          "<g class=\"resource\"><rect class=\"shape\" x=\"{:.0f}\" y=\"{:.0f}\" "
          "width=\"18\" height=\"14\"/>{}</g>\n",
          x - 9, y - 7,
          what == sign::signal ? ""
                               : fmt::format("<circle class=\"dot\" cx=\"{:.0f}\" cy=\"{:.0f}\" "
                                             "r=\"3\"/>",
                                             x, y));
    const auto style = what == sign::dashed   ? graph_picture::line::dashed
                       : what == sign::dotted ? graph_picture::line::dotted
                                              : graph_picture::line::solid;
    return fmt::format(
        "<g class=\"edge{0}\"><path class=\"line\" d=\"M{1:.0f} {2:.0f}H{3:.0f}\"/>"
        "<path class=\"head\" d=\"M{4:.0f} {2:.0f}l-9 -4v8Z\"/></g>\n",
        line_class(style), at.x, y, at.x + 27, at.x + 36);
  }

  const graph_picture& picture_;
  graph_drawing drawing_;
  std::vector<std::string> title_;
  std::vector<std::string> caption_;
  std::vector<graph_point> keys_;
  graph_point shift_{};
  double width_ = 0;
  double height_ = 0;
  double graph_bottom_ = 0;
  double legend_top_ = 0;
  int key_rows_ = 0;
};

}  // namespace

std::string picture_svg(const graph_picture& picture) { return svg_painter{picture}.paint(); }

}  // namespace heddle::reports
