#include "checker/shrink.hpp"

#include <vector>

#include "checker/detector.hpp"
#include "checker/finding_table.hpp"
#include "checker/liveness/lasso_filter.hpp"
#include "checker/recorded_run.hpp"
#include "checker/replay.hpp"

namespace heddle::checker {
namespace {

/// One execution never shows more that is worth the time.
constexpr std::size_t most_findings = 64;

}  // namespace

shrink_result shrink(const model& subject, const token& what, const shrink_options& options) {
  return shrink(subject.name(), subject.body(), what, options, subject.expect());
}

shrink_result shrink(std::string_view name, const std::function<void()>& body, const token& what,
                     const shrink_options& options, std::span<const expectation> expect) {
  const recorded_run again(body, what);
  shrink_result shrunk{result_of(name, "shrink", again), to_string(what), again.divergence()};
  if (!shrunk.divergence.empty()) return shrunk;
  std::vector<symptom> seen;
  detect_all(again.left(), seen);
  lasso_filter().keep_endless(body, again.left(), seen);
  finding_table findings(name, most_findings);
  findings.add(seen, again.left(), nullptr);
  findings.shrink(body, options);
  shrunk.found.findings = findings.tell(body);
  apply_expectations(expect, shrunk.found.findings);
  return shrunk;
}

}  // namespace heddle::checker
