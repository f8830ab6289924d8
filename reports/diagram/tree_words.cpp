#include "reports/diagram/tree_words.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::exploration_tree;
using scheduler::ending;

std::string step_words(const exploration_tree::step& step) {
  std::string words = fmt::format("{}: {}", step.who, step.text);
  if (step.ways > 1) words += fmt::format(" (way {} of {})", step.way + 1, step.ways);
  return printable(words);
}

/// `t1`, `t1 or t2`, `t1, t2 or t3`.
std::string either(const std::vector<std::string>& names) {
  if (names.size() < 2) return names.empty() ? "" : names.front();
  return fmt::format("{} or {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

}  // namespace

leaf_colour colour_of(const exploration_tree::leaf& leaf) {
  if (leaf.how == ending::pruned || leaf.how == ending::truncated) return leaf_colour::not_counted;
  if (leaf.failed()) return leaf_colour::fails;
  return leaf.kinds.empty() ? leaf_colour::passes : leaf_colour::races;
}

std::string leaf_words(const exploration_tree::leaf& leaf) {
  std::string words;
  if (leaf.how == ending::pruned)
    words = "left out: an assumption does not hold";
  else if (leaf.how == ending::truncated)
    words = "cut short by the limit of steps";
  else if (leaf.failed())
    words = fmt::format("{}: {}", name_of(leaf.kinds.front()), leaf.message);
  else
    words = leaf.kinds.empty() ? "passes" : "passes, with a data race";
  std::string values;
  for (const auto& [name, value] : leaf.values)
    values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", name, value);
  if (!values.empty()) words += "; " + values;
  if (leaf.executions > 1) words += fmt::format(" ({} executions)", leaf.executions);
  return printable(words);
}

std::string when_words(std::uint32_t after) {
  return after == 0 ? "at first" : fmt::format("after step {}", after);
}

std::string choice_words(const exploration_tree::node& choice) {
  std::vector<std::string> tried;
  std::vector<std::string> others;
  for (const exploration_tree::candidate& one : choice.could)
    (one.explored ? tried : others).push_back(printable(one.who));
  std::string words = tried.size() == 1 ? fmt::format("{}: how?", tried.front())
                                        : fmt::format("{}?", either(tried));
  if (!others.empty()) words += fmt::format(" ({}: not tried)", either(others));
  return words;
}

std::string branch_words(const exploration_tree::node& node) {
  return node.steps.empty() ? "" : step_words(node.steps.front());
}

std::string more_words(const exploration_tree::node& node) {
  if (node.steps.size() < 2) return "";
  const std::size_t more = node.steps.size() - 1;
  return fmt::format("and {} more step{}", more, more == 1 ? "" : "s");
}

std::string all_steps_of(const exploration_tree::node& node) {
  std::string lines;
  for (const exploration_tree::step& step : node.steps)
    lines += fmt::format("{}{}  {}", lines.empty() ? "" : "\n", step.number, step_words(step));
  return lines;
}

std::string tree_summary(const exploration_tree& tree) {
  const std::size_t leaves = tree.count_leaves();
  const std::size_t fail = tree.nodes.empty() ? 0 : tree.nodes.front().failures;
  const auto uncounted = static_cast<std::size_t>(
      std::ranges::count_if(tree.nodes, [](const exploration_tree::node& node) {
        return node.end && colour_of(*node.end) == leaf_colour::not_counted;
      }));
  const std::size_t pass = leaves - fail - uncounted;
  std::string words =
      fmt::format("{}: {}, {}", printable(tree.strategy), counted(tree.executions, "execution"),
                  checker::name_of(tree.covered.kind));
  words += fmt::format("; {} {}, {} {}", pass, pass == 1 ? "passes" : "pass", fail,
                       fail == 1 ? "fails" : "fail");
  const bool all_tried = std::ranges::all_of(tree.nodes, [](const exploration_tree::node& node) {
    return std::ranges::all_of(node.could, &exploration_tree::candidate::explored);
  });
  if (!all_tried && tree.covered.kind == checker::coverage_kind::complete)
    words += "; what was not tried makes no difference";
  if (uncounted > 0) words += fmt::format(", {} left out or cut short", uncounted);
  return words;
}

std::uint32_t last_step_of(const exploration_tree& tree, const exploration_tree::node& node) {
  const exploration_tree::node* at = &node;
  while (at->steps.empty() && at->parent != exploration_tree::none)
    at = &tree.nodes[static_cast<std::size_t>(at->parent)];
  return at->steps.empty() ? 0 : at->steps.back().number;
}

}  // namespace heddle::reports
