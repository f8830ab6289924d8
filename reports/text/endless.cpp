#include "reports/text/endless.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::lasso;
using checker::lasso_role;
using checker::lasso_task;
using scheduler::execution;

constexpr std::size_t widest_endless_name = 16;
/// More lines of one loop say no more.
constexpr std::size_t most_lines = 4;

/// `1234567` as `1 234 567`.
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
  return digits;
}

const execution::step& step_in_round(const checker::finding& found, std::uint32_t number) {
  return found.execution.steps[number - 1];
}

bool any_with(const lasso& endless, lasso_role role) {
  return std::ranges::any_of(endless.tasks,
                             [role](const lasso_task& one) { return one.role == role; });
}

std::string steps_text(const lasso& endless) {
  return endless.first == endless.last ? fmt::format("Step {}", endless.first)
                                       : fmt::format("Steps {}-{}", endless.first, endless.last);
}

std::string what_repeats(const checker::finding& found) {
  const lasso& endless = *found.endless;
  const bool one = endless.first == endless.last;
  return fmt::format(
      "{} {} for ever: after {} everything is as it was before, and nobody who could go on is "
      "passed over. Repeated {} times, each time the same.",
      steps_text(endless), one ? "repeats" : "repeat", one ? "it" : "them",
      grouped(endless.repeated));
}

std::string how_sure(const lasso& endless) {
  if (endless.certain)
    return "Certain: the tasks tell their own variables (heddle::fingerprint), and these are the "
           "same after each round, too.";
  return "Suspected, not proved: a task that counts its rounds in a variable of its own could "
         "still leave its loop. heddle::fingerprint(value) in each loop tells such variables.";
}

/// One line of the table of tasks.
struct task_row {
  std::string task;
  std::string what;
  std::string step;
  std::string where;
};

std::string_view verb_of(lasso_role role) {
  switch (role) {
    case lasso_role::polls:
      return "polls";
    case lasso_role::retries:
      return "in vain";
    case lasso_role::starves:
      return "starves";
    default:
      return "goes round";
  }
}

std::string endless_place(const scheduler::source_line& where) {
  return where.known() ? elide_front(printable(where.brief()), widest_where) : std::string();
}

/// The steps that tell most of a task: those in vain, or else all; of several in one line the
/// first.
std::vector<std::uint32_t> telling_steps(const checker::finding& found, const lasso_task& one) {
  std::vector<std::uint32_t> chosen;
  for (const std::uint32_t number : one.in_vain.empty() ? one.steps : one.in_vain) {
    const auto& step = step_in_round(found, number);
    const bool told = std::ranges::any_of(chosen, [&](std::uint32_t other) {
      return step_in_round(found, other).where == step.where &&
             step_in_round(found, other).text == step.text;
    });
    if (!told && chosen.size() < most_lines) chosen.push_back(number);
  }
  return chosen;
}

void add_rows(const checker::finding& found, const lasso_task& one, std::vector<task_row>& rows) {
  const std::string name = elide_end(name_of_task(found, one.task), widest_endless_name);
  if (one.steps.empty()) {
    const bool starves = one.role == lasso_role::starves;
    rows.push_back(
        {name, fmt::format("{}: {}", starves ? "starves" : "waits to", printable(one.waits_for)),
         since_text(one.since, {}), endless_place(one.waits_at)});
    return;
  }
  if (one.role == lasso_role::gets_on) {
    rows.push_back({name,
                    fmt::format("gets on: {} in each round", counted(one.steps.size(), "step")),
                    fmt::format("step {}", one.steps.front()),
                    endless_place(step_in_round(found, one.steps.front()).where)});
    return;
  }
  bool first = true;
  for (const std::uint32_t number : telling_steps(found, one)) {
    const auto& step = step_in_round(found, number);
    rows.push_back({first ? name : "",
                    fmt::format("{}: {}", verb_of(one.role), printable(step.text)),
                    fmt::format("step {}", number), endless_place(step.where)});
    first = false;
  }
}

std::string endless_table(const checker::finding& found, const text_options& options) {
  std::vector<task_row> rows;
  for (const lasso_task& one : found.endless->tasks) add_rows(found, one, rows);
  std::size_t task = 0, what = 0, step = 0, where = 0;
  for (const task_row& one : rows) {
    task = std::max(task, width_of(one.task));
    what = std::max(what, width_of(one.what));
    step = std::max(step, width_of(one.step));
    where = std::max(where, width_of(one.where));
  }
  what = std::min(what, options.width - margin - task - step - where - 6);
  std::string text;
  for (const task_row& one : rows) {
    std::string row =
        fmt::format("{}{}  {}  {}  {}", std::string(margin, ' '), pad(one.task, task),
                    pad(elide_end(one.what, what), what), pad(one.step, step), one.where);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

/// The names of those with a role, and a verb that goes with them: `alice waits`, `alice and bob
/// wait`.
std::string those_who(const checker::finding& found, lasso_role role, std::string_view one_does,
                      std::string_view many_do) {
  std::vector<std::string> names;
  for (const lasso_task& one : found.endless->tasks)
    if (one.role == role) names.push_back(name_of_task(found, one.task));
  return fmt::format("{} {}", list_text(names), names.size() == 1 ? one_does : many_do);
}

std::string what_it_means(const checker::finding& found) {
  const lasso& endless = *found.endless;
  if (found.kind == finding_kind::starvation)
    return fmt::format("{} what {} again and again.",
                       those_who(found, lasso_role::starves, "never gets", "never get"),
                       those_who(found, lasso_role::gets_on, "gets", "get"));
  if (any_with(endless, lasso_role::retries))
    return "Each attempt fails, as another task is just then at the same; all give way, and all "
           "try again.";
  if (any_with(endless, lasso_role::polls) && !any_with(endless, lasso_role::circles))
    return fmt::format("{} in a loop for a change that nobody makes any more.",
                       those_who(found, lasso_role::polls, "waits", "wait"));
  return "The tasks undo what they have done, and begin anew.";
}

std::string endless_paragraph(const std::string& text, const text_options& options) {
  return std::string(margin, ' ') + wrap(text, margin, options.width) + "\n";
}

}  // namespace

std::string endless_remedy(const checker::finding& found) {
  if (!found.endless) return "";
  if (found.kind == finding_kind::starvation)
    return "serve in the order of arrival: a ticket or queue, or a turnstile that whoever waits "
           "holds until it has had its turn, so that those who come later queue behind it";
  if (any_with(*found.endless, lasso_role::retries))
    return "let one go first: take what is needed in one order for all tasks and wait for it, "
           "instead of giving way and trying again";
  if (any_with(*found.endless, lasso_role::polls) && !any_with(*found.endless, lasso_role::circles))
    return "make the change on every way out of the task that should make it, or give the loop "
           "another way out";
  return "let one go first, by a number or a turn that only one of them has; if this loop does "
         "useful work, say so with heddle::progress()";
}

std::string endless_text(const checker::finding& found, const text_options& options) {
  if (!found.endless || found.execution.steps.size() < found.endless->last) return "";
  const std::string indent(margin, ' ');
  return indent + paint(wrap(what_it_means(found), margin, options.width), tone::bad, options) +
         "\n\n" + endless_table(found, options) + "\n" +
         endless_paragraph(what_repeats(found), options) +
         endless_paragraph(how_sure(*found.endless), options) +
         endless_paragraph("To end it: " + endless_remedy(found), options);
}

}  // namespace heddle::reports
