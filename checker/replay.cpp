#include "checker/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "checker/finding_table.hpp"
#include "checker/lock_order/predictions.hpp"
#include "checker/lock_order/telling.hpp"
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

std::vector<finding> findings_of(const std::function<void()>& body, const recorded_run& again,
                                 const std::string& text) {
  std::vector<symptom> seen;
  detect_all(again.left(), seen);
  std::vector<finding> findings;
  for (const symptom& one : seen) {
    std::optional<finding> described = describe_in_full(one, again.left(), again.told(), body);
    if (!described) continue;
    finding next = std::move(*described);
    const bool known = std::any_of(findings.begin(), findings.end(), [&](const finding& other) {
      return other.signature == next.signature;
    });
    if (known) continue;
    next.token = text;
    next.occurrences = 1;
    findings.push_back(std::move(next));
  }
  return findings;
}

/// What the lock order of one execution predicts, but for what has come about in it.
void add_predictions(const recorded_run& again, std::string_view model, result& into) {
  lock_predictions predictions(model);
  predictions.look(again.left());
  for (const prediction& each : predictions.all())
    if (each.broken)
      into.harmless.push_back(tell(each, again.told()));
    else if (!predictions.has_happened(each.key) &&
             !predictions.has_happened_beside_failure(each.key))
      into.findings.push_back(potential_deadlock(tell(each, again.told()), each, again));
}

/// Runs the execution once more, and adds a finding if it goes another way.
void add_if_astray(result& found, recorded_run& again, const std::function<void()>& body,
                   const std::string& text) {
  if (again.left().how == ending::given_up || again.left().how == ending::diverged) return;
  repetition once_more;
  if (again.same_again(once_more, body)) return;
  finding stray;
  stray.kind = finding_kind::nondeterminism;
  stray.message = once_more.message();
  stray.where = scheduler::resolve(once_more.site());
  stray.signature = fmt::format("{}|{}|{}", heddle::name_of(stray.kind), stray.message,
                                stray.where.known() ? stray.where.brief() : "");
  stray.token = text;
  stray.occurrences = 1;
  stray.execution = again.told();
  if (once_more.sides())
    stray.divergence = tell_sides(*once_more.sides(), once_more.before(), again.told());
  found.findings.push_back(std::move(stray));
}

}  // namespace

replay_result replay(const model& subject, const token& what, replay_mode mode) {
  return replay(subject.name(), subject.body(), what, subject.expect(), mode);
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
                     std::span<const expectation> expect, replay_mode mode) {
  recorded_run again(body, what, mode);
  replay_result replayed;
  replayed.mode = mode;
  replayed.execution = again.told();
  replayed.divergence = again.divergence();
  const bool departed = mode != replay_mode::strict && !replayed.divergence.empty();
  replayed.token = to_string(departed ? token_of(name, again.left()) : what);

  result& found = replayed.found = result_of(name, "replay", again);
  if (found.executions == 1) {
    outcome_table outcomes;
    outcomes.add(again.runtime().observations(), found.deadlocked == 1);
    outcomes.last().token = replayed.token;
    found.outcomes = outcomes.take();
  }
  found.findings = findings_of(body, again, replayed.token);
  if (replayed.divergence.empty() || departed) add_predictions(again, name, found);
  if (replayed.divergence.empty()) add_if_astray(found, again, body, replayed.token);
  found.missing = apply_expectations(expect, found.findings);
  return replayed;
}

}  // namespace heddle::checker
