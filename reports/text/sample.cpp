#include "reports/text/sample.hpp"

#include <cmath>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// `0.03 %`: two digits that count.
std::string percent(double share) { return fmt::format("{:.2g} %", share * 100); }

/// A probability, never rounded up: `0.93`, `0.0012`.
std::string at_least(double probability) {
  if (probability <= 0) return "0";
  // So near to 1 that two digits would say that it is sure.
  if (probability > 0.99) return "0.99";
  const double unit = std::pow(10, std::floor(std::log10(probability)) - 1);
  return fmt::format("{:.2g}", std::floor(probability / unit) * unit);
}

std::string guarantee_text(const checker::depth_guarantee& promise) {
  return fmt::format("any bug of depth {} shows with p >= {} ({}, {})", promise.depth,
                     at_least(promise.of_all()), counted(promise.tasks, "task"),
                     counted(promise.steps, "step"));
}

std::string traces_text(const checker::result& from, const checker::trace_counts& traces) {
  const bool all = traces.executions >= from.executions;
  return fmt::format("about {} of executions have a trace not seen {}", percent(traces.unseen()),
                     all ? fmt::format("(seen: {})", traces.distinct)
                         : fmt::format("in the first {}", traces.executions));
}

}  // namespace

std::string drawn_text(const checker::finding& found) {
  if (!found.drawn) return "";
  const checker::drawn_execution& drawn = *found.drawn;
  std::string text = "--strategy " + drawn.strategy;
  if (drawn.depth != 0) text += fmt::format(" --depth {}", drawn.depth);
  text += fmt::format(" --seed {} --first {}", drawn.seed, drawn.index);
  if (!drawn.parameters.empty()) text += " --parameters " + drawn.parameters;
  return text;
}

std::vector<std::string> sample_texts(const checker::result& from) {
  std::vector<std::string> texts;
  if (!from.has_seed) return texts;
  if (from.guarantee)
    texts.push_back(guarantee_text(*from.guarantee));
  else if (open_share(from.executions) < 1)
    texts.push_back(fmt::format("a bug not seen is in fewer than {} of executions (95 % sure)",
                                percent(open_share(from.executions))));
  if (from.traces) texts.push_back(traces_text(from, *from.traces));
  return texts;
}

double open_share(std::uint64_t executions) {
  return executions < 3 ? 1 : 3 / static_cast<double>(executions);
}

}  // namespace heddle::reports
