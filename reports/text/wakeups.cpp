#include "reports/text/wakeups.hpp"

#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::missed_wakeup;
using checker::wakeup_fate;

bool waits_for_atomic(const checker::finding& found, const blocked_task& waiter) {
  return found.execution.objects[static_cast<std::size_t>(waiter.object)].kind ==
         scheduler::object_kind::atomic;
}

/// `step 3 (bank.cpp:12)`.
std::string step_text(std::uint32_t step, const scheduler::source_line& where) {
  if (!where.known()) return fmt::format("step {}", step);
  return fmt::format("step {} ({})", step, elide_front(printable(where.brief()), widest_where));
}

std::string early_text(const checker::finding& found, const blocked_task& waiter,
                       const missed_wakeup& missed) {
  return fmt::format(
      "lost wake-up: {} notified {} at {}, before {} waited for it at {}; a notification is not "
      "kept, and no other came",
      name_of_task(found, missed.notifier), awaited_name(found, waiter),
      step_text(missed.step, missed.where), name_of_task(found, waiter.task),
      step_text(missed.waits_since, waiter.waits_at));
}

std::string too_few_text(const checker::finding& found, const blocked_task& waiter,
                         const missed_wakeup& missed) {
  return fmt::format("too few notifications: that of {} at {} woke {}, and none came for {}",
                     name_of_task(found, missed.notifier), step_text(missed.step, missed.where),
                     name_of_task(found, missed.other), name_of_task(found, waiter.task));
}

std::string stolen_text(const checker::finding& found, const blocked_task& waiter,
                        const missed_wakeup& missed) {
  return fmt::format(
      "stolen wake-up: {0} woke {1} at {2}, but before {1} had its mutex again {3} changed {4} at "
      "{5}; {1} waited again, and no other notification came",
      name_of_task(found, missed.notifier), name_of_task(found, waiter.task),
      step_text(missed.step, missed.where), name_of_task(found, missed.other),
      name_of_object(found, missed.changed), step_text(missed.changed_at, missed.changed_where));
}

std::string before_change_text(const checker::finding& found, const blocked_task& waiter,
                               const missed_wakeup& missed) {
  return fmt::format(
      "notified before the change: {0} woke {1} at {2} and changed {3} only at {4}, when {1} "
      "had looked already",
      name_of_task(found, missed.notifier), name_of_task(found, waiter.task),
      step_text(missed.step, missed.where), name_of_object(found, missed.changed),
      step_text(missed.changed_at, missed.changed_where));
}

std::string fate_text(const checker::finding& found, const blocked_task& waiter,
                      const missed_wakeup& missed) {
  switch (missed.fate) {
    case wakeup_fate::too_early:
      return early_text(found, waiter, missed);
    case wakeup_fate::went_to_another:
      return too_few_text(found, waiter, missed);
    case wakeup_fate::taken:
      return stolen_text(found, waiter, missed);
    case wakeup_fate::before_change:
      return before_change_text(found, waiter, missed);
  }
  return "";
}

/// The first member that a notification came too early for.
const blocked_task* who_missed_it(const checker::finding& found) {
  for (const blocked_task* one : checker::members_of(found.blocked))
    if (checker::lost_wakeup_of(*one) != nullptr) return one;
  return nullptr;
}

std::vector<std::string> ways_to_mend(const checker::finding& found, const blocked_task& waiter,
                                      const missed_wakeup& missed) {
  const std::string object = awaited_name(found, waiter);
  const std::string notifier = name_of_task(found, missed.notifier);
  if (waits_for_atomic(found, waiter))
    return {fmt::format("change {} first, then notify it ({})", object, notifier)};
  return {fmt::format("wait with a predicate, {}.wait(lock, condition): it does not wait for what "
                      "has come already ({})",
                      object, name_of_task(found, waiter.task)),
          fmt::format("change the condition before notifying {}, and hold the waiter's mutex "
                      "meanwhile: then the change cannot fall between the look at the condition "
                      "and the wait ({})",
                      object, notifier)};
}

}  // namespace

std::string missed_wakeups_text(const checker::finding& found) {
  std::string text;
  for (const blocked_task* one : checker::members_of(found.blocked)) {
    if (!one->missed) continue;
    if (!text.empty()) text += "; ";
    text += fate_text(found, *one, *one->missed);
  }
  return text;
}

std::string wakeup_remedy(const checker::finding& found, const blocked_task& waiter) {
  const std::string object = awaited_name(found, waiter);
  if (waiter.missed && waiter.missed->fate == wakeup_fate::went_to_another)
    return fmt::format(
        "notify {} once for each that waits, or all with notify_all; who waits for different "
        "conditions needs notify_all, or a condition variable for each",
        object);
  if (waiter.missed && waiter.missed->fate == wakeup_fate::taken)
    return fmt::format("change {} once for each task that waits for it, and notify {} each time",
                       name_of_object(found, waiter.missed->changed), object);
  const bool before_change = waiter.missed && waiter.missed->fate == wakeup_fate::before_change;
  if (before_change || waits_for_atomic(found, waiter))
    return fmt::format("notify {} after each change, not before", object);
  return fmt::format(
      "notify {} after a change under the mutex, and wait with a predicate that sees the change: "
      "then a notification that comes first is not missed",
      object);
}

std::string lost_wakeup_remedies(const checker::finding& found, const text_options& options) {
  const blocked_task* const waiter = who_missed_it(found);
  if (found.kind != finding_kind::lost_wakeup || waiter == nullptr) return "";
  const std::string indent(margin, ' ');
  const std::vector<std::string> ways =
      ways_to_mend(found, *waiter, *checker::lost_wakeup_of(*waiter));
  std::string text = indent + (ways.size() > 1 ? "To mend it, do both:\n" : "To mend it:\n");
  for (const std::string& way : ways)
    text += indent + "- " + wrap(way, margin + 2, options.width) + "\n";
  return text;
}

}  // namespace heddle::reports
