#include "reports/text/verdict.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::coverage_kind;

/// Bounds within which everything was searched, unlike limits that cut a search short.
bool is_bound(std::string_view reason) {
  return reason.starts_with("at most") || reason.starts_with("clock read") ||
         reason.starts_with("steps");
}

/// `at most 3 preemptions`, `bounded by steps 1000, clock read`.
std::string bounds_of(const checker::result& from) {
  const std::string reasons = printable(fmt::format("{}", fmt::join(from.covered.reasons, ", ")));
  return reasons.starts_with("at most") ? reasons : "bounded by " + reasons;
}

/// `random, seed 1`; `pct, depth 3, seed 1`.
std::string strategy_text(const checker::result& from) {
  std::string text = from.strategy;
  if (from.depth != 0) text += fmt::format(", depth {}", from.depth);
  if (from.has_seed) text += fmt::format(", seed {}", from.seed);
  return text;
}

/// `complete`, `sampled`, `bounded (steps 1000)`, `not complete (limit: 30s)`.
std::string coverage_text(const checker::result& from) {
  std::string reasons;
  for (const std::string& reason : from.covered.reasons) {
    const bool is_limit = !reason.empty() && reason.front() >= '0' && reason.front() <= '9';
    reasons += fmt::format("{}{}{}", reasons.empty() ? "" : ", ", is_limit ? "limit: " : "",
                           printable(reason));
  }
  switch (from.covered.kind) {
    case coverage_kind::complete:
      return "complete";
    // How large the sample is stands beside it.
    case coverage_kind::sampled:
      return "sampled";
    case coverage_kind::bounded:
      return fmt::format("bounded ({})", reasons);
    case coverage_kind::interrupted:
      return interrupted_by_somebody(from) ? "interrupted"
                                           : fmt::format("not complete ({})", reasons);
  }
  return "";
}

std::string with_seconds(std::string text, const checker::result& from,
                         const text_options& options) {
  if (options.seconds) text += ", " + duration_text(from.seconds);
  return text;
}

/// `, 3 truncated, 2 pruned`: executions beside those that count.
std::string uncounted(const checker::result& from) {
  std::string text;
  if (from.blocked > 0) text += fmt::format(", {} redundant", from.blocked);
  if (from.truncated > 0) text += fmt::format(", {} truncated", from.truncated);
  if (from.pruned > 0) text += fmt::format(", {} pruned", from.pruned);
  return text;
}

std::string executions_text(const checker::result& from) {
  return counted(from.executions, "execution") + uncounted(from);
}

struct words {
  std::string verdict;
  std::string explanation;
  tone meaning = tone::plain;
};

words words_for(const checker::result& from, verdict given) {
  const std::string how = fmt::format("{}, {}", executions_text(from), strategy_text(from));
  switch (given) {
    case verdict::pass:
      return {"PASS", "complete: " + how, tone::good};
    case verdict::pass_bounded:
      return {fmt::format("PASS ({})", bounds_of(from)), "bounded: " + how, tone::good};
    case verdict::nothing_found:
      return {fmt::format("NOTHING FOUND in {}", counted(from.executions, "execution")),
              fmt::format("{}: {}{}", coverage_text(from), strategy_text(from), uncounted(from)),
              tone::notice};
    case verdict::nothing_checked:
      return {"NOTHING CHECKED", "no execution counts: " + how, tone::bad};
    case verdict::interrupted:
      return {fmt::format("INTERRUPTED after {}", counted(from.executions, "execution")),
              fmt::format("nothing found so far: {}{}", strategy_text(from), uncounted(from)),
              tone::notice};
    case verdict::fail_expected:
      return {"FAIL (expected)", how, tone::declared};
    case verdict::fail:
      return {"FAIL", fmt::format("{}: {}", coverage_text(from), how), tone::bad};
  }
  return {};
}

/// `first  second` in one line if it fits, else `second` indented on the next.
std::string two_parts(const std::string& first, const std::string& shown_first,
                      const std::string& second, const text_options& options) {
  if (width_of(first) + 2 + width_of(second) <= options.width)
    return fmt::format("{}  {}\n", shown_first, second);
  return fmt::format("{}\n{}{}\n", shown_first, std::string(margin, ' '),
                     wrap(second, margin, options.width));
}

/// What is declared and did not occur, if anything.
std::string missing_lines(const checker::result& from, const text_options& options) {
  std::string text;
  for (const std::string& one : from.missing) {
    const std::string said = fmt::format(
        "{}: {}{}", misses_declared(from) ? "expected, but did not occur" : "expected, not seen",
        printable(one), misses_declared(from) ? "" : " (the search was not complete)");
    text += std::string(margin, ' ') + wrap(said, margin, options.width) + "\n";
  }
  return text;
}

/// `balance = -20 (read at step 9), limit = 0 (read at step 10)`.
std::string values_text(const checker::finding& found) {
  std::string text;
  for (const checker::value_read& one : found.values)
    text +=
        fmt::format("{}{} = {} (read at step {})", text.empty() ? "" : ", ",
                    printable(found.execution.objects[static_cast<std::size_t>(one.object)].name),
                    printable(one.value), one.step);
  return text;
}

/// The lines of a race, in the order of the accesses.
std::string race_line(const checker::data_race& race, const text_options& options) {
  const auto line_of = [&](const checker::data_race::access& access) {
    return fmt::format("{} at {}", access.writes ? "write" : "read",
                       elide_front(printable(access.where.brief()), options.width / 3));
  };
  return fmt::format("{}{}, {}\n", std::string(margin, ' '), line_of(race.earlier),
                     line_of(race.later));
}

std::string evidence_line(const checker::finding& found, const text_options& options) {
  if (found.race) return race_line(*found.race, options);
  if (found.kind == finding_kind::potential_deadlock) return "";
  std::string values = values_text(found);
  const std::string where =
      found.where.known() || !found.where.function.empty() ? printable(found.where.brief()) : "";
  if (values.empty() && where.empty()) return "";
  if (values.empty()) values = "at";
  const std::string place = elide_front(where, options.width / 2);
  const std::size_t room = options.width - margin - 2 - width_of(place);
  return fmt::format("{}{}  {}\n", std::string(margin, ' '), elide_end(values, room), place);
}

}  // namespace

bool misses_declared(const checker::result& from) {
  return !from.missing.empty() && from.covered.kind == coverage_kind::complete;
}

bool interrupted_by_somebody(const checker::result& from) {
  return from.covered.kind == coverage_kind::interrupted &&
         (from.covered.reasons.empty() ||
          std::ranges::count(from.covered.reasons, "interrupted") != 0);
}

verdict verdict_of(const checker::result& from) {
  const auto undeclared = [](const checker::finding& one) {
    return !one.expected && one.kind != finding_kind::potential_deadlock;
  };
  if (std::ranges::any_of(from.findings, undeclared) || misses_declared(from)) return verdict::fail;
  if (std::ranges::any_of(from.findings, &checker::finding::expected))
    return verdict::fail_expected;
  if (interrupted_by_somebody(from)) return verdict::interrupted;
  if (from.executions == 0) return verdict::nothing_checked;
  if (from.covered.kind == coverage_kind::complete) return verdict::pass;
  const bool within_bounds = from.covered.kind == coverage_kind::bounded &&
                             !from.covered.reasons.empty() &&
                             std::ranges::all_of(from.covered.reasons, is_bound);
  return within_bounds ? verdict::pass_bounded : verdict::nothing_found;
}

std::string verdict_line(const checker::result& from, const text_options& options) {
  const words said = words_for(from, verdict_of(from));
  const std::string first = fmt::format("{}  {}", said.verdict, from.model);
  const std::string shown =
      fmt::format("{}  {}", paint(said.verdict, said.meaning, options), from.model);
  return two_parts(first, shown, with_seconds(said.explanation, from, options), options) +
         missing_lines(from, options);
}

std::string finding_headline(const checker::result& from, const checker::finding& found,
                             const text_options& options) {
  const bool warns = found.kind == finding_kind::potential_deadlock;
  const std::string word = warns ? "POTENTIAL" : found.expected ? "FAIL (expected)" : "FAIL";
  const tone meaning = warns ? tone::notice : found.expected ? tone::declared : tone::bad;
  const std::string first = fmt::format("{}  {}", word, from.model);
  const std::string shown = fmt::format("{}  {}", paint(word, meaning, options), from.model);
  const std::string what =
      fmt::format("{}: {}", heddle::name_of(found.kind), printable(found.message));
  return two_parts(first, shown, what, options) + evidence_line(found, options);
}

std::string divergence_lines(const checker::result& from, std::string_view divergence,
                             const text_options& options) {
  return fmt::format("{}  {}\n{}{}\n", paint("DIVERGED", tone::bad, options), from.model,
                     std::string(margin, ' '), wrap(printable(divergence), margin, options.width));
}

std::string search_text(const checker::result& from, const text_options& options) {
  const std::string text =
      fmt::format("{}: {}, {}", strategy_text(from), executions_text(from), coverage_text(from));
  return with_seconds(text, from, options);
}

}  // namespace heddle::reports
