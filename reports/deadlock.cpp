#include "reports/deadlock.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "reports/coffman.hpp"
#include "reports/columns.hpp"
#include "reports/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using scheduler::execution;

constexpr std::size_t widest_name = 16;

const execution::task& task_of(const checker::finding& found, const blocked_task& waiter) {
  return found.execution.tasks[static_cast<std::size_t>(waiter.task)];
}

std::string where_text(const scheduler::source_line& where) {
  return elide_front(printable(where.brief()), widest_where);
}

/// `alice waits for bob to notify ready`.
std::string wait_text(const checker::finding& found, const blocked_task& waiter) {
  std::vector<std::string> names;
  for (const checker::helper& one : waiter.helpers) names.push_back(task_name(found, one.task));
  const std::string name = task_name(found, waiter.task);
  const std::string awaited = awaited_name(found, waiter);
  if (waiter.what == checker::waited_for::end_of_task)
    return fmt::format("{} waits for {}", name, awaited);
  if (checker::needs_all(waiter.what))
    return fmt::format("{} waits for {}, which {} has", name, awaited, list_text(names));
  return fmt::format("{} waits for {} to {} {}", name, list_text(names), helping_verb(waiter.what),
                     awaited);
}

std::string closed_set_text(const checker::finding& found) {
  std::string text = "closed set: ";
  for (const blocked_task* one : checker::members_of(found.blocked))
    text += wait_text(found, *one) + "; ";
  return text + "nobody else has ever done what would free them";
}

/// `abandoned lock: A is held by thread 1 since step 2 (bank.cpp:10), which has ended`.
std::string abandoned_text(const checker::finding& found, const blocked_task& waiter) {
  std::vector<std::string> owners;
  for (const checker::helper& one : waiter.helpers)
    if (one.ended)
      owners.push_back(
          fmt::format("{} {}", task_name(found, one.task), since_text(one.since, one.where)));
  return fmt::format("abandoned {}: {} is held by {}, which has ended",
                     waiter.what == checker::waited_for::lock ? "lock" : "call",
                     awaited_name(found, waiter), list_text(owners));
}

std::string nobody_left_text(const checker::finding& found, const blocked_task& waiter) {
  std::string text = fmt::format("nobody is left to {} {}: ", helping_verb(waiter.what),
                                 awaited_name(found, waiter));
  const auto last = std::ranges::max_element(waiter.helpers, {}, &checker::helper::since);
  if (last == waiter.helpers.end()) return text + "no other task ever did";
  return text + fmt::format("{} {} last, at step {} ({}), and has ended",
                            task_name(found, last->task), last->holds ? "took it" : "did",
                            last->since, where_text(last->where));
}

/// What keeps the members waiting, in a sentence.
std::string cause_text(const checker::finding& found) {
  const std::vector<const blocked_task*> members = checker::members_of(found.blocked);
  if (!found.deadlock || members.empty()) return "";
  switch (found.deadlock->shape) {
    case checker::deadlock_shape::cycle:
    case checker::deadlock_shape::itself:
      return "circular wait: " + cycle_text(found);
    case checker::deadlock_shape::closed_set:
      return closed_set_text(found);
    case checker::deadlock_shape::abandoned:
      return abandoned_text(found, *members.front());
    case checker::deadlock_shape::nobody_left:
      return nobody_left_text(found, *members.front());
  }
  return "";
}

struct line {
  std::string task;
  std::string what;
  std::string since;
  std::string where;
};

std::vector<line> lines_of(const checker::finding& found) {
  std::vector<line> lines;
  for (const blocked_task& waiter : found.blocked) {
    const std::string name = elide_end(printable(task_of(found, waiter).name), widest_name);
    lines.push_back(
        {name, (waiter.bystander ? "bystander: " : "waits for: ") + printable(waiter.waits_for),
         since_text(waiter.since, {}), where_text(waiter.waits_at)});
    for (const blocked_task::holding& one : waiter.holds)
      lines.push_back(
          {"",
           "holds: " +
               printable(found.execution.objects[static_cast<std::size_t>(one.object)].name),
           since_text(one.since, {}), where_text(one.taken_at)});
  }
  return lines;
}

std::string waiting_table(const checker::finding& found, const text_options& options) {
  const std::vector<line> lines = lines_of(found);
  std::size_t task = 0, what = 0, since = 0, where = 0;
  for (const line& one : lines) {
    task = std::max(task, width_of(one.task));
    what = std::max(what, width_of(one.what));
    since = std::max(since, width_of(one.since));
    where = std::max(where, width_of(one.where));
  }
  what = std::min(what, options.width - margin - task - since - where - 6);
  std::string text;
  for (const line& one : lines)
    text += fmt::format("{}{}  {}  {}  {}\n", std::string(margin, ' '), pad(one.task, task),
                        pad(elide_end(one.what, what), what), pad(one.since, since), one.where);
  return text;
}

}  // namespace

std::string deadlock_text(const checker::finding& found, const text_options& options) {
  if (found.blocked.empty()) return "";
  std::string text;
  if (const std::string cause = cause_text(found); !cause.empty())
    text += std::string(margin, ' ') +
            paint(wrap(cause, margin, options.width), tone::bad, options) + "\n\n";
  text += waiting_table(found, options);
  if (const std::string why = coffman_text(found, options); !why.empty()) text += "\n" + why;
  return text;
}

}  // namespace heddle::reports
