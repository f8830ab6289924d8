#include "checker/causes/cause_search.hpp"
#include "checker/causes/values_read.hpp"
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

void describe_checks(const symptom& what, const finished_run& run, const scheduler::execution& told,
                     finding& into) {
  const auto place = static_cast<std::size_t>(what.failure);
  if (into.kind != finding_kind::invariant || place >= told.problems.size()) return;
  into.values = values_read_for(told, told.problems[place]);
  into.because = find_cause(run, told, told.problems[place], into.values);
}

}  // namespace

constinit const detector checks{detect_checks, describe_checks};

}  // namespace heddle::checker::detectors
