#include <fmt/format.h>

#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

using scheduler::object_kind;

bool is_held(const scheduler::object_state& object) {
  const bool lock = object.kind == object_kind::mutex ||
                    object.kind == object_kind::recursive_mutex ||
                    object.kind == object_kind::shared_mutex;
  if (!lock || object.destroyed) return false;
  return object.owner != scheduler::no_task ||
         (object.kind == object_kind::shared_mutex && !object.tasks.empty());
}

void detect_leak(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  if (run.how != scheduler::ending::completed || !run.failures.empty()) return;
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

/// Where the task last did something to the object: that is where it took the lock it kept.
void describe_leak(const symptom&, const finished_run&, const scheduler::execution& told,
                   finding& into) {
  const auto& object = told.objects[static_cast<std::size_t>(into.object)];
  into.message = fmt::format("{} is still locked when everything has ended", object.name);
  for (const auto& step : told.steps)
    if (step.object == into.object && step.task == into.task) into.where = step.where;
}

}  // namespace

constinit const detector leak{detect_leak, describe_leak};

}  // namespace heddle::checker::detectors
