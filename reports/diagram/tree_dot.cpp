#include <iterator>

#include <fmt/format.h>

#include "reports/diagram/dot_text.hpp"
#include "reports/diagram/tree.hpp"
#include "reports/diagram/tree_words.hpp"

namespace heddle::reports {

namespace {

using checker::exploration_tree;

std::string_view dot_style_of(leaf_colour colour) {
  switch (colour) {
    case leaf_colour::passes:
      return "fillcolor=\"#dafbe1\" color=\"#1a7f37\"";
    case leaf_colour::races:
      return "fillcolor=\"#fff8c5\" color=\"#9a6700\"";
    case leaf_colour::fails:
      return "fillcolor=\"#ffebe9\" color=\"#cf222e\"";
    case leaf_colour::not_counted:
      return "fillcolor=\"#f6f8fa\" color=\"#afb8c1\"";
  }
  return "";
}

}  // namespace

std::string tree_dot(const exploration_tree& tree) {
  std::string text = "digraph exploration_tree {\n";
  const auto put = [&]<class... Arguments>(fmt::format_string<Arguments...> format,
                                           Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Arguments>(arguments)...);
  };
  put("  graph [rankdir=LR label={} labelloc=t labeljust=l fontname=\"sans-serif\"]\n",
      dot_quoted(tree.model + "\n" + tree_summary(tree), true));
  put("  node [style=\"rounded,filled\" shape=box fontname=\"sans-serif\" fontsize=11 "
      "fillcolor=\"#eaeef2\" color=\"#8c959f\"]\n");
  put("  edge [fontname=\"sans-serif\" fontsize=10 color=\"#8c959f\"]\n");
  for (std::size_t at = 0; at < tree.nodes.size(); ++at) {
    const exploration_tree::node& node = tree.nodes[at];
    if (node.end)
      put("  n{} [label={} {}]\n", at, dot_quoted(leaf_words(*node.end) + "\n" + node.end->token),
          dot_style_of(colour_of(*node.end)));
    else
      put("  n{} [label={}]\n", at,
          dot_quoted(when_words(last_step_of(tree, node)) + "\n" + choice_words(node)));
    if (node.parent != exploration_tree::none)
      put("  n{} -> n{} [label={}{}]\n", node.parent, at,
          dot_quoted(branch_words(node) +
                     (more_words(node).empty() ? "" : "\n" + more_words(node))),
          node.failures > 0 ? " color=\"#cf222e\"" : "");
  }
  text += "}\n";
  return text;
}

}  // namespace heddle::reports
