#include "checker/deadlocks/blocked_tasks.hpp"

#include <algorithm>
#include <optional>

#include "checker/deadlocks/wakeups.hpp"

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;
using scheduler::outcome;

bool is_lock(object_kind kind) {
  return kind == object_kind::mutex || kind == object_kind::recursive_mutex ||
         kind == object_kind::shared_mutex;
}

/// Whether a step has given its task a lock, a call or permits of `object`.
bool takes(const execution::step& step, int object) {
  if (step.how == outcome::last)
    return step.kind == operation_kind::enter_once && step.object == object;
  if (step.how != outcome::done) return false;
  if (step.kind == operation_kind::wake) return step.second == object;
  return step.object == object &&
         (step.kind == operation_kind::lock || step.kind == operation_kind::lock_shared ||
          step.kind == operation_kind::acquire);
}

bool gives_back(const execution::step& step, int object) {
  if (step.how == outcome::misuse) return false;
  if (step.kind == operation_kind::wait) return step.second == object;
  return step.object == object &&
         (step.kind == operation_kind::unlock || step.kind == operation_kind::unlock_shared ||
          step.kind == operation_kind::leave_once || step.kind == operation_kind::release);
}

/// The step with which the task took what it still has of the object: of a mutex locked several
/// times the first one. None if the record does not say.
const execution::step* taking_step(const execution& told, int task, int object) {
  const execution::step* first = nullptr;
  int depth = 0;
  for (const execution::step& step : told.steps) {
    if (step.task != task) continue;
    if (takes(step, object) && depth++ == 0) first = &step;
    if (gives_back(step, object) && depth > 0 && --depth == 0) first = nullptr;
  }
  return first;
}

/// Whether the step made others wait for the object.
bool uses_up(const execution::step& step, const blocked_task& waiter) {
  if (step.object != waiter.object && step.second != waiter.object) return false;
  switch (waiter.what) {
    case waited_for::message:
      return step.kind == operation_kind::receive && step.how == outcome::done;
    case waited_for::room:
      return step.kind == operation_kind::send && step.how == outcome::done;
    case waited_for::setting:
      return step.kind == operation_kind::reset;
    default:
      return takes(step, waiter.object);
  }
}

bool holds(const finished_run& run, scheduler::task_index task, scheduler::object_index place) {
  const scheduler::object_state& state = run.objects[place];
  if (state.kind == object_kind::semaphore) return permits_held(run, task, place) > 0;
  const bool shared = state.kind == object_kind::shared_mutex && state.tasks.contains(task);
  return shared ||
         (state.owner == task && (is_lock(state.kind) || state.kind == object_kind::once));
}

std::vector<blocked_task::holding> held_by(const finished_run& run, const execution& told,
                                           scheduler::task_index task, int told_task) {
  std::vector<blocked_task::holding> held;
  int object = -1;
  for (const auto& created : run.created_objects) {
    ++object;
    if (!holds(run, task, created.place)) continue;
    const execution::step* const taken = taking_step(told, told_task, object);
    held.push_back({.object = object,
                    .since = taken != nullptr ? taken->number : 0,
                    .taken_at = taken != nullptr ? taken->where : scheduler::source_line{}});
  }
  return held;
}

/// How many may have the object at once. Of a semaphore: what there was at first.
std::uint64_t capacity_of(const wait_for_node& node, const finished_run& run) {
  if (node.what == waited_for::lock || node.what == waited_for::call) return 1;
  if (node.what != waited_for::permits) return 0;
  auto permits = static_cast<std::int64_t>(run.objects[node.object].count);
  for (const auto& created : run.created_tasks)
    permits += permits_held(run, static_cast<scheduler::task_index>(created.place), node.object);
  return permits > 0 ? static_cast<std::uint64_t>(permits) : 0;
}

helper tell_helper(const enabler& one, const blocked_task& waiter, int task,
                   const execution& told) {
  helper made{.task = task, .holds = one.holds, .ended = one.ended, .since = 0, .where = {}};
  const execution::step* step = nullptr;
  if (one.holds)
    step = taking_step(told, task, waiter.object);
  else if (one.event < told.steps.size())
    step = &told.steps[one.event];
  if (step == nullptr) return made;
  made.since = step->number;
  made.where = step->where;
  return made;
}

std::optional<missed_wakeup> tell_missed_wakeup(const wait_for_node& node, const finished_run& run,
                                                const execution& told) {
  const auto missed = missed_by(run, node.task, node.object);
  if (!missed) return std::nullopt;
  const execution::step& notification = told.steps[missed->event];
  missed_wakeup made{.fate = missed->fate,
                     .notifier = notification.task,
                     .step = notification.number,
                     .where = notification.where,
                     .waits_since = told.steps[missed->began].number};
  if (made.fate == wakeup_fate::went_to_another) made.other = notification.other_task;
  if (missed->change == no_event) return made;
  const execution::step& change = told.steps[missed->change];
  made.other = change.task;
  made.changed_at = change.number;
  made.changed_where = change.where;
  made.changed = change.object;
  return made;
}

}  // namespace

blocked_task tell_blocked_task(const wait_for_node& node, const finished_run& run,
                               const execution& told) {
  const ordinals task_places(run.created_tasks);
  blocked_task blocked;
  blocked.task = static_cast<int>(task_places(node.task));
  const execution::task& task = told.tasks[static_cast<std::size_t>(blocked.task)];
  blocked.waits_for = node.in_together ? "leave together" : task.pending;
  blocked.waits_at = task.pending_at;
  for (const execution::step& step : told.steps)
    if (step.task == blocked.task) blocked.since = step.number;
  blocked.holds = held_by(run, told, node.task, blocked.task);
  blocked.what = node.what;
  if (node.object != scheduler::no_object)
    blocked.object = static_cast<int>(ordinals(run.created_objects)(node.object));
  blocked.capacity = capacity_of(node, run);
  for (const enabler& one : node.enablers)
    blocked.helpers.push_back(
        tell_helper(one, blocked, static_cast<int>(task_places(one.task)), told));
  if (node.what == waited_for::notification) blocked.missed = tell_missed_wakeup(node, run, told);
  return blocked;
}

std::uint32_t blocked_since(const blocked_task& waiter, const execution& told) {
  std::uint32_t since = waiter.since;
  if (waiter.object == execution::none) return since;
  for (const execution::step& step : told.steps)
    if (uses_up(step, waiter)) since = std::max(since, step.number);
  return since;
}

}  // namespace heddle::checker
