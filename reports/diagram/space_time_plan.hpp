#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/diagram/arrows.hpp"
#include "reports/diagram/diagram_rows.hpp"
#include "reports/diagram/space_time.hpp"

/// Where everything in a space-time diagram stands, in pixels. Not for others.
namespace heddle::reports {

/// A vertical line in the picture: of a task, or of an object.
struct diagram_lane {
  int place = scheduler::execution::none;  ///< in `execution.tasks` or `.objects`
  std::string name;
  int x = 0;  ///< its middle
  int width = 0;
  int top = 0;     ///< where it begins: below its name, or at its start
  int bottom = 0;  ///< where it ends
};

/// A row with its place.
struct placed_row {
  diagram_row row;
  int y = 0;  ///< its middle
  int height = 0;
  /// The box of its text; of width 0 if there is none.
  int box_x = 0;
  int box_width = 0;
  std::string text;  ///< as much as fits

  [[nodiscard]] bool is_step() const { return row.told.what == trace_row::sort::step; }
  /// The middle of its box.
  [[nodiscard]] int x() const { return box_x + box_width / 2; }
  /// It tells step `number`.
  [[nodiscard]] bool shows(std::uint32_t number) const {
    return is_step() && row.told.first <= number && number <= row.told.last;
  }
};

/// A stretch in which a task cannot go on.
struct blocked_stretch {
  int lane = 0;  ///< a place in `tasks`
  int top = 0;
  int bottom = 0;
  bool for_ever = false;
};

/// The state of an object beside a step.
struct value_box {
  int lane = 0;  ///< a place in `objects`
  std::size_t row = 0;
  std::string text;
  std::string full_text;
  int width = 0;
  bool changes = false;
  bool reads = false;  ///< the step learns it
};

/// An arrow between two rows, places in `rows`.
struct placed_arrow {
  std::size_t from = 0;
  std::size_t to = 0;
  arrow::sort what = arrow::sort::synchronisation;
};

/// A sample of what is drawn, and what it means.
struct legend_entry {
  enum class sort : std::uint8_t { line, plain_line, box, bar };

  sort what = sort::line;
  std::string name;  ///< its class
  std::string meaning;
  int x = 0;
  int y = 0;
};

/// A whole picture.
struct space_time_plan {
  std::vector<std::string> headline;  ///< what is wrong
  std::vector<std::string> why;       ///< and why, in lines
  std::vector<placed_row> rows;
  std::vector<diagram_lane> tasks;
  std::vector<diagram_lane> objects;
  std::vector<value_box> values;
  std::vector<placed_arrow> arrows;
  std::vector<blocked_stretch> blocked;
  std::vector<legend_entry> legend;
  bool tilted = false;    ///< the lanes are too narrow for their names
  int numbers_right = 0;  ///< where the numbers of steps end
  int lanes_left = 0;     ///< where the tasks' lanes begin
  int objects_left = 0;   ///< and the objects'
  int lanes_right = 0;    ///< where both end
  int head_y = 0;         ///< the middle of the names
  int lanes_top = 0;
  int lanes_bottom = 0;
  int width = 0;
  int height = 0;
};

namespace space_time_sizes {
inline constexpr int margin = 16;
inline constexpr int text = 12;        ///< font size of steps
inline constexpr int small_text = 11;  ///< of values and lines
inline constexpr int title_text = 16;
inline constexpr int box_height = 22;
inline constexpr int half_box = box_height / 2;
inline constexpr int legend_line = 20;
inline constexpr int tilted_height = 104;  ///< of names that stand aslant
}  // namespace space_time_sizes

/// The place of the lane of a task or an object among `lanes`; -1 if it has none.
int lane_at(const std::vector<diagram_lane>& lanes, int place);

/// Adds values, ends of lanes, arrows and blocked stretches to a plan with rows and lanes.
void place_marks(space_time_plan& plan, const scheduler::execution& execution);

/// What of all that can be drawn a picture shows, with its meaning, below its lanes; makes the
/// picture as high as that takes.
void place_legend(space_time_plan& plan, bool has_race);

/// The lines between steps, as SVG: what stands behind all boxes.
std::string space_time_lines(const space_time_plan& plan, const scheduler::execution& execution,
                             const checker::finding* about);

/// Lays a picture out.
space_time_plan plan_space_time(const scheduler::execution& execution,
                                const checker::finding* about, const space_time_options& options);

}  // namespace heddle::reports
