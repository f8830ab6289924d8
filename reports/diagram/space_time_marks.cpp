#include <algorithm>

#include "reports/diagram/space_time_plan.hpp"
#include "reports/diagram/svg_parts.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;
namespace sizes = space_time_sizes;

/// Whether a step tells its task what an object holds, without changing it.
bool only_reads(const execution::step& step) {
  return step.before == step.after &&
         (step.kind == operation_kind::read || step.kind == operation_kind::load ||
          step.kind == operation_kind::is_set || step.kind == operation_kind::compare_exchange);
}

/// Adds what stands on the lanes, part by part.
class mark_placer {
 public:
  mark_placer(space_time_plan& plan, const execution& from) : from_(from), plan_(plan) {}

  void place() {
    place_values();
    place_ends();
    place_arrows();
    for (std::size_t lane = 0; lane < plan_.tasks.size(); ++lane) place_blocked(lane);
  }

 private:
  const execution::step& step_of(const placed_row& row) const {
    return from_.steps[row.row.told.last - 1];
  }

  void place_values() {
    for (std::size_t at = 0; at < plan_.rows.size(); ++at) {
      const placed_row& row = plan_.rows[at];
      if (!row.is_step()) continue;
      const execution::step& step = step_of(row);
      add_value(at, step.object, step.after, step.before != step.after, only_reads(step));
      if (step.second == execution::none || step.how != scheduler::outcome::done) continue;
      if (step.kind == operation_kind::wait) add_value(at, step.second, "free", true, false);
      if (step.kind == operation_kind::wake)
        add_value(at, step.second,
                  "held by " + from_.tasks[static_cast<std::size_t>(step.task)].name, true, false);
    }
  }

  void add_value(std::size_t row, int object, const std::string& value, bool changes, bool reads) {
    const int lane = lane_at(plan_.objects, object);
    if (lane < 0) return;
    value_box box{lane, row, "", printable(value), 0, changes, reads};
    const int room = plan_.objects[static_cast<std::size_t>(lane)].width;
    box.text = fitted(box.full_text, sizes::small_text, std::max(room - 20, 40));
    box.width = text_width(box.text, sizes::small_text) + 14;
    plan_.values.push_back(std::move(box));
  }

  /// The first row that tells step `number` or a later one; past the end if none does.
  std::size_t row_at(std::uint32_t number) const {
    const auto found = std::ranges::partition_point(
        plan_.rows, [&](const placed_row& row) { return row.row.told.last < number; });
    return static_cast<std::size_t>(found - plan_.rows.begin());
  }

  bool has_row(std::uint32_t number) const {
    const std::size_t at = step_row_at(number);
    return at < plan_.rows.size() && plan_.rows[at].row.told.first <= number;
  }

  /// The first row of steps that tells step `number` or a later one.
  std::size_t step_row_at(std::uint32_t number) const {
    std::size_t at = row_at(number);
    while (at < plan_.rows.size() && !plan_.rows[at].is_step()) ++at;
    return at;
  }

  int y_at(std::uint32_t number) const {
    const std::size_t at = row_at(number);
    return at < plan_.rows.size() ? plan_.rows[at].y : plan_.lanes_bottom;
  }

  /// Where something begins that came before the first step with a row from `number` on.
  int top_before(std::uint32_t number) const {
    const std::size_t at = row_at(number);
    if (at == 0) return plan_.lanes_top;
    return at < plan_.rows.size() ? plan_.rows[at].y - plan_.rows[at].height / 2
                                  : plan_.lanes_bottom;
  }

  void place_ends() {
    starts_.assign(from_.tasks.size(), 0);
    ends_.assign(from_.tasks.size(), 0);
    for (const execution::step& step : from_.steps) {
      if (step.kind == operation_kind::spawn && step.other_task != execution::none)
        starts_[static_cast<std::size_t>(step.other_task)] = step.number;
      if (step.task != execution::none) ends_[static_cast<std::size_t>(step.task)] = step.number;
    }
    for (diagram_lane& lane : plan_.tasks) {
      const auto task = static_cast<std::size_t>(lane.place);
      lane.top = has_row(starts_[task]) ? y_at(starts_[task]) + 8 : top_before(starts_[task]);
      lane.bottom = plan_.lanes_bottom;
      if (!from_.tasks[task].finished) continue;
      lane.bottom = y_at(ends_[task]);
      for (const placed_row& row : plan_.rows)
        if (row.row.told.task == lane.place) lane.bottom = std::max(lane.bottom, row.y);
    }
    for (diagram_lane& lane : plan_.objects) {
      lane.top = plan_.lanes_top;
      lane.bottom = plan_.lanes_bottom;
    }
  }

  void place_arrows() {
    for (const arrow& one : arrows_of(from_)) {
      if (!has_row(one.from) || !has_row(one.to)) continue;
      const placed_arrow placed{step_row_at(one.from), step_row_at(one.to), one.what};
      if (placed.from != placed.to) plan_.arrows.push_back(placed);
    }
  }

  void place_blocked(std::size_t lane) {
    const int task = plan_.tasks[lane].place;
    blocked_stretch now{static_cast<int>(lane), 0, 0, false};
    const auto finish = [&] {
      if (now.bottom > now.top) plan_.blocked.push_back(now);
      now.top = now.bottom = 0;
    };
    int own_bottom = plan_.tasks[lane].top;
    for (const placed_row& row : plan_.rows) {
      if (row.row.told.task == task && row.is_step()) own_bottom = row.y + row.height / 2;
      if (!row.is_step()) continue;
      if (!is_blocked(task, row)) {
        finish();
        continue;
      }
      if (now.top == 0) now.top = row.y - row.height / 2;
      now.bottom = row.y + row.height / 2;
    }
    if (waits_for_ever(task)) {
      if (now.top == 0) now.top = own_bottom;
      now.bottom = plan_.lanes_bottom;
      now.for_ever = true;
    }
    finish();
  }

  bool waits_for_ever(int task) const {
    return std::ranges::any_of(plan_.rows, [&](const placed_row& row) {
      return row.row.told.what == trace_row::sort::waiting && row.row.told.task == task;
    });
  }

  /// Whether a task had begun, was not at its end, and could not have done this step instead.
  bool is_blocked(int task, const placed_row& row) const {
    const auto place = static_cast<std::size_t>(task);
    const execution::step& step = step_of(row);
    if (step.task == task || step.enabled.empty() || step.number <= starts_[place]) return false;
    if (from_.tasks[place].finished && step.number > ends_[place]) return false;
    return std::ranges::count(step.enabled, task) == 0;
  }

  const execution& from_;
  space_time_plan& plan_;
  /// By place of a task: the step that started it, and its last one; 0: none.
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace

void place_marks(space_time_plan& plan, const execution& from) { mark_placer{plan, from}.place(); }

}  // namespace heddle::reports
