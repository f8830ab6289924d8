#include "reports/text/shrink.hpp"

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/labels.hpp"
#include "reports/text/trace_table.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

/// The size of the schedule before and now.
std::string change_lines(const checker::finding& found, std::string_view given,
                         const text_options& options) {
  const std::string steps = counted(found.execution.steps.size(), "step");
  const std::string now =
      fmt::format("{}, {}", preemptions_text(found.preemptions, found.shrunk), steps);
  if (!found.shrunk)
    return labelled("Now", now + "; not shrunk: the model is not deterministic", options);
  if (found.token == given) return labelled("Unchanged", now, options);
  return labelled("Before",
                  fmt::format("{}, {}", counted(found.shrunk->preemptions_before, "preemption"),
                              counted(found.shrunk->steps_before, "step")),
                  options) +
         labelled("Now", now, options);
}

}  // namespace

std::string preemptions_text(std::size_t preemptions,
                             const std::optional<checker::shrinking>& shrunk) {
  std::string number = counted(preemptions, "preemption");
  if (!shrunk || preemptions == 0) return number;
  return number + (shrunk->proved ? " (fewest possible)" : " (fewest found)");
}

std::string shrink_report(const checker::shrink_result& from, const text_options& options) {
  if (!from.divergence.empty()) return divergence_lines(from.found, from.divergence, options);
  if (from.found.findings.empty())
    return fmt::format("NOT SHRUNK  {}  nothing is wrong with this execution\n", from.found.model);
  std::string text;
  for (const checker::finding& found : from.found.findings) {
    if (!text.empty() && options.how_much != detail::brief) text += "\n";
    text += finding_headline(from.found, found, options);
    if (options.how_much == detail::brief) continue;
    text += change_lines(found, from.given, options) + replay_line(found, options);
    if (options.how_much == detail::full)
      text += "\n" + trace_table(found.execution, nullptr, options);
  }
  return text;
}

}  // namespace heddle::reports
