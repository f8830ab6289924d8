#include "reports/text/race.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::data_race;
using scheduler::execution;

constexpr std::size_t widest_task = 16;

const std::string& task_name(const execution& from, int task) {
  static const std::string clock = "the clock";
  return task == execution::none ? clock : from.tasks[static_cast<std::size_t>(task)].name;
}

const execution::step& step_of(const execution& from, std::uint32_t number) {
  return from.steps[number - 1];
}

std::string place_of(const scheduler::source_line& where) {
  return elide_front(printable(where.brief()), widest_where);
}

std::string holds_text(const execution& from, const data_race::access& access) {
  std::string text;
  for (const data_race::held_lock& one : access.holds)
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ",
                        printable(from.objects[static_cast<std::size_t>(one.object)].name),
                        one.shared ? " (shared)" : "");
  return text.empty() ? "no lock" : text;
}

/// One access: the task, what it does, when, where, and what it holds.
using access_row = std::array<std::string, 5>;

access_row row_of(const execution& from, const data_race::access& access) {
  return {elide_end(printable(task_name(from, access.task)), widest_task),
          printable(step_of(from, access.step).text), fmt::format("step {}", access.step),
          place_of(access.where), "holds " + holds_text(from, access)};
}

/// The columns side by side; what does not fit is cut in the texts of accesses, then in the locks.
std::string table_of(const std::array<access_row, 2>& lines, const text_options& options) {
  std::array<std::size_t, 5> width{};
  std::size_t whole = margin;
  for (std::size_t column = 0; column < width.size(); ++column) {
    width[column] = std::max(width_of(lines[0][column]), width_of(lines[1][column]));
    whole += width[column] + (column > 0 ? 2 : 0);
  }
  constexpr std::size_t least = 8;
  for (const std::size_t column : {std::size_t{1}, std::size_t{4}}) {
    if (whole <= options.width || width[column] <= least) continue;
    const std::size_t cut = std::min(whole - options.width, width[column] - least);
    width[column] -= cut;
    whole -= cut;
  }
  std::string text;
  for (const access_row& one : lines) {
    text += std::string(margin, ' ');
    for (std::size_t column = 0; column < width.size(); ++column) {
      const std::string cell = elide_end(one[column], width[column]);
      text += column + 1 < width.size() ? pad(cell, width[column]) + "  " : cell;
    }
    text += "\n";
  }
  return text;
}

std::string common_text(const execution& from, const data_race& race) {
  if (race.last_common == 0) return "nothing comes before both";
  const execution::step& last = step_of(from, race.last_common);
  return fmt::format("the last to come before both is step {}: {}, {} ({})", race.last_common,
                     printable(task_name(from, last.task)), printable(last.text),
                     printable(last.where.brief()));
}

}  // namespace

std::string race_text(const checker::finding& found, const text_options& options) {
  if (!found.race || found.execution.steps.empty()) return "";
  const data_race& race = *found.race;
  const std::string indent(margin, ' ');
  const std::string remedy = "to order them: " + printable(race.remedy);
  return table_of({row_of(found.execution, race.earlier), row_of(found.execution, race.later)},
                  options) +
         "\n" + indent + wrap(common_text(found.execution, race), margin, options.width) + "\n" +
         indent + wrap(remedy, margin, options.width) + "\n";
}

}  // namespace heddle::reports
