#include <fmt/format.h>

#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

void detect_misuse(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  int place = -1;
  for (const scheduler::failure& one : run.failures) {
    ++place;
    if (one.kind != scheduler::failure_kind::misuse) continue;
    const std::uint64_t what =
        mix(static_cast<std::uint64_t>(finding_kind::misuse), static_cast<std::uint64_t>(one.what));
    const std::uint64_t where = mix(hash_of(one.site), identity_of_object(run, one.object));
    seen.push_back({.kind = finding_kind::misuse,
                    .key = mix(what, where),
                    .text = scheduler::description_of(one.what),
                    .site = one.site,
                    .task = one.task,
                    .object = one.object,
                    .failure = place});
  }
}

void describe_misuse(const symptom& what, const finished_run&, const scheduler::execution& told,
                     finding& into) {
  const bool has_object = into.object != scheduler::execution::none;
  if (has_object)
    into.message = fmt::format("{} {}", told.objects[static_cast<std::size_t>(into.object)].name,
                               into.message);
  const auto place = static_cast<std::size_t>(what.failure);
  if (place >= told.problems.size()) return;
  const scheduler::execution::problem& wrong = told.problems[place];
  if (!has_object && wrong.other_task != scheduler::execution::none)
    into.message = fmt::format("{} {}", told.tasks[static_cast<std::size_t>(wrong.other_task)].name,
                               into.message);
  into.misused = wrong.what;
  into.evidence = evidence_for(told, wrong);
  if (!into.where.known() && has_object)
    into.where = told.objects[static_cast<std::size_t>(into.object)].created_at;
}

}  // namespace

constinit const detector misuse{detect_misuse, describe_misuse};

}  // namespace heddle::checker::detectors
