#include "reports/text/remedies.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "reports/text/deadlock_names.hpp"
#include "reports/text/wakeups.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::deadlock_shape;
using checker::waited_for;
using scheduler::execution;

using members = std::vector<const blocked_task*>;

std::string names_waited_for(const checker::finding& found, const members& all) {
  std::vector<std::string> names;
  for (const blocked_task* one : all) names.push_back(awaited_name(found, *one));
  std::ranges::sort(names);
  return list_text(std::move(names));
}

bool all_wait_for_locks(const members& all) {
  return std::ranges::all_of(all,
                             [](const blocked_task* one) { return one->what == waited_for::lock; });
}

const blocked_task* first_that_waits_for(const members& all, waited_for what) {
  const auto found = std::ranges::find(all, what, &blocked_task::what);
  return found == all.end() ? nullptr : *found;
}

/// Something it holds that another member waits for, as a place of an object.
int wanted_holding(const blocked_task& holder, const members& all) {
  for (const blocked_task::holding& one : holder.holds)
    for (const blocked_task* waiter : all)
      if (waiter->object == one.object) return one.object;
  return execution::none;
}

std::string share_less(const checker::finding& found, const members& all) {
  const blocked_task& first = *all.front();
  const std::string object = awaited_name(found, first);
  if (facts_of(found).shape == deadlock_shape::itself && first.what == waited_for::lock) {
    const auto kind = found.execution.objects[static_cast<std::size_t>(first.object)].kind;
    return kind == scheduler::object_kind::mutex
               ? fmt::format("make {} a recursive_mutex", object)
               : fmt::format("take {} once, in the stronger mode", object);
  }
  const blocked_task* semaphore = first_that_waits_for(all, waited_for::permits);
  if (semaphore != nullptr)
    return fmt::format("begin {} with more than {} permit{}", awaited_name(found, *semaphore),
                       semaphore->capacity, semaphore->capacity == 1 ? "" : "s");
  const std::string objects = names_waited_for(found, all);
  if (facts_of(found).shape == deadlock_shape::abandoned || objects == object)
    return fmt::format("give each task its own {}", object);
  return fmt::format("replace {} by one lock", objects);
}

std::string release_first(const checker::finding& found, const members& all) {
  for (const blocked_task* one : all) {
    const int held = wanted_holding(*one, all);
    if (held == execution::none) continue;
    if (held == one->object)
      return fmt::format("release {} before asking for it again", name_of_object(found, held));
    return fmt::format("release {} before asking for {} ({})", name_of_object(found, held),
                       awaited_name(found, *one), name_of_task(found, one->task));
  }
  return "";
}

std::string give_up(const checker::finding& found, const members& all) {
  const auto timed = std::ranges::find_if(
      all, [](const blocked_task* one) { return one->what != waited_for::end_of_task; });
  if (timed == all.end())
    return "let the tasks tell that they are done through futures, and wait with a time-out";
  const blocked_task& waiter = **timed;
  const std::string object = awaited_name(found, waiter);
  const int held = wanted_holding(waiter, all);
  const std::string back_off =
      held == execution::none || held == waiter.object
          ? std::string()
          : fmt::format(", and release {} when it fails", name_of_object(found, held));
  if (waiter.what == waited_for::lock)
    return fmt::format("ask for {} with try_lock or try_lock_for{} ({})", object, back_off,
                       name_of_task(found, waiter.task));
  return fmt::format("wait for {} with a time-out{} ({})", object, back_off,
                     name_of_task(found, waiter.task));
}

std::string without_join(const checker::finding& found, const blocked_task& joins,
                         const members& all) {
  const std::string task = name_of_task(found, joins.task);
  const std::string ending = awaited_name(found, joins);
  const int held = wanted_holding(joins, all);
  if (held != execution::none)
    return fmt::format("release {} before waiting for {} ({})", name_of_object(found, held), ending,
                       task);
  return fmt::format("do not let {} wait for {}, which {} for it", task, ending,
                     joins.helpers.size() > 1 ? "wait" : "waits");
}

std::string without_cycle(const checker::finding& found, const members& all) {
  if (facts_of(found).shape == deadlock_shape::itself)
    return fmt::format("do not ask for {} where it is held already",
                       awaited_name(found, *all.front()));
  if (const blocked_task* joins = first_that_waits_for(all, waited_for::end_of_task))
    return without_join(found, *joins, all);
  if (!all_wait_for_locks(all))
    return fmt::format("ask for {} in the same order everywhere", names_waited_for(found, all));
  return fmt::format("take {} in this order everywhere, or at once with scoped_lock",
                     names_waited_for(found, all));
}

/// What keeps the thing from being waited for in vain.
std::string make_it_come(const checker::finding& found, const blocked_task& waiter) {
  const std::string object = awaited_name(found, waiter);
  switch (waiter.what) {
    case waited_for::notification:
      return wakeup_remedy(found, waiter);
    case waited_for::permits:
      return fmt::format("release {} on every path, or begin with more permits", object);
    case waited_for::count_down:
      return fmt::format("begin {} with no more than is counted down", object);
    case waited_for::arrival:
      return fmt::format("expect no more tasks at {} than arrive: who leaves drops out", object);
    case waited_for::message:
      return fmt::format("send one message to {} for each receive, or close it", object);
    case waited_for::room:
      return fmt::format("receive all that is sent to {}, close it, or give it more room", object);
    case waited_for::setting:
      return fmt::format("set {} on every path", object);
    default:
      return "";
  }
}

std::string without_closed_set(const checker::finding& found, const members& all) {
  if (all.size() > 1 &&
      std::ranges::none_of(all, [](const blocked_task* one) { return one->capacity == 0; }))
    return fmt::format("ask for {} in the same order everywhere", names_waited_for(found, all));
  for (const blocked_task* one : all) {
    if (checker::needs_all(one->what)) continue;
    if (one->missed) return wakeup_remedy(found, *one);
    return fmt::format("let a task outside the closed set {} {}", helping_verb(one->what),
                       awaited_name(found, *one));
  }
  return "";
}

std::string wait_no_more(const checker::finding& found, const members& all) {
  const blocked_task& first = *all.front();
  switch (facts_of(found).shape) {
    case deadlock_shape::cycle:
    case deadlock_shape::itself:
      return without_cycle(found, all);
    case deadlock_shape::closed_set:
      return without_closed_set(found, all);
    case deadlock_shape::abandoned:
      return first.what == waited_for::lock
                 ? fmt::format("release {} before its holder ends: a lock_guard does",
                               awaited_name(found, first))
                 : fmt::format("let {} return before its task ends", awaited_name(found, first));
    case deadlock_shape::nobody_left:
      return make_it_come(found, first);
  }
  return "";
}

}  // namespace

std::string remedy_text(const checker::finding& found, checker::coffman condition) {
  const members all = checker::members_of(found.blocked);
  switch (condition) {
    case checker::coffman::mutual_exclusion:
      return share_less(found, all);
    case checker::coffman::hold_and_wait:
      return release_first(found, all);
    case checker::coffman::no_preemption:
      return give_up(found, all);
    case checker::coffman::circular_wait:
      return wait_no_more(found, all);
  }
  return "";
}

}  // namespace heddle::reports
