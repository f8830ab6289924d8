#include "checker/finding_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "checker/recorded_run.hpp"

namespace heddle::checker {
namespace {

bool matches(const expectation& declared, const finding& found) {
  return covers(declared.kind, found.kind) &&
         (declared.message.empty() || declared.message == found.message);
}

bool smaller(const finding& left, const finding& right) {
  return std::tuple(left.preemptions, left.execution.steps.size()) <
         std::tuple(right.preemptions, right.execution.steps.size());
}

/// Adds a finding, or makes it one with another of the same signature.
void merge(std::vector<finding>& findings, finding&& next) {
  const auto same = std::find_if(findings.begin(), findings.end(), [&](const finding& one) {
    return one.signature == next.signature;
  });
  if (same == findings.end()) {
    findings.push_back(std::move(next));
    return;
  }
  const std::uint64_t occurrences = same->occurrences + next.occurrences;
  if (smaller(next, *same)) *same = std::move(next);
  same->occurrences = occurrences;
}

finding not_reproduced(const finding& lost, const std::string& divergence) {
  finding found;
  found.kind = finding_kind::nondeterminism;
  found.message = fmt::format(
      "a finding of kind {} did not occur again under the same schedule: {}", name_of(lost.kind),
      divergence.empty() ? "the execution ended without it" : divergence);
  found.signature = fmt::format("{}|{}|", name_of(found.kind), found.message);
  found.token = lost.token;
  found.occurrences = 1;
  return found;
}

}  // namespace

void finding_table::add(std::span<const symptom> seen, const finished_run& run,
                        const strategy& how) {
  ++runs_;
  for (const symptom& one : seen) count(one, run, &how);
}

void finding_table::count(const symptom& seen, const finished_run& run, const strategy* how) {
  const auto drawn = [&] { return how != nullptr ? how->drawn() : std::nullopt; };
  const auto found = places_.find(seen.key);
  if (found == places_.end()) {
    std::size_t& kept = kept_[static_cast<std::size_t>(seen.kind)];
    if (kept == most_) return;
    ++kept;
    places_.emplace(seen.key, entries_.size());
    entries_.push_back({seen, std::string(seen.text), token_of(model_, run), drawn(),
                        run.preemptions, run.events.size(), 1, runs_});
    return;
  }
  entry& known = entries_[found->second];
  if (known.last_run == runs_) return;
  known.last_run = runs_;
  ++known.occurrences;
  if (std::tuple(run.preemptions, run.events.size()) >= std::tuple(known.preemptions, known.events))
    return;
  known.smallest = token_of(model_, run);
  known.drawn = drawn();
  known.preemptions = run.preemptions;
  known.events = run.events.size();
}

void finding_table::add_nondeterminism(std::string_view message, const scheduler::code_site& site,
                                       const finished_run& run) {
  const symptom seen{
      .kind = finding_kind::nondeterminism,
      .key = mix(static_cast<std::uint64_t>(finding_kind::nondeterminism), hash_of(site)),
      .text = message,
      .site = site};
  ++runs_;
  count(seen, run, nullptr);
}

finding finding_table::tell_without_record(const entry& from) {
  finding found;
  found.kind = from.seen.kind;
  found.message = from.text.empty() ? name_of(from.seen.kind) : from.text;
  found.where = scheduler::resolve(from.seen.site);
  found.preemptions = from.preemptions;
  found.signature = fmt::format("{}|{}|{}", name_of(found.kind), found.message,
                                found.where.known() ? found.where.brief() : "");
  return found;
}

std::vector<finding> finding_table::tell(const std::function<void()>& body) const {
  std::vector<finding> findings;
  for (const entry& one : entries_) {
    const recorded_run again(body, one.smallest);
    auto found = again.divergence().empty() ? find_again(one.seen.key, again.left(), again.told())
                                            : std::nullopt;
    const bool reproduced = found.has_value();
    if (!reproduced) found = tell_without_record(one);
    found->token = to_string(one.smallest);
    found->drawn = one.drawn;
    found->occurrences = one.occurrences;
    found->execution = again.told();
    if (!reproduced && found->kind != finding_kind::nondeterminism)
      merge(findings, not_reproduced(*found, again.divergence()));
    merge(findings, std::move(*found));
  }
  std::stable_partition(findings.begin(), findings.end(),
                        [](const finding& one) { return one.kind != finding_kind::data_race; });
  return findings;
}

std::optional<finding> find_again(std::uint64_t key, const finished_run& run,
                                  const scheduler::execution& told) {
  std::vector<symptom> seen;
  detect_all(run, seen);
  const auto same =
      std::find_if(seen.begin(), seen.end(), [&](const symptom& one) { return one.key == key; });
  if (same == seen.end()) return std::nullopt;
  return describe(*same, run, told);
}

std::vector<std::string> apply_expectations(std::span<const expectation> expect,
                                            std::vector<finding>& findings) {
  std::vector<std::string> missing;
  for (const expectation& declared : expect) {
    bool occurred = false;
    for (finding& found : findings) {
      if (!matches(declared, found)) continue;
      found.expected = occurred = true;
    }
    if (occurred) continue;
    missing.emplace_back(name_of(declared.kind));
    if (!declared.message.empty()) missing.back() += ": " + declared.message;
  }
  return missing;
}

}  // namespace heddle::checker
