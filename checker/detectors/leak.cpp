#include <fmt/format.h>

#include <algorithm>

#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

using scheduler::object_kind;

/// Whether the earlier of two events comes first in every execution with the same trace.
bool comes_first(const scheduler::event& earlier, const scheduler::event& later) {
  using scheduler::operation_kind;
  if (earlier.task == later.task) return true;
  if (earlier.kind == operation_kind::spawn && earlier.object == later.task) return true;
  if (later.kind == operation_kind::join && later.object == earlier.task) return true;
  return scheduler::dependent(earlier, later);
}

bool is_held(const scheduler::object_state& object) {
  const bool lock = object.kind == object_kind::mutex ||
                    object.kind == object_kind::recursive_mutex ||
                    object.kind == object_kind::shared_mutex;
  if (!lock || object.destroyed) return false;
  return object.owner != scheduler::no_task ||
         (object.kind == object_kind::shared_mutex && !object.tasks.empty());
}

/// For each event whether it comes before the last one of main in every execution with the same
/// trace.
std::vector<bool> events_before_end_of_main(const finished_run& run) {
  const std::span<const scheduler::event> events = run.events;
  const auto main = run.created_tasks.front().place;
  std::vector<bool> before(events.size(), false);
  std::vector<std::size_t> marked;
  for (std::size_t at = events.size(); at > 0; --at) {
    const scheduler::event& one = events[at - 1];
    const bool needed = one.task == main || std::ranges::any_of(marked, [&](std::size_t later) {
                          return comes_first(one, events[later]);
                        });
    if (!needed) continue;
    before[at - 1] = true;
    marked.push_back(at - 1);
  }
  return before;
}

void detect_locks(const finished_run& run, std::vector<symptom>& seen) {
  for (const auto& created : run.created_objects) {
    const scheduler::object_state& object = run.objects[created.place];
    if (!is_held(object)) continue;
    const auto kind = static_cast<std::uint64_t>(finding_kind::leak);
    const bool exclusive = object.owner != scheduler::no_task;
    seen.push_back({.kind = finding_kind::leak,
                    .key = mix(kind, identity_of_object(run, created.place)),
                    .task = exclusive ? object.owner : object.tasks.first(),
                    .object = created.place});
  }
}

/// Detached tasks of which some event need not come before the end of main, which nothing waits
/// for then: in a program, whatever they still do would be done while the process ends, or never.
void detect_tasks(const finished_run& run, std::vector<symptom>& seen) {
  const auto detached = [](const auto& one) { return one.detached; };
  if (!run.main_takes_part || std::ranges::none_of(run.created_tasks, detached)) return;
  const std::vector<bool> before = events_before_end_of_main(run);
  for (const auto& one : run.created_tasks) {
    if (!one.detached) continue;
    const scheduler::event* late = nullptr;
    for (std::size_t at = 0; at < run.events.size() && late == nullptr; ++at)
      if (run.events[at].task == one.place && !before[at]) late = &run.events[at];
    if (late == nullptr) continue;
    seen.push_back(
        {.kind = finding_kind::leak,
         .key = mix(mix(static_cast<std::uint64_t>(finding_kind::leak), 1),
                    identity_of_task(run, static_cast<scheduler::task_index>(one.place))),
         .site = late->site,
         .task = static_cast<scheduler::task_index>(one.place)});
  }
}

void detect_leak(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  if (run.how != scheduler::ending::completed || !run.failures.empty()) return;
  detect_locks(run, seen);
  detect_tasks(run, seen);
}

/// The task still runs when main ends: where it was started, and what it has still to do.
void describe_task(const scheduler::execution& told, finding& into) {
  const auto& who = told.tasks[static_cast<std::size_t>(into.task)];
  into.message = fmt::format("{} is detached and may still run when main ends", who.name);
  for (const auto& step : told.steps)
    if (step.kind == scheduler::operation_kind::spawn && step.other_task == into.task)
      into.evidence.push_back({misuse_role::started, step.task, step.number, step.where});
}

void describe_leak(const symptom&, const finished_run&, const scheduler::execution& told,
                   finding& into) {
  if (into.object == scheduler::execution::none) {
    describe_task(told, into);
    return;
  }
  const auto& object = told.objects[static_cast<std::size_t>(into.object)];
  into.message = fmt::format("{} is still locked when everything has ended", object.name);
  into.evidence = holders_of(told, into.object, static_cast<std::uint32_t>(told.steps.size()));
  for (const misuse_evidence& one : into.evidence)
    if (one.task == into.task) into.where = one.where;
}

}  // namespace

constinit const detector leak{detect_leak, describe_leak};

}  // namespace heddle::checker::detectors
