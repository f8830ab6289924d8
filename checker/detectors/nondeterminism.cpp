#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

// Whatever differs first is the symptom of one cause: the place alone tells such findings apart.
void detect_nondeterminism(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  int place = -1;
  for (const scheduler::failure& one : run.failures) {
    ++place;
    if (one.kind != scheduler::failure_kind::nondeterminism) continue;
    const auto kind = static_cast<std::uint64_t>(finding_kind::nondeterminism);
    seen.push_back({.kind = finding_kind::nondeterminism,
                    .key = mix(kind, hash_of(one.site)),
                    .text = one.text,
                    .site = one.site,
                    .task = one.task,
                    .object = one.object,
                    .failure = place});
  }
}

void describe_nondeterminism(const symptom&, const finished_run&, const scheduler::execution&,
                             finding&) {}

}  // namespace

constinit const detector nondeterminism{detect_nondeterminism, describe_nondeterminism};

}  // namespace heddle::checker::detectors
