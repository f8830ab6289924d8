#include <algorithm>

#include "reports/diagram/space_time_plan.hpp"
#include "reports/diagram/svg_parts.hpp"

namespace heddle::reports {

namespace {

namespace sizes = space_time_sizes;

constexpr int sample_width = 32;
constexpr int between_entries = 18;

/// Collects what is in the picture.
class legend_maker {
 public:
  explicit legend_maker(space_time_plan& plan) : plan_(plan) {}

  void make(bool has_race) {
    using sort = legend_entry::sort;
    add(!plan_.tasks.empty(), sort::line, "lane", "next step of the same task");
    add(has_arrow(arrow::sort::synchronisation), sort::line, "synchronisation",
        "happens before, by synchronisation");
    add(has_arrow(arrow::sort::message), sort::line, "message", "message or notification");
    add(has_row(trace_row::sort::preemption), sort::line, "preempts",
        "preempted: another task goes on instead");
    add(has_race, sort::plain_line, "unordered", "nothing orders these accesses");
    add(has_blocked(false), sort::bar, "hatched", "cannot go on");
    add(has_blocked(true), sort::bar, "hatched-for-ever", "waits for ever");
    const bool mixed = std::ranges::any_of(plan_.rows, [](auto& one) { return one.row.pale; });
    add(mixed, sort::box, "step matters", "helped to bring the failure about");
    const bool wrong = std::ranges::any_of(plan_.rows, [](auto& one) { return one.row.wrong; });
    add(wrong && !has_race, sort::box, "step wrong", "what the check then saw");
    add(wrong && has_race, sort::box, "step wrong", "races");
    const bool changes = std::ranges::any_of(plan_.values, &value_box::changes);
    add(changes, sort::box, "value changes", "changed here");
    place();
  }

 private:
  bool has_row(trace_row::sort what) const {
    return std::ranges::any_of(plan_.rows, [&](auto& one) { return one.row.told.what == what; });
  }
  bool has_arrow(arrow::sort what) const {
    return std::ranges::any_of(plan_.arrows, [&](auto& one) { return one.what == what; });
  }
  bool has_blocked(bool for_ever) const {
    return std::ranges::any_of(plan_.blocked, [&](auto& one) { return one.for_ever == for_ever; });
  }

  void add(bool shown, legend_entry::sort what, const char* name, const char* meaning) {
    if (shown) plan_.legend.push_back({what, name, meaning, 0, 0});
  }

  void place() {
    int x = sizes::margin;
    int y = plan_.lanes_bottom + 24;
    for (legend_entry& one : plan_.legend) {
      const int width = sample_width + text_width(one.meaning, sizes::small_text);
      if (x > sizes::margin && x + width > plan_.width - sizes::margin) {
        x = sizes::margin;
        y += sizes::legend_line;
      }
      one.x = x;
      one.y = y;
      x += width + between_entries;
    }
    plan_.height = y + 18;
  }

  space_time_plan& plan_;
};

}  // namespace

void place_legend(space_time_plan& plan, bool has_race) { legend_maker{plan}.make(has_race); }

}  // namespace heddle::reports
