#include <fmt/format.h>

#include <algorithm>

#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

using scheduler::operation_kind;

/// Whether `one` only waits for the end of a task that is itself stuck: a bystander.
bool is_bystander(const finished_run& run, const finished_run::waiting& one) {
  return one.pending.kind == operation_kind::join &&
         std::any_of(run.stuck.begin(), run.stuck.end(),
                     [&](const auto& other) { return other.task == one.pending.object; });
}

/// The main task is stuck, or takes no part, so that everybody unfinished is.
bool is_total(const finished_run& run) {
  if (!run.main_takes_part || run.created_tasks.empty()) return true;
  const auto main = run.created_tasks.front().place;
  return std::any_of(run.stuck.begin(), run.stuck.end(),
                     [&](const auto& one) { return one.task == main; });
}

std::uint64_t what_it_waits_for(const finished_run& run, const scheduler::operation& pending) {
  if (pending.kind == operation_kind::join)
    return identity_of_task(run, static_cast<scheduler::task_index>(pending.object));
  return identity_of_object(run, pending.object);
}

/// Whether the tasks do nothing but join each other, in a ring.
bool everybody_joins(const finished_run& run) {
  return std::all_of(run.stuck.begin(), run.stuck.end(),
                     [&](const auto& one) { return is_bystander(run, one); });
}

/// Who is to blame: everybody stuck but the bystanders.
bool takes_part(const finished_run& run, const finished_run::waiting& one) {
  return !is_bystander(run, one) || everybody_joins(run);
}

/// Which objects are waited for, and at which lines; not by whom. The sum makes it independent of
/// the order of the tasks.
std::uint64_t key_of(const finished_run& run, finding_kind kind) {
  std::uint64_t sum = 0;
  for (const auto& one : run.stuck)
    if (takes_part(run, one))
      sum += mix(what_it_waits_for(run, one.pending), hash_of(one.pending.site));
  return mix(static_cast<std::uint64_t>(kind), sum);
}

void detect_deadlock(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  if (run.how != scheduler::ending::stuck || !run.failures.empty() || run.stuck.empty()) return;
  const auto kind = is_total(run) ? finding_kind::deadlock : finding_kind::partial_deadlock;
  seen.push_back({.kind = kind, .key = key_of(run, kind)});
}

/// The locks a task holds, each with the last step that took it.
std::vector<blocked_task::holding> locks_held(const finished_run& run,
                                              const scheduler::execution& told,
                                              scheduler::task_index task, int told_task) {
  std::vector<blocked_task::holding> held;
  int object = -1;
  for (const auto& created : run.created_objects) {
    ++object;
    const auto& state = run.objects[created.place];
    const bool shared =
        state.kind == scheduler::object_kind::shared_mutex && state.tasks.contains(task);
    if (state.kind == scheduler::object_kind::once || (state.owner != task && !shared)) continue;
    blocked_task::holding one{.object = object, .since = 0, .taken_at = {}};
    for (const auto& step : told.steps)
      if (step.task == told_task && (step.object == object || step.second == object)) {
        one.since = step.number;
        one.taken_at = step.where;
      }
    held.push_back(std::move(one));
  }
  return held;
}

blocked_task describe(const finished_run& run, const scheduler::execution& told,
                      const finished_run::waiting& one) {
  blocked_task blocked;
  blocked.task = static_cast<int>(ordinals(run.created_tasks)(one.task));
  const auto& task = told.tasks[static_cast<std::size_t>(blocked.task)];
  blocked.waits_for = task.pending;
  blocked.waits_at = task.pending_at;
  for (const auto& step : told.steps)
    if (step.task == blocked.task) blocked.since = step.number;
  blocked.bystander = !takes_part(run, one);
  blocked.holds = locks_held(run, told, one.task, blocked.task);
  return blocked;
}

void describe_deadlock(const symptom&, const finished_run& run, const scheduler::execution& told,
                       finding& into) {
  std::size_t waiting = 0;
  for (const auto& one : run.stuck) {
    into.blocked.push_back(describe(run, told, one));
    if (takes_part(run, one)) ++waiting;
  }
  into.message =
      waiting == 1 ? "1 task waits for ever" : fmt::format("{} tasks wait for ever", waiting);
}

}  // namespace

constinit const detector deadlock{detect_deadlock, describe_deadlock};

}  // namespace heddle::checker::detectors
