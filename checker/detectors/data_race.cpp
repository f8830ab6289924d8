#include <fmt/format.h>

#include "checker/detectors/all.hpp"
#include "checker/races/race_evidence.hpp"

namespace heddle::checker::detectors {
namespace {

void detect_data_race(const finished_run& run, detector_memory& memory,
                      std::vector<symptom>& seen) {
  for (const race& one : memory.races.find(run)) {
    const scheduler::event& later = run.events[one.later];
    seen.push_back({.kind = finding_kind::data_race,
                    .key = mix(static_cast<std::uint64_t>(finding_kind::data_race), one.key),
                    .site = later.site,
                    .task = later.task,
                    .object = later.object,
                    .earlier = one.earlier,
                    .later = one.later});
  }
}

void describe_data_race(const symptom& what, const finished_run& run,
                        const scheduler::execution& told, finding& into) {
  into.message = fmt::format("nothing orders two accesses to {}",
                             told.objects[static_cast<std::size_t>(into.object)].name);
  into.race = evidence_of(run, told, what.earlier, what.later);
}

}  // namespace

constinit const detector data_race{detect_data_race, describe_data_race};

}  // namespace heddle::checker::detectors
