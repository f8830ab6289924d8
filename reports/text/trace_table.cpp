#include "reports/text/trace_table.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/shrink.hpp"
#include "reports/text/table_rows.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_area = 20;
constexpr std::size_t widest_task_name = 16;

/// The column of one task: where it begins within the tasks' area, and how far its heading reaches.
struct lane {
  int task = execution::none;
  std::string name;
  std::size_t offset = 0;
  std::size_t width = 0;
  std::size_t widest_text = 0;
};

/// Where everything stands in a line: margin, step, tasks' area, state, source line.
struct layout {
  std::size_t step = 4;
  std::size_t area = 0;
  std::size_t state = 0;
  std::size_t where = 0;
  std::vector<lane> lanes;
  /// The tasks do not fit beside each other: one column names the task, one tells the steps.
  bool named_rows = false;
  std::size_t name = 0;
};

bool is_cell(const trace_row& row) { return row.what == trace_row::sort::step; }

std::vector<lane> lanes_of(const execution& from, const std::vector<trace_row>& rows) {
  std::vector<lane> lanes;
  for (int task = 0; task < static_cast<int>(from.tasks.size()); ++task) {
    lane one;
    one.task = task;
    one.name =
        elide_end(printable(from.tasks[static_cast<std::size_t>(task)].name), widest_task_name);
    bool appears = false;
    for (const trace_row& row : rows) {
      appears = appears || row.task == task;
      if (row.task == task && is_cell(row))
        one.widest_text = std::max(one.widest_text, width_of(row.text));
    }
    if (appears) lanes.push_back(std::move(one));
  }
  return lanes;
}

/// Side by side, each as wide as its widest text. False if that is too wide.
bool place_side_by_side(layout& plan) {
  std::size_t at = 0;
  for (lane& one : plan.lanes) {
    one.offset = at;
    one.width = std::max(width_of(one.name), one.widest_text);
    at += one.width + gap;
  }
  return at <= plan.area + gap;
}

/// As narrow as the headings allow, and then as wide as there is room: texts may reach over the
/// columns to their right, which are empty in their row. False if that is too wide.
bool place_overlapping(layout& plan) {
  std::size_t at = 0;
  std::size_t end = 0;
  for (lane& one : plan.lanes) {
    one.offset = at;
    one.width = width_of(one.name);
    end = std::max(end, at + std::max(one.width, one.widest_text));
    at += one.width + gap;
  }
  if (end > plan.area) return false;
  if (plan.lanes.size() < 2) return true;
  const std::size_t spare = (plan.area - end) / (plan.lanes.size() - 1);
  for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
    plan.lanes[i].offset += i * spare;
    plan.lanes[i].width += i + 1 < plan.lanes.size() ? spare : 0;
  }
  lane& last = plan.lanes.back();
  last.width = std::max(last.width, std::min(last.widest_text, plan.area - last.offset));
  return true;
}

void place_named(layout& plan) {
  plan.named_rows = true;
  for (const lane& one : plan.lanes) plan.name = std::max(plan.name, width_of(one.name));
  plan.name = std::max<std::size_t>(plan.name, 4);
}

/// The widths of all columns, with a state column of at most `widest_state` (0: none).
layout columns_of(const execution& from, const trace_rows& chosen, std::size_t width,
                  std::size_t widest_state) {
  layout plan;
  plan.lanes = lanes_of(from, chosen.rows);
  plan.state = width_of(chosen.state_heading);
  for (const trace_row& row : chosen.rows) {
    plan.step = std::max(plan.step, width_of(step_label(row)));
    plan.state = std::max(plan.state, width_of(row.state));
    if (is_cell(row)) plan.where = std::max(plan.where, width_of(row.where));
  }
  const bool drop = chosen.state_is_repetition && plan.state > widest_state;
  plan.state = drop ? 0 : std::min(plan.state, widest_state);
  plan.where = std::min(plan.where, widest_where);
  const std::size_t taken = margin + plan.step + gap + (plan.state > 0 ? plan.state + gap : 0) +
                            (plan.where > 0 ? plan.where + gap : 0);
  plan.area = width > taken + narrowest_area ? width - taken : narrowest_area;
  return plan;
}

std::size_t widest_text_of(const layout& plan) {
  std::size_t widest = 0;
  for (const lane& one : plan.lanes) widest = std::max(widest, one.widest_text);
  return widest;
}

/// The tasks' area takes no more room than its texts.
void narrow_area(layout& plan, const std::vector<trace_row>& rows) {
  std::size_t used = 0;
  for (const trace_row& row : rows)
    if (is_cell(row) && row.task == execution::none) used = std::max(used, width_of(row.text));
  for (const lane& one : plan.lanes)
    used =
        std::max(used, plan.named_rows ? plan.name + gap + std::max<std::size_t>(one.widest_text, 4)
                                       : one.offset + std::max(one.width, one.widest_text));
  plan.area = std::min(plan.area, used);
}

/// The widest layout that has room for the tasks: what is told of the state gives way first, then
/// the columns of the tasks.
layout layout_of(const execution& from, const trace_rows& chosen, std::size_t width) {
  constexpr std::size_t state_widths[] = {24, 16, 10};
  constexpr std::size_t readable_text = 30;
  for (const std::size_t state : state_widths) {
    layout plan = columns_of(from, chosen, width, state);
    if (place_side_by_side(plan) || place_overlapping(plan)) {
      narrow_area(plan, chosen.rows);
      return plan;
    }
  }
  layout plan;
  for (const std::size_t state : {state_widths[0], state_widths[1], std::size_t{0}}) {
    plan = columns_of(from, chosen, width, state);
    place_named(plan);
    if (plan.area >= plan.name + gap + std::min(widest_text_of(plan), readable_text)) break;
  }
  narrow_area(plan, chosen.rows);
  return plan;
}

/// Lays out rows one after the other.
class table_writer {
 public:
  table_writer(const execution& from, const trace_rows& chosen, const text_options& options)
      : chosen_(chosen), options_(options), plan_(layout_of(from, chosen, options.width)) {}

  std::string write() {
    if (chosen_.rows.empty()) return "";
    headings();
    for (const trace_row& row : chosen_.rows) is_cell(row) ? cell(row) : remark(row);
    return std::move(text_);
  }

 private:
  std::string name_of(int task) const {
    for (const lane& one : plan_.lanes)
      if (one.task == task) return one.name;
    return "clock";
  }

  void line(std::string_view content, tone meaning) {
    std::string_view shown = content;
    while (!shown.empty() && shown.back() == ' ') shown.remove_suffix(1);
    text_ += paint(shown, meaning, options_);
    text_ += '\n';
  }

  std::string begin(std::string_view step, bool marked = false) const {
    return std::string(margin, ' ') + pad_left(step, plan_.step) + (marked ? "* " : "  ");
  }
  /// What matters is marked where not everything does.
  bool is_marked(const trace_row& row) const { return chosen_.mixed && row.matters; }

  void headings() {
    std::string names;
    std::string rules;
    const auto column = [&](std::string_view name, std::size_t width) {
      names += pad(name, width) + std::string(gap, ' ');
      rules += std::string(width, '-') + std::string(gap, ' ');
    };
    if (plan_.named_rows) {
      column("task", plan_.name);
      column("step", plan_.area - plan_.name - gap);
    } else {
      for (const lane& one : plan_.lanes) column(one.name, one.width);
    }
    const std::size_t reach = plan_.area + gap;
    names = pad(names, reach);
    rules = pad(rules, reach);
    if (plan_.state > 0) column(elide_end(chosen_.state_heading, plan_.state), plan_.state);
    line(begin("step") + names, tone::strong);
    line(begin(std::string(plan_.step, '-')) + rules, tone::faint);
  }

  /// What a row says within the tasks' area.
  std::string area_text(const trace_row& row) const {
    if (plan_.named_rows)
      return pad(name_of(row.task), plan_.name) + std::string(gap, ' ') + row.text;
    return std::string(offset_of(row.task), ' ') + row.text;
  }

  std::size_t offset_of(int task) const {
    for (const lane& one : plan_.lanes)
      if (one.task == task) return one.offset;
    return 0;
  }

  void cell(const trace_row& row) {
    std::string content = begin(step_label(row), is_marked(row)) +
                          pad(elide_end(area_text(row), plan_.area), plan_.area + gap);
    if (plan_.state > 0) content += pad(elide_end(row.state, plan_.state), plan_.state + gap);
    content += elide_front(row.where, plan_.where);
    line(content, chosen_.mixed && !row.matters ? tone::faint : tone::plain);
  }

  static tone tone_of(const trace_row& row) {
    switch (row.what) {
      case trace_row::sort::preemption:
      case trace_row::sort::repetition:
        return tone::notice;
      case trace_row::sort::problem:
      case trace_row::sort::waiting:
        return tone::bad;
      default:
        return tone::faint;
    }
  }

  /// A line between the steps: in its task's column, or further left where it would be too long.
  void remark(const trace_row& row) {
    const std::string lead = begin("", is_marked(row));
    const bool has_where = !row.where.empty() && row.what != trace_row::sort::fold;
    const std::string where =
        has_where ? std::string(gap, ' ') + elide_front(row.where, widest_where) : "";
    const std::size_t room = options_.width - width_of(lead) - width_of(where);
    const std::size_t own = plan_.named_rows ? plan_.name + gap : offset_of(row.task);
    const std::string text = elide_end(row.text, room);
    const std::size_t offset =
        row.what == trace_row::sort::fold || row.what == trace_row::sort::repetition
            ? 0
            : std::min(own, room - width_of(text));
    const std::size_t where_at = plan_.area + gap + (plan_.state > 0 ? plan_.state + gap : 0);
    std::string content = lead + std::string(offset, ' ') + text;
    if (has_where) {
      const std::size_t aligned = width_of(lead) + where_at - gap;
      if (aligned + width_of(where) <= options_.width) content = pad(content, aligned);
      content += where;
    }
    line(content, tone_of(row));
  }

  const trace_rows& chosen_;
  const text_options& options_;
  layout plan_;
  std::string text_;
};

/// The tasks that are left out, and why.
std::string left_out_tasks(const execution& from, const trace_rows& chosen) {
  const auto name = [&](const std::vector<int>& tasks) {
    return printable(from.tasks[static_cast<std::size_t>(tasks.front())].name);
  };
  std::string text;
  if (chosen.hidden_tasks.size() == 1)
    text += fmt::format("; {} only starts and joins tasks", name(chosen.hidden_tasks));
  else if (!chosen.hidden_tasks.empty())
    text += fmt::format("; {} other tasks only start and join tasks", chosen.hidden_tasks.size());
  if (chosen.bystanders.empty()) return text;
  const bool one_step = chosen.bystander_steps == 1;
  return text + fmt::format("; {} of {} {} not matter", counted(chosen.bystander_steps, "step"),
                            chosen.bystanders.size() == 1
                                ? name(chosen.bystanders)
                                : fmt::format("{} other tasks", chosen.bystanders.size()),
                            one_step ? "does" : "do");
}

/// `6 of 14 steps, 1 preemption (fewest possible); main only starts and joins tasks`.
std::string footer(const execution& from, const checker::finding* about, const table_rows& shown) {
  const trace_rows& chosen = shown.chosen;
  std::size_t preemptions = 0;
  for (const execution::step& step : from.steps) preemptions += step.preempts ? 1 : 0;
  if (about != nullptr) preemptions = about->preemptions;
  const std::string all = counted(from.steps.size(), "step");
  std::string text = chosen.steps_shown == from.steps.size()
                         ? all
                         : fmt::format("{} of {}", chosen.steps_shown, all);
  const auto shrunk = about != nullptr ? about->shrunk : std::nullopt;
  text += ", " + preemptions_text(preemptions, shrunk);
  if (chosen.mixed)
    text += fmt::format("; * {} of these matter{}", about->cone.steps.size(),
                        about->cone.steps.size() == 1 ? "s" : "");
  if (shown.folded) text += "; replay shows all steps";
  if (chosen.steps_after > 0)
    text += fmt::format("; {} after this left out", counted(chosen.steps_after, "step"));
  return text + left_out_tasks(from, chosen);
}

}  // namespace

std::string trace_table(const execution& from, const checker::finding* about,
                        const text_options& options) {
  const table_rows shown = rows_of_table(from, about, options.how_much == detail::full);
  std::string text = table_writer{from, shown.chosen, options}.write();
  text += std::string(margin, ' ') + wrap(footer(from, about, shown), margin, options.width) + "\n";
  return text;
}

}  // namespace heddle::reports
