#include "reports/text/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/evidence.hpp"
#include "reports/text/labels.hpp"
#include "reports/text/lock_order.hpp"
#include "reports/text/outcomes.hpp"
#include "reports/text/sample.hpp"
#include "reports/text/trace_table.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

std::string drawn_line(const checker::finding& found, const text_options& options) {
  const std::string drawn = drawn_text(found);
  return drawn.empty() ? "" : labelled("Drawn", drawn, options);
}

/// What the sample leaves open, below the first label.
std::string sample_lines(const checker::result& from, const text_options& options) {
  std::string text;
  for (const std::string& one : sample_texts(from))
    text += labelled_and_wrapped(text.empty() ? "Sample" : " ", one, options);
  return text;
}

std::string how_often(const checker::result& from, const checker::finding& found,
                      const text_options& options) {
  // Only some executions are searched for what repeats; a crash is in none that counts.
  if (found.occurrences == 0 || found.endless || found.crash) return "";
  return labelled(
      found.kind == finding_kind::potential_deadlock ? "Shown" : "Seen",
      fmt::format("in {} of {}", found.occurrences, counted(from.executions, "execution")),
      options);
}

std::string finding_block(const checker::result& from, const checker::finding& found,
                          const text_options& options) {
  std::string text = finding_headline(from, found, options);
  if (options.how_much == detail::brief) return text;
  text += evidence_text(found, options);
  // What was only predicted is in none of the steps.
  const bool shown =
      found.kind != finding_kind::potential_deadlock || options.how_much == detail::full;
  if (shown && !found.execution.steps.empty())
    text += "\n" + trace_table(found.execution, &found, options);
  return text + "\n" + how_often(from, found, options) + lock_order_lines(found, options) +
         replay_line(found, options) + drawn_line(found, options);
}

std::string outcomes_lines(const checker::result& from, const text_options& options) {
  if (options.outcomes) {
    const std::string table = outcomes_table(from, options);
    return table.empty() ? "" : labelled("Outcomes", "", options) + table;
  }
  const std::string line = outcomes_line(from, label_width, options);
  return line.empty() ? "" : labelled("Outcomes", line, options);
}

std::string options_text(const checker::result& from) {
  const scheduler::execution_options& set = from.options;
  return fmt::format("time {}, plain variables {}, spurious wake-ups {}, at most {} per task",
                     set.time == scheduler::time_mode::any ? "any" : "quiescent",
                     set.plain == scheduler::plain_mode::visible ? "visible" : "invisible",
                     set.spurious ? "on" : "off", counted(set.steps, "step"));
}

std::string search_lines(const checker::result& from, const text_options& options) {
  std::string text;
  for (const checker::lock_order& one : from.harmless)
    if (options.how_much == detail::full || is_worth_a_remark(one))
      text += labelled_and_wrapped("Harmless", harmless_text(one), options);
  text += labelled_and_wrapped("Search", search_text(from, options), options) +
          sample_lines(from, options);
  if (options.how_much == detail::full)
    text += labelled_and_wrapped("Options", options_text(from), options);
  return text;
}

/// Whether all that was found is what could happen: then there is a verdict on what did.
bool only_predicts(const checker::result& from) {
  return std::ranges::all_of(from.findings, [](const checker::finding& one) {
    return one.kind == finding_kind::potential_deadlock;
  });
}

std::string without_findings(const checker::result& from, const text_options& options) {
  std::string text = verdict_line(from, options);
  if (options.how_much == detail::normal) {
    for (const std::string& one : sample_texts(from))
      text += std::string(margin, ' ') + wrap(one, margin, options.width) + "\n";
    for (const checker::lock_order& one : from.harmless)
      if (is_worth_a_remark(one))
        text += std::string(margin, ' ') + wrap(harmless_text(one), margin, options.width) + "\n";
  }
  if (options.how_much == detail::full)
    return text + outcomes_lines(from, options) + search_lines(from, options);
  if (options.outcomes) text += outcomes_lines(from, options);
  return text;
}

}  // namespace

std::string model_report(const checker::result& from, const text_options& options) {
  if (from.findings.empty()) return without_findings(from, options);
  std::string text;
  for (const checker::finding& found : from.findings) {
    if (!text.empty() && options.how_much != detail::brief) text += "\n";
    text += finding_block(from, found, options);
  }
  if (!from.missing.empty() || only_predicts(from))
    text += (options.how_much == detail::brief ? "" : "\n") + verdict_line(from, options);
  if (options.how_much == detail::brief) return text;
  return text + outcomes_lines(from, options) + search_lines(from, options);
}

std::string summary(std::span<const checker::result> results, std::size_t not_run,
                    const text_options& options) {
  struct group {
    verdict counts;
    std::string_view words;
    tone meaning;
  };
  static constexpr std::array groups{
      group{verdict::fail, "failed", tone::bad},
      group{verdict::fail_expected, "failed as expected", tone::declared},
      group{verdict::pass, "passed", tone::good},
      group{verdict::pass_bounded, "passed within bounds", tone::good},
      group{verdict::nothing_found, "with nothing found", tone::notice},
      group{verdict::nothing_checked, "with nothing checked", tone::bad},
      group{verdict::interrupted, "interrupted", tone::notice}};
  std::string text = counted(results.size() + not_run, "model");
  std::string_view separator = ": ";
  const auto add = [&](std::size_t count, std::string_view words, tone meaning) {
    if (count == 0) return;
    text += separator;
    text += paint(fmt::format("{} {}", count, words), meaning, options);
    separator = ", ";
  };
  for (const group& one : groups)
    add(static_cast<std::size_t>(std::ranges::count(results, one.counts, &verdict_of)), one.words,
        one.meaning);
  add(not_run, "not run", tone::notice);
  return text + "\n";
}

std::string model_list(std::span<const model* const> models, const text_options& options) {
  std::size_t widest = 0;
  for (const model* one : models) widest = std::max(widest, width_of(one->name()));
  widest = std::min<std::size_t>(widest, options.width / 2);
  std::string text;
  for (const model* one : models) {
    const std::string name = pad(one->name(), widest);
    text += name + "  " + wrap(printable(one->summary()), width_of(name) + 2, options.width) + "\n";
    if (options.how_much != detail::full) continue;
    for (const expectation& declared : one->expect())
      text += fmt::format("    expects {}{}{}\n", name_of(declared.kind),
                          declared.message.empty() ? "" : ": ", printable(declared.message));
  }
  return text;
}

}  // namespace heddle::reports
