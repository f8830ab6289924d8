#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

void detect_checks(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  int place = -1;
  for (const scheduler::failure& one : run.failures) {
    ++place;
    const bool check = one.kind == scheduler::failure_kind::check;
    if (!check && one.kind != scheduler::failure_kind::exception) continue;
    const auto kind = check ? finding_kind::invariant : finding_kind::exception;
    const std::uint64_t key =
        mix(mix(static_cast<std::uint64_t>(kind), hash_of(one.site)), hash_of(one.text));
    seen.push_back({.kind = kind,
                    .key = key,
                    .text = one.text,
                    .site = one.site,
                    .task = one.task,
                    .failure = place});
  }
}

void describe_checks(const symptom&, const finished_run&, const scheduler::execution&, finding&) {}

}  // namespace

constinit const detector checks{detect_checks, describe_checks};

}  // namespace heddle::checker::detectors
