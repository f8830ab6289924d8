#include "checker/causes/cause_search.hpp"

#include <algorithm>

#include "checker/deadlocks/wakeups.hpp"
#include "checker/races/access_history.hpp"

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::operation_kind;

/// Writes further back than this many accesses are not looked at: nobody would follow.
constexpr std::size_t longest_memory = 64;

/// The events of a cause, by number.
struct pattern {
  cause_kind kind = cause_kind::stale_check;
  std::size_t first = no_event;
  std::size_t between = no_event;
  std::size_t second = no_event;
};

using found_pattern = std::optional<pattern>;

/// The write is on top of a value that its task had read before somebody else's write.
found_pattern lost_update(const access_history& seen, const access& write) {
  const access* const read = seen.own_before(write);
  if (write.reads || read == nullptr || !read->only_reads()) return std::nullopt;
  const access* const lost = seen.change_between(*read, write);
  if (lost == nullptr) return std::nullopt;
  return pattern{cause_kind::lost_update, read->event, lost->event, write.event};
}

/// Before the write its task had read twice: to decide, and for the write itself. (A loop that
/// reads on one line until the value is right has decided by the last time.)
found_pattern stale_check(const access_history& seen, const access& write) {
  const access* const act = write.reads ? &write : seen.own_before(write);
  if (act == nullptr || !act->reads) return std::nullopt;
  const access* const decision = seen.own_before(*act);
  if (decision == nullptr || !decision->only_reads()) return std::nullopt;
  if (seen.on_one_line(*decision, *act) && !seen.on_one_line(*act, write)) return std::nullopt;
  const access* const change = seen.change_between(*decision, *act);
  if (change == nullptr) return std::nullopt;
  return pattern{cause_kind::stale_check, decision->event, change->event, write.event};
}

/// The last write before the check that went wrong.
found_pattern wrong_write(const access_history& seen) {
  std::size_t left = longest_memory;
  for (auto one = seen.all().rbegin(); one != seen.all().rend() && left-- > 0; ++one) {
    if (!one->writes) continue;
    if (const auto found = lost_update(seen, *one)) return found;
    if (const auto found = stale_check(seen, *one)) return found;
  }
  return std::nullopt;
}

/// Whether the task does nothing but with locks between two of its events.
bool goes_straight_on(const finished_run& run, const access& from, const access& to) {
  return std::all_of(
      run.events.begin() + from.event + 1, run.events.begin() + to.event, [&](const auto& done) {
        return done.task != from.task || done.kind == operation_kind::lock ||
               done.kind == operation_kind::unlock || done.kind == operation_kind::lock_shared ||
               done.kind == operation_kind::unlock_shared;
      });
}

/// The task of the check wrote the variable before, or has just read it, and somebody else changed
/// it since. In a loop that reads on the check's own line every round stands for itself.
found_pattern atomicity_violation(const finished_run& run, const access_history& seen) {
  const access* const before = seen.own_before(seen.last());
  if (before == nullptr || seen.on_one_line(*before, seen.last())) return std::nullopt;
  if (!before->writes && !goes_straight_on(run, *before, seen.last())) return std::nullopt;
  const access* const change = seen.change_between(*before, seen.last());
  if (change == nullptr || seen.on_purpose(*before, *change)) return std::nullopt;
  return pattern{cause_kind::atomicity_violation, before->event, change->event, seen.last().event};
}

/// The last change of the one variable and the next change of the other are by one task, which had
/// not changed the other before: of several rounds nobody can tell where one ends.
found_pattern partial_update(const access_history& one, const access_history& other) {
  if (one.object() == other.object()) return std::nullopt;
  const auto change = std::find_if(one.all().rbegin(), one.all().rend(),
                                   [](const access& each) { return each.changes(); });
  const auto missing = other.next_change();
  if (change == one.all().rend() || !missing) return std::nullopt;
  if (change->task != missing->task || change->task == one.last().task) return std::nullopt;
  const bool changed_before = std::ranges::any_of(
      other.all(), [&](const access& each) { return each.writes && each.task == change->task; });
  if (changed_before || one.on_purpose(*change, one.last()) ||
      other.on_purpose(other.last(), *missing))
    return std::nullopt;
  return pattern{cause_kind::partial_update, change->event, one.last().event, missing->event};
}

/// Nobody had written the variable when it was checked, and somebody does so later.
found_pattern order_violation(const access_history& seen) {
  if (std::ranges::any_of(seen.all(), &access::writes)) return std::nullopt;
  const auto first_write = seen.next_change();
  if (!first_write || seen.on_purpose(seen.last(), *first_write)) return std::nullopt;
  return pattern{cause_kind::order_violation, seen.last().event, first_write->event};
}

/// The sleep that the task of an access woke from last.
std::optional<sleep> last_sleep_before(const finished_run& run, const access& act) {
  for (std::size_t place = act.event; place-- > 0;) {
    const scheduler::event& done = run.events[place];
    if (done.task != act.task || done.kind != operation_kind::wake) continue;
    const std::vector<sleep> all = sleeps_of(run, act.task, done.object);
    const auto one = std::ranges::find(all, place, &sleep::ended);
    return one == all.end() ? std::nullopt : std::optional(*one);
  }
  return std::nullopt;
}

/// Whether the task's first access after waking stands on the line of its last one before: it is in
/// a loop, or a predicate.
bool looks_again(const access_history& seen, const access& act, const sleep& slept) {
  const auto first = std::ranges::find_if(seen.all(), [&](const access& one) {
    return one.task == act.task && one.event > slept.ended;
  });
  if (first == seen.all().end()) return true;
  const access* const before = seen.own_before(*first);
  return before == nullptr || seen.on_one_line(*before, *first);
}

/// Somebody who was woken used the variable, in the check or before, and had been robbed.
found_pattern stolen_wakeup(const finished_run& run, const access_history& seen) {
  std::size_t left = longest_memory;
  for (auto act = seen.all().rbegin(); act != seen.all().rend() && left-- > 0; ++act) {
    if (!act->writes && act != seen.all().rbegin()) continue;
    const auto slept = last_sleep_before(run, *act);
    if (!slept) continue;
    const std::size_t theft = stolen_by(run, *slept);
    if (theft == no_event || run.events[theft].object != seen.object()) continue;
    if (!looks_again(seen, *act, *slept))
      return pattern{cause_kind::stolen_wakeup, slept->notified, theft, slept->ended};
  }
  return std::nullopt;
}

found_pattern find_pattern(const finished_run& run, const std::vector<access_history>& seen) {
  const auto first_of = [&](auto&& look) -> found_pattern {
    for (const access_history& one : seen)
      if (auto found = look(one)) return found;
    return std::nullopt;
  };
  const auto with_others = [&](const access_history& one) {
    return [&](const access_history& other) { return partial_update(one, other); };
  };
  if (auto found = first_of([&](const auto& one) { return stolen_wakeup(run, one); })) return found;
  if (auto found = first_of(wrong_write)) return found;
  if (auto found = first_of([&](const auto& one) { return atomicity_violation(run, one); }))
    return found;
  if (auto found = first_of([&](const auto& one) { return first_of(with_others(one)); }))
    return found;
  return first_of(order_violation);
}

cause_step tell(const execution& told, std::size_t event) {
  if (event == no_event) return {};
  const execution::step& done = told.steps[event];
  const bool reads = done.kind == operation_kind::read || done.kind == operation_kind::load;
  const bool accesses =
      done.object != execution::none &&
      (told.objects[static_cast<std::size_t>(done.object)].kind ==
           scheduler::object_kind::variable ||
       told.objects[static_cast<std::size_t>(done.object)].kind == scheduler::object_kind::atomic);
  return {.number = done.number,
          .object = done.object,
          .writes = accesses && !reads,
          .value = accesses ? done.after : std::string(),
          .where = done.where};
}

/// The events in which the check read what it judges.
std::vector<std::uint32_t> checked_events(const execution& told, const execution::problem& failure,
                                          const std::vector<value_read>& values) {
  std::vector<std::uint32_t> events;
  events.reserve(values.size());
  for (const value_read& one : values) events.push_back(one.step - 1);
  if (!events.empty()) return events;
  for (std::uint32_t event = failure.step; event-- > 0;) {
    const execution::step& done = told.steps[event];
    if (done.task != failure.task) continue;
    if (done.kind == operation_kind::read || done.kind == operation_kind::load)
      events.push_back(event);
    break;
  }
  return events;
}

}  // namespace

std::optional<cause> find_cause(const finished_run& run, const execution& told,
                                const execution::problem& failure,
                                const std::vector<value_read>& values) {
  std::vector<access_history> seen;
  for (const std::uint32_t event : checked_events(told, failure, values))
    seen.emplace_back(run, told, event);
  const auto found = find_pattern(run, seen);
  if (!found) return std::nullopt;
  const bool ends_with_other = found->kind == cause_kind::order_violation;
  const std::size_t own = ends_with_other ? found->first : found->second;
  return cause{.kind = found->kind,
               .task = told.steps[own].task,
               .other = told.steps[found->between].task,
               .first = tell(told, found->first),
               .between = tell(told, found->between),
               .second = tell(told, found->second)};
}

}  // namespace heddle::checker
