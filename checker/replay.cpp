#include "checker/replay.hpp"

#include <algorithm>

#include "checker/finding_table.hpp"
#include "checker/outcome_table.hpp"
#include "checker/recorded_run.hpp"

namespace heddle::checker {
namespace {

using scheduler::ending;

void count(result& into, const finished_run& run) {
  const bool counts = run.how == ending::completed || run.how == ending::stuck;
  into.executions = counts ? 1 : 0;
  into.failed = counts && !run.failures.empty() ? 1 : 0;
  into.deadlocked = run.how == ending::stuck && run.failures.empty() ? 1 : 0;
  into.truncated = run.how == ending::truncated ? 1 : 0;
  into.pruned = run.how == ending::pruned ? 1 : 0;
  into.events = run.events.size();
}

std::vector<finding> findings_of(const recorded_run& again, const std::string& text) {
  std::vector<symptom> seen;
  detect_all(again.left(), seen);
  std::vector<finding> findings;
  for (const symptom& one : seen) {
    finding next = describe(one, again.left(), again.told());
    const bool known = std::any_of(findings.begin(), findings.end(), [&](const finding& other) {
      return other.signature == next.signature;
    });
    if (known) continue;
    next.token = text;
    next.occurrences = 1;
    next.execution = again.told();
    findings.push_back(std::move(next));
  }
  return findings;
}

}  // namespace

replay_result replay(const model& subject, const token& what) {
  return replay(subject.name(), subject.body(), what, subject.expect());
}

result result_of(std::string_view name, std::string_view how, const recorded_run& one) {
  result found;
  found.model = name;
  found.strategy = how;
  found.options = one.left().options;
  found.covered = {coverage_kind::bounded, {"one execution"}};
  count(found, one.left());
  return found;
}

replay_result replay(std::string_view name, const std::function<void()>& body, const token& what,
                     std::span<const expectation> expect) {
  const recorded_run again(body, what);
  const std::string text = to_string(what);
  replay_result replayed;
  replayed.execution = again.told();
  replayed.divergence = again.divergence();

  result& found = replayed.found = result_of(name, "replay", again);
  if (found.executions == 1) {
    outcome_table outcomes;
    outcomes.add(again.runtime().observations(), found.deadlocked == 1);
    outcomes.last().token = text;
    found.outcomes = outcomes.take();
  }
  found.findings = findings_of(again, text);
  found.missing = apply_expectations(expect, found.findings);
  return replayed;
}

}  // namespace heddle::checker
