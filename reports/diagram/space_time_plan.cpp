#include "reports/diagram/space_time_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/text/cause.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/table_rows.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;
namespace sizes = space_time_sizes;

constexpr int narrowest_lane = 96;
constexpr int narrowest_crowded_lane = 36;
constexpr int widest_lane = 240;
constexpr int narrowest_object = 76;
constexpr int narrowest_numbers = 30;
constexpr int widest_object = 190;
/// Lanes share this if they would be wider together.
constexpr int crowded_width = 1400;
constexpr int narrowest_picture = 560;

int height_of(trace_row::sort what) {
  switch (what) {
    case trace_row::sort::step:
    case trace_row::sort::problem:
      return 34;
    case trace_row::sort::note:
      return 28;
    default:
      return 32;
  }
}

std::string words_of(const trace_row& row) {
  switch (row.what) {
    case trace_row::sort::preemption:
      return row.text.empty() ? "preempted here" : "preempted here, about to: " + row.text;
    case trace_row::sort::waiting:
      return "waits for ever: " + row.text;
    case trace_row::sort::repetition:
      return "from here to the end: again and again";
    default:
      return row.text;
  }
}

/// Lays out one picture, part by part.
class space_time_layout {
 public:
  space_time_layout(const execution& from, const checker::finding* about,
                    const space_time_options& options)
      : from_(from), about_(about), options_(options) {}

  space_time_plan lay_out() {
    for (diagram_row& row : diagram_rows_of(from_, about_, options_.everything,
                                            std::max<std::size_t>(options_.rows, 8)))
      plan_.rows.push_back({std::move(row), 0, 0, 0, 0, ""});
    find_lanes();
    place_lanes();
    place_head();
    place_rows();
    place_boxes();
    place_marks(plan_, from_);
    plan_.height = plan_.lanes_bottom + 8;
    if (!options_.embedded) place_legend(plan_, about_ != nullptr && about_->race.has_value());
    return std::move(plan_);
  }

 private:
  const execution::step& step_of(const placed_row& row) const {
    return from_.steps[row.row.told.last - 1];
  }

  void find_lanes() {
    std::vector<bool> tasks(from_.tasks.size());
    std::vector<bool> objects(from_.objects.size());
    const auto mark = [](std::vector<bool>& places, int place) {
      if (place != execution::none) places[static_cast<std::size_t>(place)] = true;
    };
    for (const placed_row& row : plan_.rows) {
      mark(tasks, row.row.told.task);
      if (!row.is_step()) continue;
      mark(objects, step_of(row).object);
      mark(objects, step_of(row).second);
    }
    add_lanes(plan_.tasks, tasks, from_.tasks);
    add_lanes(plan_.objects, objects, from_.objects);
  }

  template <class Named>
  static void add_lanes(std::vector<diagram_lane>& to, const std::vector<bool>& shown,
                        const std::vector<Named>& named) {
    for (std::size_t place = 0; place < shown.size(); ++place)
      if (shown[place])
        to.push_back({static_cast<int>(place), printable(named[place].name), 0, 0, 0, 0});
  }

  void widen(std::vector<diagram_lane>& lanes, int narrowest, int widest) {
    for (diagram_lane& lane : lanes)
      lane.width = std::clamp(text_width(lane.name, sizes::text) + 36, narrowest, widest);
  }

  void measure_lanes() {
    widen(plan_.tasks, narrowest_lane, widest_lane);
    widen(plan_.objects, narrowest_object, widest_object);
    for (const placed_row& row : plan_.rows) {
      if (!row.is_step()) continue;
      const int task = lane_at(plan_.tasks, row.row.told.task);
      if (task >= 0)
        grow(plan_.tasks[static_cast<std::size_t>(task)],
             text_width(row.row.told.text, sizes::text) + 36, widest_lane);
      const int object = lane_at(plan_.objects, step_of(row).object);
      if (object >= 0)
        grow(plan_.objects[static_cast<std::size_t>(object)],
             text_width(step_of(row).after, sizes::small_text) + 34, widest_object);
    }
  }

  static void grow(diagram_lane& lane, int width, int widest) {
    lane.width = std::max(lane.width, std::min(width, widest));
  }

  /// Many lanes share what room there is; their boxes then stand over their neighbours' lanes.
  static void crowd(std::vector<diagram_lane>& lanes) {
    int total = 0;
    for (const diagram_lane& lane : lanes) total += lane.width;
    if (total <= crowded_width) return;
    for (diagram_lane& lane : lanes)
      lane.width = std::max(narrowest_crowded_lane, lane.width * crowded_width / total);
  }

  void place_lanes() {
    measure_lanes();
    crowd(plan_.tasks);
    crowd(plan_.objects);
    int numbers = narrowest_numbers;
    for (const placed_row& row : plan_.rows)
      numbers = std::max(numbers, text_width(step_label(row.row.told), sizes::text));
    plan_.numbers_right = sizes::margin + numbers;
    int x = plan_.numbers_right + 14;
    plan_.lanes_left = x;
    const auto place = [&](std::vector<diagram_lane>& lanes) {
      for (diagram_lane& lane : lanes) {
        lane.x = x + lane.width / 2;
        x += lane.width;
      }
    };
    place(plan_.tasks);
    plan_.objects_left = plan_.objects.empty() ? x : x += 20;
    place(plan_.objects);
    plan_.lanes_right = x;
    int where = 0;
    for (const placed_row& row : plan_.rows)
      where = std::max(where, text_width(row.row.told.where, sizes::small_text));
    plan_.width = std::max(narrowest_picture, x + 12 + std::min(where, 230) + sizes::margin);
  }

  void place_head() {
    int y = sizes::margin;
    if (!options_.embedded) {
      const int room = plan_.width - 2 * sizes::margin;
      if (!options_.title.empty()) y += 18;
      if (about_ != nullptr) {
        const std::string what =
            fmt::format("{}: {}", name_of(about_->kind), printable(about_->message));
        plan_.headline = text_lines(what, sizes::title_text, room);
        const std::string why = cause_sentence(*about_);
        if (!why.empty()) plan_.why = text_lines("Why: " + why, sizes::text, room);
      }
      y += static_cast<int>(plan_.headline.size()) * 22 + static_cast<int>(plan_.why.size()) * 17;
      if (y > sizes::margin) y += 12;
    }
    plan_.tilted = is_crowded();
    if (!plan_.tilted) fit_names();
    plan_.head_y = y + 32 + (plan_.tilted ? sizes::tilted_height : 0);
    plan_.lanes_top = plan_.head_y + 14;
  }

  /// Names stand aslant where there are too many lanes for them.
  bool is_crowded() const {
    const auto too_narrow = [](int narrowest) {
      return [narrowest](const diagram_lane& lane) {
        return lane.width < narrowest && text_width(lane.name, sizes::text) + 20 > lane.width;
      };
    };
    return std::ranges::any_of(plan_.tasks, too_narrow(narrowest_lane)) ||
           std::ranges::any_of(plan_.objects, too_narrow(narrowest_object));
  }

  void fit_names() {
    for (auto* const lanes : {&plan_.tasks, &plan_.objects})
      for (diagram_lane& lane : *lanes) lane.name = fitted(lane.name, sizes::text, lane.width - 24);
  }

  void place_rows() {
    int y = plan_.lanes_top + (plan_.objects.empty() ? 8 : 36);
    for (placed_row& row : plan_.rows) {
      row.height = height_of(row.row.told.what);
      row.y = y + row.height / 2;
      y += row.height;
    }
    plan_.lanes_bottom = y + 10;
  }

  void place_boxes() {
    const int left = plan_.lanes_left + 2;
    const int right = std::max(plan_.lanes_right, plan_.width - sizes::margin);
    for (placed_row& row : plan_.rows) {
      const std::string words = words_of(row.row.told);
      const int lane = lane_at(plan_.tasks, row.row.told.task);
      const int middle = lane >= 0 ? plan_.tasks[static_cast<std::size_t>(lane)].x
                                   : (left + plan_.lanes_right) / 2;
      const int most = row.is_step() ? widest_lane - 8 : right - left;
      row.text = fitted(words, sizes::text, most - 16);
      row.box_width = text_width(row.text, sizes::text) + 16;
      row.box_x =
          std::clamp(middle - row.box_width / 2, left, std::max(left, right - row.box_width));
    }
  }

  const execution& from_;
  const checker::finding* about_;
  const space_time_options& options_;
  space_time_plan plan_;
};

}  // namespace

int lane_at(const std::vector<diagram_lane>& lanes, int place) {
  const auto found = std::ranges::lower_bound(lanes, place, {}, &diagram_lane::place);
  const bool has = place != execution::none && found != lanes.end() && found->place == place;
  return has ? static_cast<int>(found - lanes.begin()) : -1;
}

space_time_plan plan_space_time(const execution& from, const checker::finding* about,
                                const space_time_options& options) {
  return space_time_layout{from, about, options}.lay_out();
}

}  // namespace heddle::reports
