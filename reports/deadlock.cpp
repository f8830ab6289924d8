#include "reports/deadlock.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "reports/columns.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using scheduler::execution;

constexpr std::size_t widest_name = 16;

const execution::task& task_of(const checker::finding& found, const blocked_task& waiter) {
  return found.execution.tasks[static_cast<std::size_t>(waiter.task)];
}

/// One step along the circle: the task waited for, by way of an object or by itself.
struct link {
  const blocked_task* to = nullptr;
  int object = execution::none;
};

bool holds(const blocked_task& holder, int object) {
  return std::ranges::any_of(
      holder.holds, [object](const blocked_task::holding& one) { return one.object == object; });
}

link next_of(const checker::finding& found, const blocked_task& waiter) {
  const execution::task& task = task_of(found, waiter);
  for (const blocked_task& other : found.blocked) {
    if (task.pending_task != execution::none && other.task == task.pending_task)
      return {&other, execution::none};
    if (task.pending_object != execution::none && holds(other, task.pending_object))
      return {&other, task.pending_object};
  }
  return {};
}

/// The blocked tasks on a circle that `from` leads into, in order; empty if it leads nowhere.
std::vector<const blocked_task*> circle_from(const checker::finding& found,
                                             const blocked_task& from) {
  std::vector<const blocked_task*> path;
  for (const blocked_task* at = &from; at != nullptr; at = next_of(found, *at).to) {
    const auto seen = std::ranges::find(path, at);
    if (seen != path.end()) return {seen, path.end()};
    path.push_back(at);
  }
  return {};
}

std::string circle_text(const checker::finding& found) {
  for (const blocked_task& waiter : found.blocked) {
    const std::vector<const blocked_task*> circle = circle_from(found, waiter);
    if (circle.empty()) continue;
    std::string text = "circular wait: " + printable(task_of(found, *circle.front()).name);
    for (const blocked_task* at : circle) {
      const link next = next_of(found, *at);
      if (next.object != execution::none)
        text +=
            " -> " + printable(found.execution.objects[static_cast<std::size_t>(next.object)].name);
      text += " -> " + printable(task_of(found, *next.to).name);
    }
    return text;
  }
  return "";
}

struct line {
  std::string task;
  std::string what;
  std::string since;
  std::string where;
};

std::string since_text(std::uint32_t step) {
  return step == 0 ? "from the start" : fmt::format("since step {}", step);
}

std::string where_text(const scheduler::source_line& where) {
  return elide_front(printable(where.brief()), widest_where);
}

std::vector<line> lines_of(const checker::finding& found) {
  std::vector<line> lines;
  for (const blocked_task& waiter : found.blocked) {
    const std::string name = elide_end(printable(task_of(found, waiter).name), widest_name);
    lines.push_back(
        {name, (waiter.bystander ? "bystander: " : "waits for: ") + printable(waiter.waits_for),
         since_text(waiter.since), where_text(waiter.waits_at)});
    for (const blocked_task::holding& one : waiter.holds)
      lines.push_back(
          {"",
           "holds: " +
               printable(found.execution.objects[static_cast<std::size_t>(one.object)].name),
           since_text(one.since), where_text(one.taken_at)});
  }
  return lines;
}

}  // namespace

std::string deadlock_text(const checker::finding& found, const text_options& options) {
  if (found.blocked.empty()) return "";
  std::string text;
  if (const std::string circle = circle_text(found); !circle.empty())
    text += std::string(margin, ' ') +
            paint(wrap(circle, margin, options.width), tone::bad, options) + "\n\n";
  const std::vector<line> lines = lines_of(found);
  std::size_t task = 0, what = 0, since = 0, where = 0;
  for (const line& one : lines) {
    task = std::max(task, width_of(one.task));
    what = std::max(what, width_of(one.what));
    since = std::max(since, width_of(one.since));
    where = std::max(where, width_of(one.where));
  }
  what = std::min(what, options.width - margin - task - since - where - 6);
  for (const line& one : lines)
    text += fmt::format("{}{}  {}  {}  {}\n", std::string(margin, ' '), pad(one.task, task),
                        pad(elide_end(one.what, what), what), pad(one.since, since), one.where);
  return text;
}

}  // namespace heddle::reports
