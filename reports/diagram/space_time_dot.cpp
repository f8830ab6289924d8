#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/diagram/dot_text.hpp"
#include "reports/diagram/space_time.hpp"
#include "reports/diagram/space_time_plan.hpp"
#include "reports/text/table_rows.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

std::string_view style_of(const placed_row& row) {
  switch (row.row.told.what) {
    case trace_row::sort::preemption:
      return "style=\"rounded,dashed,filled\" color=\"#bc6c00\" fillcolor=\"#fff1d6\"";
    case trace_row::sort::problem:
      return "color=\"#cf222e\" fillcolor=\"#cf222e\" fontcolor=\"#ffffff\"";
    case trace_row::sort::waiting:
      return "color=\"#cf222e\" fillcolor=\"#ffebe9\" fontcolor=\"#a40e26\"";
    case trace_row::sort::step:
      break;
    default:
      return "color=\"#d1d9e0\" fillcolor=\"#ffffff\"";
  }
  if (row.row.wrong) return "color=\"#cf222e\" fillcolor=\"#ffdcd7\" penwidth=2";
  if (row.row.told.matters) return "color=\"#0969da\" fillcolor=\"#ddf4ff\" penwidth=2";
  return row.row.pale ? "color=\"#d1d9e0\" fillcolor=\"#ffffff\" fontcolor=\"#6e7781\""
                      : "color=\"#8c959f\" fillcolor=\"#f6f8fa\"";
}

/// Writes a plan for Graphviz, which counts points from below: one pixel is one point.
class space_time_dot_writer {
 public:
  space_time_dot_writer(const execution& from, const checker::finding* about,
                        const space_time_options& options)
      : from_(from), plan_(plan_space_time(from, about, options)) {
    std::string title = options.title;
    for (const auto* lines : {&plan_.headline, &plan_.why})
      for (const std::string& line : *lines) title += (title.empty() ? "" : "\n") + line;
    put("digraph space_time {{\n");
    put("  // Every node has its place: draw it with dot, or with neato -n.\n");
    put("  graph [layout=neato inputscale=72 outputorder=edgesfirst fontsize=12 label={} "
        "labelloc=t labeljust=l "
        "fontname=\"sans-serif\" splines=line]\n",
        dot_quoted(title, true));
    put("  node [shape=box style=\"rounded,filled\" fontname=\"sans-serif\" fontsize=11 "
        "fixedsize=true height=0.3]\n");
    put("  edge [arrowsize=0.6 fontname=\"sans-serif\" fontsize=10]\n");
  }

  std::string write() {
    for (const diagram_lane& lane : plan_.tasks) head("task", lane, "oval", "");
    for (const diagram_lane& lane : plan_.objects)
      head("object", lane, "box",
           ": " + from_.objects[static_cast<std::size_t>(lane.place)].initial);
    for (std::size_t at = 0; at < plan_.rows.size(); ++at) node(at);
    for (const diagram_lane& lane : plan_.tasks) program_order(lane);
    for (const value_box& one : plan_.values) value(one);
    for (const placed_arrow& one : plan_.arrows)
      put("  row{} -> row{} [{}]\n", one.from, one.to,
          one.what == arrow::sort::message ? "color=\"#8250df\" penwidth=2" : "color=\"#0969da\"");
    for (std::size_t at = 0; at + 1 < plan_.rows.size(); ++at)
      if (plan_.rows[at].row.told.what == trace_row::sort::preemption)
        put("  row{} -> row{} [style=dashed color=\"#bc6c00\"]\n", at, at + 1);
    put("}}\n");
    return std::move(text_);
  }

 private:
  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  std::string place(int x, int y) const { return fmt::format("{},{}!", x, plan_.height - y); }

  void head(std::string_view what, const diagram_lane& lane, std::string_view shape,
            const std::string& more) {
    put("  {}{} [label={} shape={} pos=\"{}\" width={:.2f} color=\"#8c959f\" "
        "fillcolor=\"#eaeef2\"]\n",
        what, lane.place, dot_quoted(lane.name + more), shape, place(lane.x, plan_.head_y),
        std::max(0.5, (lane.width - 12) / 72.0));
  }

  void node(std::size_t at) {
    const placed_row& row = plan_.rows[at];
    const std::string label = step_label(row.row.told);
    put("  row{} [label={} pos=\"{}\" width={:.2f} {}]\n", at,
        dot_quoted(label.empty() ? row.text : label + "  " + row.text),
        place(row.box_x + row.box_width / 2, row.y), (row.box_width + 30) / 72.0, style_of(row));
  }

  void program_order(const diagram_lane& lane) {
    std::string before = fmt::format("task{}", lane.place);
    for (std::size_t at = 0; at < plan_.rows.size(); ++at) {
      if (plan_.rows[at].row.told.task != lane.place) continue;
      put("  {} -> row{} [color=\"#8c959f\"]\n", before, at);
      before = fmt::format("row{}", at);
    }
  }

  void value(const value_box& one) {
    const diagram_lane& lane = plan_.objects[static_cast<std::size_t>(one.lane)];
    const placed_row& row = plan_.rows[one.row];
    const std::string name = fmt::format("value{}_{}", one.row, lane.place);
    put("  {} [label={} pos=\"{}\" style=filled fontsize=10 width={:.2f} height=0.25 "
        "color=\"{}\" fillcolor=\"{}\"]\n",
        name, dot_quoted(one.text), place(lane.x, row.y), (one.width + 6) / 72.0,
        one.changes ? "#9a6700" : "#afb8c1", one.changes ? "#fff8c5" : "#ffffff");
    put("  row{} -> {} [dir={} color=\"#afb8c1\"]\n", one.row, name,
        one.changes ? "forward"
        : one.reads ? "back"
                    : "none");
  }

  const execution& from_;
  space_time_plan plan_;
  std::string text_;
};

}  // namespace

std::string space_time_dot(const execution& from, const checker::finding* about,
                           const space_time_options& options) {
  return space_time_dot_writer{from, about, options}.write();
}

}  // namespace heddle::reports
