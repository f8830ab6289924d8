#include "checker/finding_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "checker/liveness/lasso_filter.hpp"
#include "checker/recorded_run.hpp"
#include "checker/shrink/shrink_schedules.hpp"

namespace heddle::checker {
namespace {

bool matches(const expectation& declared, const finding& found) {
  return covers(declared.kind, found.kind) &&
         (declared.message.empty() || declared.message == found.message);
}

bool smaller(const finding& left, const finding& right) {
  return std::tuple(left.preemptions, left.execution.steps.size(), left.token) <
         std::tuple(right.preemptions, right.execution.steps.size(), right.token);
}

/// A schedule that nobody has measured yet.
constexpr std::size_t unknown_switches = std::numeric_limits<std::size_t>::max();

failing_schedule schedule_of(const symptom& seen, std::string_view model, const finished_run& run) {
  return {.kind = seen.kind,
          .key = seen.key,
          .how = token_of(model, run),
          .size = {run.preemptions, run.events.size(), unknown_switches}};
}

/// Makes `known` and `next`, which have the same signature, one: the smaller. Both may have
/// occurred in the same executions, which are not to be counted twice.
void merge_into(finding& known, finding&& next) {
  const std::uint64_t occurrences = std::max(known.occurrences, next.occurrences);
  if (smaller(next, known)) {
    // What was met while shrinking has no past of its own.
    if (next.occurrences == 0) {
      const bool proved = next.shrunk && next.shrunk->proved;
      next.drawn = std::move(known.drawn);
      next.shrunk = known.shrunk;
      if (next.shrunk) next.shrunk->proved = proved;
    }
    known = std::move(next);
  }
  known.occurrences = occurrences;
}

/// Adds a finding, or makes it one with another of the same signature.
void merge(std::vector<finding>& findings, finding&& next) {
  const auto same = std::ranges::find(findings, next.signature, &finding::signature);
  if (same != findings.end())
    merge_into(*same, std::move(next));
  else if (next.occurrences > 0)
    findings.push_back(std::move(next));
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
                        const strategy* how) {
  ++runs_;
  for (const symptom& one : seen) count(one, run, how);
}

void finding_table::count(const symptom& seen, const finished_run& run, const strategy* how) {
  const auto drawn = [&] { return how != nullptr ? how->drawn() : std::nullopt; };
  const auto found = places_.find(seen.key);
  if (found == places_.end()) {
    std::size_t& kept = kept_[static_cast<std::size_t>(seen.kind)];
    if (kept == most_) return;
    ++kept;
    places_.emplace(seen.key, entries_.size());
    entries_.push_back(
        {seen, std::string(seen.text), schedule_of(seen, model_, run), drawn(), 1, runs_});
    if (seen.kind != finding_kind::nondeterminism) return;
    entries_.back().sides = sides_of(run, run);
    if (entries_.back().sides) entries_.back().text = text_of(*entries_.back().sides);
    return;
  }
  entry& known = entries_[found->second];
  if (known.last_run == runs_) return;
  known.last_run = runs_;
  ++known.occurrences;
  const schedule_size& size = known.smallest.size;
  if (std::tuple(run.preemptions, run.events.size()) >= std::tuple(size.preemptions, size.events))
    return;
  known.smallest = schedule_of(seen, model_, run);
  known.drawn = drawn();
}

void finding_table::shrink(const std::function<void()>& body, const shrink_options& options) {
  std::vector<failing_schedule> schedules;
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < entries_.size(); ++place) {
    const finding_kind kind = entries_[place].seen.kind;
    if (kind == finding_kind::nondeterminism || is_endless(kind)) continue;
    schedules.push_back(entries_[place].smallest);
    places.push_back(place);
  }
  if (!shrink_schedules(body, schedules, options)) {
    add_stray_shrinking();
    return;
  }
  for (std::size_t number = 0; number < schedules.size(); ++number) {
    failing_schedule& now = schedules[number];
    if (number >= places.size()) {
      const symptom met{.kind = now.kind, .key = now.key};
      entries_.push_back({met, {}, now, {}, 0, 0, shrinking{.proved = now.proved}});
      continue;
    }
    entry& known = entries_[places[number]];
    known.shrunk = {now.proved, known.smallest.size.preemptions, known.smallest.size.events};
    known.smallest = std::move(now);
  }
}

/// Schedules did not go the same way again while they were shrunk.
void finding_table::add_stray_shrinking() {
  entry lost = entries_.front();
  lost.seen = {.kind = finding_kind::nondeterminism};
  lost.text = "a schedule went another way when it was run again to be shrunk";
  lost.occurrences = 1;
  entries_.push_back(std::move(lost));
}

void finding_table::add_nondeterminism(std::string_view message, const scheduler::code_site& site,
                                       const finished_run& run,
                                       const std::optional<strayed_run>& sides) {
  const symptom seen{
      .kind = finding_kind::nondeterminism,
      .key = mix(static_cast<std::uint64_t>(finding_kind::nondeterminism), hash_of(site)),
      .text = message,
      .site = site};
  ++runs_;
  const std::size_t before = entries_.size();
  count(seen, run, nullptr);
  if (entries_.size() > before) entries_.back().sides = sides;
}

finding finding_table::tell_without_record(const entry& from) {
  finding found;
  found.kind = from.seen.kind;
  found.message = from.text.empty() ? name_of(from.seen.kind) : from.text;
  found.where = scheduler::resolve(from.seen.site);
  found.preemptions = from.smallest.size.preemptions;
  found.signature = fmt::format("{}|{}|{}", name_of(found.kind), found.message,
                                found.where.known() ? found.where.brief() : "");
  return found;
}

/// Replays the smallest schedule, and adds what it shows.
void finding_table::tell(const entry& from, const std::function<void()>& body,
                         std::vector<finding>& into) {
  const recorded_run again(body, from.smallest.how);
  auto found = again.divergence().empty()
                   ? find_again(from.seen.key, again.left(), again.told(), body)
                   : std::nullopt;
  const bool reproduced = found.has_value();
  if (!reproduced && from.occurrences == 0) return;
  if (!reproduced) {
    found = tell_without_record(from);
    found->execution = again.told();
  }
  found->token = to_string(from.smallest.how);
  found->drawn = from.drawn;
  found->occurrences = from.occurrences;
  found->shrunk = from.shrunk;
  if (from.sides) found->divergence = tell_sides(*from.sides, again.left(), again.told());
  if (!reproduced && found->kind != finding_kind::nondeterminism)
    merge(into, not_reproduced(*found, again.divergence()));
  merge(into, std::move(*found));
}

std::vector<finding> finding_table::tell(const std::function<void()>& body) const {
  std::vector<finding> findings;
  for (const entry& one : entries_) tell(one, body, findings);
  std::stable_partition(findings.begin(), findings.end(),
                        [](const finding& one) { return one.kind != finding_kind::data_race; });
  return findings;
}

std::optional<finding> find_again(std::uint64_t key, const finished_run& run,
                                  const scheduler::execution& told,
                                  const std::function<void()>& body) {
  std::vector<symptom> seen;
  detect_all(run, seen);
  const auto same =
      std::find_if(seen.begin(), seen.end(), [&](const symptom& one) { return one.key == key; });
  if (same == seen.end()) return std::nullopt;
  return describe_in_full(*same, run, told, body);
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
