#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/diagram/space_time_plan.hpp"
#include "reports/diagram/svg_parts.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
namespace sizes = space_time_sizes;

/// Writes the lines of a plan, those further behind first.
class line_writer {
 public:
  line_writer(const space_time_plan& plan, const execution& from, const checker::finding* about)
      : plan_(plan), from_(from), about_(about) {}

  std::string write() {
    for (const diagram_lane& one : plan_.tasks) program_order(one);
    for (const blocked_stretch& one : plan_.blocked) blocked(one);
    for (const value_box& one : plan_.values) access(one);
    for (const placed_arrow& one : plan_.arrows) causality(one);
    preemption_arrows();
    unordered();
    return std::move(text_);
  }

 private:
  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  /// From each step of a task to its next one.
  void program_order(const diagram_lane& lane) {
    int y = lane.top;
    for (const placed_row& row : plan_.rows) {
      if (row.row.told.task != lane.place || !row.is_step()) continue;
      put(R"svg(<path class="lane" d="M{} {}V{}" marker-end="url(#space-time-lane)"/>)svg"
          "\n",
          lane.x, y, row.y - sizes::half_box - 1);
      y = row.y + sizes::half_box;
    }
    if (lane.bottom > y)
      put(R"svg(<path class="lane" d="M{} {}V{}"/>)svg"
          "\n",
          lane.x, y, lane.bottom);
  }

  void blocked(const blocked_stretch& one) {
    const diagram_lane& lane = plan_.tasks[static_cast<std::size_t>(one.lane)];
    put(R"svg(<rect class="blocked {0}" x="{1}" y="{2}" width="12" height="{3}" )svg"
        R"svg(fill="url(#space-time-{0})"><title>{4}</title></rect>)svg"
        "\n",
        one.for_ever ? "hatched-for-ever" : "hatched", lane.x - 6, one.top, one.bottom - one.top,
        xml_escaped(lane.name + (one.for_ever ? " waits for ever" : " cannot go on")));
  }

  /// The line between a step and the object it touches.
  void access(const value_box& one) {
    const placed_row& row = plan_.rows[one.row];
    const int x = plan_.objects[static_cast<std::size_t>(one.lane)].x - one.width / 2;
    const int from = row.box_x + row.box_width;
    const std::string_view heads = one.changes ? " marker-end=\"url(#space-time-access)\""
                                   : one.reads ? " marker-start=\"url(#space-time-access)\""
                                               : "";
    if (x > from)
      put(R"svg(<path class="access" d="M{} {}H{}"{}/>)svg"
          "\n",
          from + 1, row.y, x - 1, heads);
  }

  void curve(const placed_row& from, const placed_row& to, std::string_view what) {
    const int top = from.y + sizes::half_box;
    const int bottom = to.y - sizes::half_box - 1;
    const int bend = std::clamp((bottom - top) / 2, 6, 60);
    put(R"svg(<path class="{0}" d="M{1} {2}C{1} {3} {4} {5} {4} {6}" )svg"
        R"svg(marker-end="url(#space-time-{0})"/>)svg"
        "\n",
        what, from.x(), top, top + bend, to.x(), bottom - bend, bottom);
  }

  void causality(const placed_arrow& one) {
    const placed_row& from = plan_.rows[one.from];
    const placed_row& to = plan_.rows[one.to];
    if (one.what == arrow::sort::message)
      put(R"svg(<path class="message" d="M{} {}L{} {}" marker-end="url(#space-time-message)"/>)svg"
          "\n",
          from.x(), from.y + sizes::half_box, to.x(), to.y - sizes::half_box - 1);
    else if (kind_of(from) == scheduler::operation_kind::spawn)
      start(from, to);
    else if (kind_of(to) == scheduler::operation_kind::join)
      end(from, to);
    else
      curve(from, to, "synchronisation");
  }

  scheduler::operation_kind kind_of(const placed_row& row) const {
    return from_.steps[row.row.told.last - 1].kind;
  }

  /// Where a horizontal line to a box at `x` leaves this one.
  static int side_of(const placed_row& row, int x) {
    return x > row.x() ? row.box_x + row.box_width + 1 : row.box_x - 1;
  }

  /// From where a task is started to its lane, and down to its first step.
  void start(const placed_row& from, const placed_row& to) {
    const int x = to.x();
    const int side = side_of(from, x);
    const int corner = x > side ? 8 : -8;
    put(R"svg(<path class="synchronisation" d="M{} {}H{}q{} 0 {} 8V{}" )svg"
        R"svg(marker-end="url(#space-time-synchronisation)"/>)svg"
        "\n",
        side, from.y, x - corner, corner, corner, to.y - sizes::half_box - 1);
  }

  /// From the last step of a task down to where somebody waits for its end.
  void end(const placed_row& from, const placed_row& to) {
    const int x = from.x();
    const int side = side_of(to, x);
    const int corner = side > x ? 8 : -8;
    put(R"svg(<path class="synchronisation" d="M{} {}V{}q0 8 {} 8H{}" )svg"
        R"svg(marker-end="url(#space-time-synchronisation)"/>)svg"
        "\n",
        x, from.y + sizes::half_box, to.y - 8, corner, side);
  }

  void preemption_arrows() {
    for (std::size_t at = 0; at + 1 < plan_.rows.size(); ++at)
      if (plan_.rows[at].row.told.what == trace_row::sort::preemption)
        curve(plan_.rows[at], plan_.rows[at + 1], "preempts");
  }

  /// Between the two accesses of a race.
  void unordered() {
    if (about_ == nullptr || !about_->race) return;
    const placed_row* const from = row_of(about_->race->earlier.step);
    const placed_row* const to = row_of(about_->race->later.step);
    if (from == nullptr || to == nullptr) return;
    const int top = from->y + sizes::half_box;
    const int bottom = to->y - sizes::half_box;
    put(R"svg(<path class="unordered" d="M{} {}L{} {}"/>)svg"
        "\n",
        from->x(), top, to->x(), bottom);
  }

  const placed_row* row_of(std::uint32_t number) const {
    for (const placed_row& row : plan_.rows)
      if (row.shows(number)) return &row;
    return nullptr;
  }

  const space_time_plan& plan_;
  const execution& from_;
  const checker::finding* about_;
  std::string text_;
};

}  // namespace

std::string space_time_lines(const space_time_plan& plan, const execution& from,
                             const checker::finding* about) {
  return line_writer{plan, from, about}.write();
}

}  // namespace heddle::reports
