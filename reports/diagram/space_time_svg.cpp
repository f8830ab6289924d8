#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <fmt/format.h>

#include "reports/diagram/space_time.hpp"
#include "reports/diagram/space_time_plan.hpp"
#include "reports/diagram/svg_parts.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/table_rows.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
namespace sizes = space_time_sizes;

std::string_view class_of(trace_row::sort what) {
  switch (what) {
    case trace_row::sort::step:
      return "step";
    case trace_row::sort::preemption:
      return "preemption";
    case trace_row::sort::problem:
      return "problem";
    case trace_row::sort::note:
      return "note";
    case trace_row::sort::waiting:
      return "waiting";
    case trace_row::sort::repetition:
      return "repetition";
    case trace_row::sort::fold:
      return "fold";
  }
  return "";
}

/// What the step in between means to the task that a cause is about.
std::string_view note_between(checker::cause_kind why) {
  switch (why) {
    case checker::cause_kind::stale_check:
      return "its check is out of date";
    case checker::cause_kind::lost_update:
    case checker::cause_kind::atomicity_violation:
      return "its value is out of date";
    case checker::cause_kind::partial_update:
      return "half done";
    case checker::cause_kind::stolen_wakeup:
      return "woken in vain";
    case checker::cause_kind::order_violation:
      return "";
  }
  return "";
}

/// Writes a plan, from the back of the picture to its front.
class space_time_writer {
 public:
  space_time_writer(const execution& from, const checker::finding* about,
                    const space_time_options& options)
      : from_(from),
        about_(about),
        options_(options),
        plan_(plan_space_time(from, about, options)) {}

  std::string write() {
    root();
    if (!options_.embedded) head();
    lanes();
    text_ += space_time_lines(plan_, from_, about_);
    for (std::size_t at = 0; at < plan_.rows.size(); ++at) row(at);
    if (!options_.embedded) legend();
    text_ += "</svg>\n";
    return std::move(text_);
  }

 private:
  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  const std::string& task_name(int place) const {
    static const std::string clock = "the clock";
    return place == execution::none ? clock : from_.tasks[static_cast<std::size_t>(place)].name;
  }

  std::string summary() const {
    std::string words = fmt::format("{} of {}", counted(from_.steps.size(), "step"),
                                    counted(from_.tasks.size(), "task"));
    if (about_ != nullptr) words += fmt::format("; {}: {}", name_of(about_->kind), about_->message);
    return words;
  }

  void root() {
    put(R"svg(<svg xmlns="http://www.w3.org/2000/svg" class="space-time" role="img" )svg"
        R"svg(width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-label="{2}">)svg"
        "\n",
        plan_.width, plan_.height,
        xml_escaped("Space-time diagram" + (options_.title.empty() ? "" : " of " + options_.title) +
                    ": " + summary()));
    if (!options_.embedded) put("<style>{}</style>\n", space_time_style());
    text_ += "<defs>\n";
    for (const std::string_view one : {"lane", "access", "synchronisation", "message", "preempts"})
      put(R"svg(<marker id="space-time-{0}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" )svg"
          R"svg(markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">)svg"
          R"svg(<path class="{0}-head" d="M0 0L8 4L0 8z"/></marker>)svg"
          "\n",
          one);
    hatching("hatched", "hatch");
    hatching("hatched-for-ever", "hatch-for-ever");
    text_ += "</defs>\n";
    put(R"svg(<rect class="paper" width="{}" height="{}" rx="6"/>)svg"
        "\n",
        plan_.width, plan_.height);
  }

  void hatching(std::string_view name, std::string_view line) {
    put(R"svg(<pattern id="space-time-{}" width="6" height="6" patternUnits="userSpaceOnUse">)svg"
        R"svg(<rect class="hatch-paper" width="6" height="6"/>)svg"
        R"svg(<path class="{}" d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5"/></pattern>)svg"
        "\n",
        name, line);
  }

  void words(int x, int y, std::string_view classes, std::string_view content) {
    put(R"svg(<text class="{}" x="{}" y="{}">{}</text>)svg"
        "\n",
        classes, x, y, xml_escaped(content));
  }

  void head() {
    int y = sizes::margin;
    if (!options_.title.empty()) words(sizes::margin, (y += 16) - 4, "faint", options_.title);
    for (const std::string& line : plan_.headline)
      words(sizes::margin, (y += 22) - 2, "headline", line);
    for (const std::string& line : plan_.why) words(sizes::margin, y += 17, "why", line);
  }

  void lanes() {
    for (const diagram_lane& lane : plan_.tasks) {
      const std::size_t place = static_cast<std::size_t>(lane.place);
      name(lane, fmt::format("task {}", from_.tasks[place].name), 11);
    }
    for (const diagram_lane& lane : plan_.objects) {
      const execution::object& object = from_.objects[static_cast<std::size_t>(lane.place)];
      name(lane, fmt::format("{} {}", scheduler::name_of(object.kind), object.name), 2);
      put(R"svg(<path class="object-lane" d="M{0} {1}V{2}"/>)svg"
          "\n",
          lane.x, lane.top, lane.bottom);
      value(lane.x, plan_.lanes_top + 18,
            fitted(printable(object.initial), sizes::small_text, std::max(lane.width - 20, 40)),
            "value", "at first: " + object.initial);
    }
    words(plan_.numbers_right, plan_.head_y + 4, "number", "step");
    if (plan_.tasks.empty()) return;
    words(plan_.lanes_left + 4, plan_.head_y - (plan_.tilted ? sizes::tilted_height + 18 : 18),
          "faint small", "TASKS");
    if (!plan_.objects.empty())
      words(plan_.objects_left + 4, plan_.head_y - (plan_.tilted ? sizes::tilted_height + 18 : 18),
            "faint small", "SHARED OBJECTS");
  }

  void name(const diagram_lane& lane, const std::string& title, int round) {
    const int wide = text_width(lane.name, sizes::text);
    put(R"svg(<g class="name"><title>{}</title>)svg", xml_escaped(title));
    if (plan_.tilted) {
      put(R"svg(<text transform="translate({} {})rotate(-50)">{}</text></g>)svg"
          "\n",
          lane.x, plan_.head_y + 6, xml_escaped(fitted(lane.name, sizes::text, 150)));
      return;
    }
    put(R"svg(<rect x="{}" y="{}" width="{}" height="24" rx="{}"/>)svg", lane.x - wide / 2 - 10,
        plan_.head_y - 12, wide + 20, round);
    put(R"svg(<text class="middle" x="{}" y="{}">{}</text></g>)svg"
        "\n",
        lane.x, plan_.head_y + 4, xml_escaped(lane.name));
  }

  void value(int x, int y, const std::string& shown, std::string_view classes,
             const std::string& title) {
    const int wide = text_width(shown, sizes::small_text) + 14;
    put(R"svg(<g class="{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="18" rx="2"/>)svg"
        R"svg(<text class="middle" x="{}" y="{}">{}</text></g>)svg"
        "\n",
        classes, xml_escaped(title), x - wide / 2, y - 9, wide, x, y + 4, xml_escaped(shown));
  }

  void row(std::size_t at) {
    const placed_row& one = plan_.rows[at];
    const trace_row& told = one.row.told;
    if (told.what == trace_row::sort::fold) return fold(one);
    const bool is_step = told.what == trace_row::sort::step;
    put(R"svg(<g class="{}{}{}{}")svg", class_of(told.what), told.matters ? " matters" : "",
        one.row.pale ? " pale" : "", one.row.wrong ? " wrong" : "");
    if (is_step) put(R"svg( id="step-{}")svg", told.first);
    put(R"svg( data-step="{}")svg", told.first);
    if (is_step) put(R"svg( data-last="{}" data-task="{}")svg", told.last, told.task);
    put("><title>{}</title>\n", xml_escaped(title_of(one)));
    if (is_step) {
      put(R"svg(<rect class="row" x="4" y="{}" width="{}" height="{}" rx="4"/>)svg"
          "\n",
          one.y - one.height / 2, plan_.width - 8, one.height);
      words(plan_.numbers_right, one.y + 4, "number", step_label(told));
    }
    put(R"svg(<rect class="box" x="{}" y="{}" width="{}" height="{}" rx="4"/>)svg", one.box_x,
        one.y - sizes::half_box, one.box_width, sizes::box_height);
    words(one.x(), one.y + 4, "words middle", one.text);
    if (is_step) values_of(at);
    if (is_step) out_of_date(one);
    if (!told.where.empty() && one.box_x + one.box_width < where_x())
      words(where_x(), one.y + 4, "where", fitted(told.where, sizes::small_text, 230));
    text_ += "</g>\n";
  }

  int where_x() const { return plan_.lanes_right + 12; }

  std::string title_of(const placed_row& one) const {
    const trace_row& told = one.row.told;
    std::string title =
        told.what == trace_row::sort::step
            ? fmt::format("step {}, {}: {}", step_label(told), task_name(told.task), told.text)
            : fmt::format("{}: {}", task_name(told.task), told.text);
    if (told.what == trace_row::sort::preemption)
      title = fmt::format("{} is preempted; it was about to: {}", task_name(told.task), told.text);
    if (!told.where.empty()) title += "\n" + told.where;
    return title;
  }

  void values_of(std::size_t row) {
    const auto begin = std::ranges::lower_bound(plan_.values, row, {}, &value_box::row);
    for (auto one = begin; one != plan_.values.end() && one->row == row; ++one) {
      const diagram_lane& lane = plan_.objects[static_cast<std::size_t>(one->lane)];
      const bool wrong = plan_.rows[row].row.wrong && one->changes;
      value(lane.x, plan_.rows[row].y, one->text,
            fmt::format("value{}{}", one->changes ? " changes" : "", wrong ? " wrong" : ""),
            lane.name + ": " + one->full_text);
    }
  }

  /// Beside the step that came in between two of the task a cause is about: what that means to it.
  void out_of_date(const placed_row& row) {
    if (about_ == nullptr || !about_->because || !row.shows(about_->because->between.number))
      return;
    const std::string_view note = note_between(about_->because->kind);
    const auto lane = std::ranges::find(plan_.tasks, about_->because->task, &diagram_lane::place);
    const int wide = text_width(note, sizes::small_text) + 8;
    if (lane == plan_.tasks.end() || note.empty() || wide > lane->width) return;
    put(R"svg(<g class="out-of-date"><rect x="{}" y="{}" width="{}" height="16"/>)svg",
        lane->x - wide / 2, row.y - 8, wide);
    words(lane->x, row.y + 4, "small middle", note);
    text_ += "</g>\n";
  }

  void fold(const placed_row& one) {
    const trace_row& told = one.row.told;
    put(R"svg(<g class="fold" data-step="{}" data-last="{}"><rect x="4" y="{}" width="{}" )svg"
        R"svg(height="{}"/>)svg",
        told.first, told.last, one.y - 11, plan_.width - 8, 22);
    words((plan_.lanes_left + plan_.lanes_right) / 2, one.y + 4, "faint middle", told.text);
    text_ += "</g>\n";
  }

  void legend() {
    put(R"svg(<path class="rule" d="M{} {}H{}"/>)svg"
        "\n",
        sizes::margin, plan_.lanes_bottom + 6, plan_.width - sizes::margin);
    for (const legend_entry& one : plan_.legend) {
      const int x = one.x;
      const int y = one.y;
      switch (one.what) {
        case legend_entry::sort::line:
          put(R"svg(<path class="{0}" d="M{1} {2}h26" marker-end="url(#space-time-{0})"/>)svg",
              one.name, x, y);
          break;
        case legend_entry::sort::plain_line:
          put(R"svg(<path class="{}" d="M{} {}h26"/>)svg", one.name, x, y);
          break;
        case legend_entry::sort::box:
          put(R"svg(<g class="{}"><rect class="box" x="{}" y="{}" width="24" height="12" rx="3"/></g>)svg",
              one.name, x + 1, y - 6);
          break;
        case legend_entry::sort::bar:
          put(R"svg(<rect class="blocked {0}" x="{1}" y="{2}" width="24" height="10" fill="url(#space-time-{0})"/>)svg",
              one.name, x + 1, y - 5);
          break;
      }
      words(x + 32, y + 4, "small faint", one.meaning);
    }
  }

  const execution& from_;
  const checker::finding* about_;
  const space_time_options& options_;
  space_time_plan plan_;
  std::string text_;
};

}  // namespace

std::string space_time_svg(const execution& from, const checker::finding* about,
                           const space_time_options& options) {
  return space_time_writer{from, about, options}.write();
}

}  // namespace heddle::reports
