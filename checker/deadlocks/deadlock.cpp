#include "checker/deadlocks/deadlock.hpp"

#include <algorithm>

namespace heddle::checker {
namespace {

using members = std::vector<const blocked_task*>;

/// What it waits for is something that as many as `capacity` tasks can have, and no more.
bool waits_for_a_holder(const blocked_task& waiter) { return waiter.capacity > 0; }

bool holds_what_somebody_waits_for(const blocked_task& holder, const members& all) {
  return std::ranges::any_of(holder.holds, [&](const blocked_task::holding& one) {
    return std::ranges::any_of(
        all, [&](const blocked_task* waiter) { return waiter->object == one.object; });
  });
}

}  // namespace

std::vector<const blocked_task*> members_of(const std::vector<blocked_task>& blocked) {
  members found;
  for (const blocked_task& one : blocked)
    if (!one.bystander) found.push_back(&one);
  return found;
}

const missed_wakeup* lost_wakeup_of(const blocked_task& waiter) {
  const bool early = waiter.missed && waiter.missed->fate == wakeup_fate::too_early;
  return early ? &*waiter.missed : nullptr;
}

bool condition_holds(coffman condition, const deadlock_facts& facts,
                     const std::vector<blocked_task>& blocked) {
  const members all = members_of(blocked);
  switch (condition) {
    case coffman::mutual_exclusion:
      return std::ranges::all_of(all,
                                 [](const blocked_task* one) { return waits_for_a_holder(*one); });
    case coffman::hold_and_wait:
      return std::ranges::all_of(
          all, [&](const blocked_task* one) { return holds_what_somebody_waits_for(*one, all); });
    case coffman::no_preemption:
      return true;  // A wait that can give up does not last for ever.
    case coffman::circular_wait:
      return facts.shape == deadlock_shape::cycle || facts.shape == deadlock_shape::itself;
  }
  return false;
}

}  // namespace heddle::checker
