#include "reports/text/deadlock.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "reports/text/coffman.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/wakeups.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;

constexpr std::size_t widest_waiter = 16;

std::string where_text(const scheduler::source_line& where) {
  return elide_front(printable(where.brief()), widest_where);
}

/// `alice waits for bob to notify ready`.
std::string wait_text(const checker::finding& found, const blocked_task& waiter) {
  const std::string name = name_of_task(found, waiter.task);
  const std::string awaited = awaited_name(found, waiter);
  if (waiter.what == checker::waited_for::end_of_task)
    return fmt::format("{} waits for {}", name, awaited);
  if (checker::needs_all(waiter.what))
    return fmt::format("{} waits for {}, which {} has", name, awaited, helpers_text(found, waiter));
  return fmt::format("{} waits for {} to {} {}", name, helpers_text(found, waiter),
                     helping_verb(waiter.what), awaited);
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
          fmt::format("{} {}", name_of_task(found, one.task), since_text(one.since, one.where)));
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
                            name_of_task(found, last->task), last->holds ? "took it" : "did",
                            last->since, where_text(last->where));
}

struct waiting_row {
  std::string task;
  std::string what;
  std::string since;
  std::string where;
};

/// `waits for: lock A`, `waits to: join bob`, `bystander: join bob`.
std::string waiting_text(const checker::finding& found, const blocked_task& waiter) {
  const std::string pending = printable(waiter.waits_for);
  if (waiter.bystander) return "bystander: " + pending;
  const bool owned =
      waiter.what == checker::waited_for::lock || waiter.what == checker::waited_for::call;
  return owned ? "waits for: " + awaited_name(found, waiter) : "waits to: " + pending;
}

std::vector<waiting_row> waiting_rows(const checker::finding& found) {
  std::vector<waiting_row> rows;
  for (const blocked_task& waiter : found.blocked) {
    rows.push_back({elide_end(name_of_task(found, waiter.task), widest_waiter),
                    waiting_text(found, waiter), since_text(waiter.since, {}),
                    waiter.waits_at.known() ? where_text(waiter.waits_at) : std::string()});
    for (const blocked_task::holding& one : waiter.holds)
      rows.push_back({"", "holds: " + name_of_object(found, one.object), since_text(one.since, {}),
                      where_text(one.taken_at)});
  }
  return rows;
}

std::string waiting_table(const checker::finding& found, const text_options& options) {
  const std::vector<waiting_row> rows = waiting_rows(found);
  std::size_t task = 0, what = 0, since = 0, where = 0;
  for (const waiting_row& one : rows) {
    task = std::max(task, width_of(one.task));
    what = std::max(what, width_of(one.what));
    since = std::max(since, width_of(one.since));
    where = std::max(where, width_of(one.where));
  }
  what = std::min(what, options.width - margin - task - since - where - 6);
  std::string text;
  for (const waiting_row& one : rows) {
    std::string row =
        fmt::format("{}{}  {}  {}  {}", std::string(margin, ' '), pad(one.task, task),
                    pad(elide_end(one.what, what), what), pad(one.since, since), one.where);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

std::string cause_paragraph(const std::string& cause, const text_options& options) {
  return std::string(margin, ' ') + paint(wrap(cause, margin, options.width), tone::bad, options) +
         "\n\n";
}

}  // namespace

std::string waiting_sentence(const checker::finding& found) {
  const std::vector<const blocked_task*> all = checker::members_of(found.blocked);
  if (!found.deadlock || all.empty()) return "";
  switch (facts_of(found).shape) {
    case checker::deadlock_shape::cycle:
    case checker::deadlock_shape::itself:
      return "circular wait: " + cycle_text(found);
    case checker::deadlock_shape::closed_set:
      return closed_set_text(found);
    case checker::deadlock_shape::abandoned:
      return abandoned_text(found, *all.front());
    case checker::deadlock_shape::nobody_left:
      return nobody_left_text(found, *all.front());
  }
  return "";
}

std::string deadlock_text(const checker::finding& found, const text_options& options) {
  if (found.blocked.empty()) return "";
  const bool lost = found.kind == finding_kind::lost_wakeup;
  std::string text;
  for (const std::string& cause :
       {lost ? std::string() : waiting_sentence(found), missed_wakeups_text(found)})
    if (!cause.empty()) text += cause_paragraph(cause, options);
  text += waiting_table(found, options);
  const std::string why =
      lost ? lost_wakeup_remedies(found, options) : coffman_text(found, options);
  if (!why.empty()) text += "\n" + why;
  return text;
}

}  // namespace heddle::reports
