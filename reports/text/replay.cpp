#include "reports/text/replay.hpp"

#include <map>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/evidence.hpp"
#include "reports/text/labels.hpp"
#include "reports/text/trace_table.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// The values observed in one execution: a repeated name keeps its last value.
std::string observed_lines(const execution& from, const text_options& options) {
  std::map<std::string, std::string> values;
  for (const execution::observation& one : from.observations) values[one.name] = one.value;
  std::string text;
  for (const auto& [name, value] : values)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", printable(name), printable(value));
  return text.empty() ? "" : labelled_and_wrapped("Observed", text, options);
}

std::string_view how_it_went_on(checker::replay_mode mode) {
  return mode == checker::replay_mode::prefix
             ? "from there on tasks were switched only where they had to be"
             : "decisions that did not fit were left out";
}

/// Where the execution left the token, and what replays what was done instead.
std::string departure_lines(const checker::replay_result& from, const text_options& options) {
  return labelled_and_wrapped(
             "Departed",
             fmt::format("{}; {}", printable(from.divergence), how_it_went_on(from.mode)),
             options) +
         labelled("Replay", fmt::format("{} replay {}", options.command, from.token), options);
}

bool departed(const checker::replay_result& from) {
  return from.mode != checker::replay_mode::strict && !from.divergence.empty();
}

std::string nothing_wrong(const checker::replay_result& from, const text_options& options) {
  return fmt::format("{}  {}  nothing is wrong with this execution\n",
                     paint("REPLAYED", tone::good, options), from.found.model);
}

/// What an execution that went as it should, or was allowed not to, reproduces.
std::string reproduced(const checker::replay_result& from, const text_options& options) {
  if (from.found.findings.empty()) return nothing_wrong(from, options);
  std::string text;
  for (const checker::finding& found : from.found.findings) {
    const bool brief = options.how_much == detail::brief;
    if (!text.empty() && !brief) text += "\n";
    text += finding_headline(from.found, found, options);
    if (!brief) text += evidence_text(found, options);
  }
  return text;
}

}  // namespace

std::string replay_report(const checker::replay_result& from, const text_options& options) {
  text_options whole = options;
  whole.how_much = options.how_much == detail::brief ? detail::brief : detail::full;
  const bool failed = from.mode == checker::replay_mode::strict && !from.divergence.empty();
  std::string text = failed ? divergence_lines(from.found, from.divergence, options) : "";
  if (!failed || !from.found.findings.empty()) text += reproduced(from, options);
  if (whole.how_much == detail::brief) return text;
  if (!from.execution.steps.empty()) text += "\n" + trace_table(from.execution, nullptr, whole);
  const std::string last = observed_lines(from.execution, options) +
                           (departed(from) ? departure_lines(from, options) : "");
  return last.empty() ? text : text + "\n" + last;
}

}  // namespace heddle::reports
