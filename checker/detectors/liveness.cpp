#include "checker/detectors/all.hpp"
#include "checker/liveness/lasso_search.hpp"

namespace heddle::checker {

void detect_lassos(const finished_run& run, std::vector<symptom>& seen, bool* loops) {
  for (const lasso_candidate& one : find_lassos(run, loops))
    seen.push_back({.kind = finding_kind::livelock,
                    .key = mix(static_cast<std::uint64_t>(finding_kind::livelock), one.key),
                    .site = one.site,
                    .task = one.task,
                    .earlier = one.first,
                    .later = one.end,
                    .seen_by = &detectors::liveness});
}

namespace detectors {
namespace {

/// Candidates only: whether they repeat, and what they are, is not to be seen in a trace.
void detect_liveness(const finished_run& run, detector_memory& memory, std::vector<symptom>& seen) {
  if (!memory.look_for_lassos) return;
  detect_lassos(run, seen, &memory.loops_seen);
}

void describe_liveness(const symptom&, const finished_run&, const scheduler::execution&, finding&) {
}

}  // namespace

constinit const detector liveness{detect_liveness, describe_liveness};

}  // namespace detectors
}  // namespace heddle::checker
