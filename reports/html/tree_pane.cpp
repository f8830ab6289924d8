#include "reports/html/tree_pane.hpp"

#include <map>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::exploration_tree;

/// Texts by number: most steps of a tree occur in many places.
class text_table {
 public:
  std::size_t number_of(const std::string& text) {
    const auto [place, is_new] = numbers_.emplace(text, numbers_.size());
    if (is_new) texts_.push_back(text);
    return place->second;
  }
  [[nodiscard]] const std::vector<std::string>& all() const { return texts_; }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> texts_;
};

/// `deadlock: 2 tasks wait for ever`, `balance = 30`, `nothing wrong`.
std::string words_of(const exploration_tree::leaf& end) {
  if (end.how == scheduler::ending::pruned) return "does not count: an assumption does not hold";
  std::string text;
  if (!end.kinds.empty())
    text = fmt::format("{}: {}", heddle::name_of(end.kinds.front()), end.message);
  for (const auto& [name, value] : end.values)
    text += fmt::format("{}{} = {}", text.empty() ? "" : "; ", name, value);
  return text.empty() ? "nothing is wrong" : text;
}

json node_json(const exploration_tree::node& node, text_table& texts) {
  json one;
  one["up"] = node.parent;
  one["did"] = json::array();
  for (const exploration_tree::step& step : node.steps)
    one["did"].push_back({step.task, texts.number_of(step.who + ": " + step.text)});
  one["next"] = node.children;
  json others = json::array();
  for (const exploration_tree::candidate& candidate : node.could)
    if (!candidate.explored) others.push_back(texts.number_of(candidate.who));
  if (!others.empty()) one["others"] = std::move(others);
  one["ends"] = node.leaves;
  one["failing"] = node.failures;
  if (node.end) {
    one["came"] = texts.number_of(words_of(*node.end));
    one["token"] = node.end->token;
  }
  return one;
}

}  // namespace

json tree_json(const exploration_tree& from) {
  text_table texts;
  json nodes = json::array();
  for (const exploration_tree::node& node : from.nodes) nodes.push_back(node_json(node, texts));
  json whole;
  whole["texts"] = texts.all();
  whole["nodes"] = std::move(nodes);
  return whole;
}

std::string tree_pane(const exploration_tree& from) {
  const std::uint32_t ends = from.nodes.empty() ? 0 : from.nodes.front().leaves;
  const std::uint32_t failing = from.nodes.empty() ? 0 : from.nodes.front().failures;
  return fmt::format(
      "<section class=\"pane tree\" id=\"tree\" aria-labelledby=\"tree-title\">\n"
      "<h2 id=\"tree-title\">What if?</h2>\n"
      "<p>The search ran {}; {} of them {}. Let another task go on, and see what comes of it.</p>\n"
      "<div class=\"paths\">\n<div><h3>So far</h3><ol class=\"path\" tabindex=\"0\" "
      "aria-label=\"So far\"></ol></div>\n"
      "<div><h3 class=\"asks\">Who goes on?</h3><div class=\"choices\" aria-live=\"polite\"></div>"
      "<h3 class=\"below-title\">Where it can end from here</h3>"
      "<ol class=\"below\" tabindex=\"0\" aria-label=\"Ends\"></ol></div>\n</div>\n</section>\n",
      counted(ends, "execution"), failing, failing == 1 ? "fails" : "fail");
}

}  // namespace heddle::reports
