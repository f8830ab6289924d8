#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/evidence.hpp"
#include "reports/text/kind_meaning.hpp"
#include "reports/text/labels.hpp"
#include "reports/text/replay.hpp"
#include "reports/text/trace_table.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// More orders than this are counted, not listed.
constexpr std::size_t orders_listed = 12;

const execution::step& step_of(const checker::finding& found, std::uint32_t number) {
  return found.execution.steps[number - 1];
}

std::string paragraph(std::string_view text, const text_options& options) {
  return std::string(margin, ' ') + wrap(text, margin, options.width) + "\n";
}

/// The tasks whose steps matter, by first step: `t1, t2 and main`.
std::string actors_of(const checker::finding& found) {
  std::vector<std::string> names;
  for (const std::uint32_t number : found.cone.steps) {
    const int task = step_of(found, number).task;
    std::string name = task == execution::none ? "the clock" : name_of_task(found, task);
    if (std::ranges::count(names, name) == 0) names.push_back(std::move(name));
  }
  return list_text(std::move(names));
}

/// `t1: read balance -> 100 (bank.cpp:21)`.
std::string told(const checker::finding& found, std::uint32_t number) {
  const execution::step& step = step_of(found, number);
  std::string text = fmt::format("{}: {}", name_of_task(found, step.task), printable(step.text));
  if (step.where.known())
    text += fmt::format(" ({})", elide_front(printable(step.where.brief()), widest_where));
  return text;
}

/// One order per line or two: `step 5 before 8   t1: ... / t2: ...`.
std::string order_lines(const checker::finding& found, const text_options& options) {
  const std::vector<checker::causal_cone::order>& orders = found.cone.orders;
  std::string text;
  for (std::size_t i = 0; i < std::min(orders.size(), orders_listed); ++i) {
    const std::string pair =
        fmt::format("{} before {}", pad_left(std::to_string(orders[i].first), 3),
                    pad(std::to_string(orders[i].second), 3));
    const std::size_t indent = margin + width_of(pair) + 2;
    text += fmt::format("{}{}  {}\n{}{}\n", std::string(margin, ' '), pair,
                        wrap(told(found, orders[i].first), indent, options.width),
                        std::string(indent, ' '),
                        wrap(told(found, orders[i].second), indent, options.width));
  }
  if (orders.size() > orders_listed)
    text += paragraph(fmt::format("... and {} more", orders.size() - orders_listed), options);
  return text;
}

/// Which steps matter, and which of their orders could have been others.
std::string cone_text(const checker::finding& found, const text_options& options) {
  if (!found.cone.known()) return "";
  const std::size_t count = found.cone.steps.size();
  std::string text =
      "\n" + paragraph(fmt::format("What matters: {} of {}, by {}", count,
                                   counted(found.execution.steps.size(), "step"), actors_of(found)),
                       options);
  if (found.cone.orders.empty()) return text;
  return text + paragraph("The scheduler could have chosen these the other way around:", options) +
         order_lines(found, options);
}

std::string explained(const checker::result& from, const checker::finding& found,
                      const text_options& options) {
  std::string text = finding_headline(from, found, options);
  if (options.how_much == detail::brief) return text;
  text += evidence_text(found, options) + cone_text(found, options);
  if (!found.execution.steps.empty()) text += "\n" + trace_table(found.execution, &found, options);
  return text;
}

/// What the kinds of findings are, each once.
std::string meanings(const std::vector<checker::finding>& findings, const text_options& options) {
  std::string text;
  for (auto found = findings.begin(); found != findings.end(); ++found) {
    if (std::ranges::count(findings.begin(), found, found->kind, &checker::finding::kind) != 0)
      continue;
    const std::string_view name = heddle::name_of(found->kind);
    text += "\n" + paragraph(fmt::format("About {}: {}", name, meaning_of(found->kind)), options);
  }
  return text;
}

}  // namespace

std::string explanation(const checker::replay_result& from, const text_options& options) {
  if (!from.divergence.empty()) return divergence_lines(from.found, from.divergence, options);
  if (from.found.findings.empty())
    return fmt::format("NOTHING TO EXPLAIN  {}  nothing is wrong with this execution\n",
                       from.found.model);
  std::string text;
  const bool brief = options.how_much == detail::brief;
  for (const checker::finding& found : from.found.findings)
    text += (text.empty() || brief ? "" : "\n") + explained(from.found, found, options);
  if (brief) return text;
  text += meanings(from.found.findings, options);
  text += "\n" + replay_line(from.found.findings.front(), options);
  return text +
         labelled("Shrink", fmt::format("{} shrink {}", options.command, from.token), options);
}

}  // namespace heddle::reports
