#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "reports/diagram/svg_parts.hpp"
#include "reports/diagram/tree.hpp"
#include "reports/diagram/tree_words.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::exploration_tree;

constexpr int tree_margin = 16;
constexpr int tree_text = 12;
constexpr int small_text = 11;
constexpr int token_text = 10;
constexpr int leaf_height = 46;
constexpr int head_height = 64;
constexpr int widest_branch = 220;
constexpr int narrowest_branch = 60;
/// Branches become shorter where this is not enough for all of them one behind the other.
constexpr int branches_width = 1600;
constexpr int widest_leaf = 420;

constexpr std::string_view tree_style = R"(
.exploration-tree { font-family: system-ui, "Segoe UI", "DejaVu Sans", "Helvetica Neue", sans-serif; font-size: 12px; }
.exploration-tree .headline { font-size: 16px; font-weight: 600; }
.exploration-tree .token { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 10px; }
.exploration-tree .small { font-size: 11px; }
.exploration-tree .branch path { fill: none; stroke-width: 1.5; }
.exploration-tree .choice rect, .exploration-tree .leaf rect { stroke-width: 1.5; }
.exploration-tree .verdict { font-weight: 600; }
.exploration-tree .paper { fill: #ffffff; }
.exploration-tree text { fill: #1f2328; }
.exploration-tree .faint, .exploration-tree .token { fill: #59636e; }
.exploration-tree .branch path { stroke: #8c959f; }
.exploration-tree .branch.fails path { stroke: #cf222e; }
.exploration-tree .choice rect { fill: #eaeef2; stroke: #8c959f; }
.exploration-tree .leaf.passes rect { fill: #dafbe1; stroke: #1a7f37; }
.exploration-tree .leaf.races rect { fill: #fff8c5; stroke: #9a6700; }
.exploration-tree .leaf.fails rect { fill: #ffebe9; stroke: #cf222e; }
.exploration-tree .leaf.not-counted rect { fill: #f6f8fa; stroke: #afb8c1; }
@media (prefers-color-scheme: dark) {
.exploration-tree .paper { fill: #0d1117; }
.exploration-tree text { fill: #f0f6fc; }
.exploration-tree .faint, .exploration-tree .token { fill: #9198a1; }
.exploration-tree .branch path { stroke: #656c76; }
.exploration-tree .branch.fails path { stroke: #f85149; }
.exploration-tree .choice rect { fill: #262c36; stroke: #656c76; }
.exploration-tree .leaf.passes rect { fill: #12361f; stroke: #3fb950; }
.exploration-tree .leaf.races rect { fill: #3b2d04; stroke: #d29922; }
.exploration-tree .leaf.fails rect { fill: #3c1618; stroke: #f85149; }
.exploration-tree .leaf.not-counted rect { fill: #151b23; stroke: #3d444d; }
}
)";

std::string_view colour_class_of(leaf_colour colour) {
  switch (colour) {
    case leaf_colour::passes:
      return "passes";
    case leaf_colour::races:
      return "races";
    case leaf_colour::fails:
      return "fails";
    case leaf_colour::not_counted:
      return "not-counted";
  }
  return "";
}

/// Tokens are shown in a font whose letters are all as wide.
int token_width(std::string_view token) {
  return static_cast<int>(token.size()) * token_text * 61 / 100;
}

/// Lays a tree out and writes it: a column for the choices of each depth, and one for all ends.
class tree_writer {
 public:
  explicit tree_writer(const exploration_tree& tree) : tree_(tree), places_(tree.nodes.size()) {}

  std::string write() {
    place_rows();
    place_columns();
    root();
    for (const bool fails : {false, true})
      for (std::size_t at = 0; at < places_.size(); ++at)
        if ((node(at).failures > 0) == fails) branch(at);
    for (std::size_t at = 0; at < places_.size(); ++at) tree_.nodes[at].end ? leaf(at) : choice(at);
    text_ += "</svg>\n";
    return std::move(text_);
  }

 private:
  struct place {
    std::size_t depth = 0;
    int x = 0;  ///< the left of its box
    int y = 0;  ///< its middle
    int width = 0;
    std::string words;
  };

  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  const exploration_tree::node& node(std::size_t at) const { return tree_.nodes[at]; }
  std::size_t parent_of(std::size_t at) const { return static_cast<std::size_t>(node(at).parent); }

  /// Ends one below the other, choices in the middle of what follows from them.
  void place_rows() {
    int y = head_height + leaf_height / 2 + 8;
    for (std::size_t at = 0; at < places_.size(); ++at) {
      places_[at].depth = at == 0 ? 0 : places_[parent_of(at)].depth + 1;
      depth_ = std::max(depth_, places_[at].depth);
      if (!node(at).end) continue;
      places_[at].y = y;
      y += leaf_height;
    }
    bottom_ = y - leaf_height / 2 + 8;
    for (std::size_t at = places_.size(); at-- > 0;) {
      const std::vector<int>& children = node(at).children;
      if (children.empty()) continue;
      places_[at].y = (places_[static_cast<std::size_t>(children.front())].y +
                       places_[static_cast<std::size_t>(children.back())].y) /
                      2;
    }
  }

  void place_columns() {
    const int room = std::max(narrowest_branch, branches_width / static_cast<int>(depth_ + 1));
    most_ = std::min(widest_branch, room);
    std::vector<int> branches(depth_ + 1);
    std::vector<int> choices(depth_ + 1);
    for (std::size_t at = 0; at < places_.size(); ++at) {
      place& here = places_[at];
      int& before = branches[here.depth];
      before = std::max(before, std::min(std::max(text_width(branch_words(node(at)), tree_text),
                                                  text_width(more_words(node(at)), small_text)),
                                         most_) +
                                    28);
      here.words = node(at).end ? leaf_words(*node(at).end) : choice_words(node(at));
      here.words = fitted(here.words, tree_text, node(at).end ? widest_leaf : most_);
      here.width = text_width(here.words, tree_text) + 20;
      if (node(at).end)
        here.width = std::max(here.width, token_width(node(at).end->token) + 18);
      else
        choices[here.depth] = std::max(choices[here.depth], here.width);
    }
    place_from_left(branches, choices);
  }

  void place_from_left(const std::vector<int>& branches, const std::vector<int>& choices) {
    std::vector<int> lefts(depth_ + 1);
    int x = tree_margin;
    for (std::size_t depth = 0; depth <= depth_; ++depth) {
      x += places_.empty() || (depth == 0 && node(0).steps.empty()) ? 0 : branches[depth];
      lefts[depth] = x;
      x += choices[depth];
    }
    int leaf_left = 0;
    int leaf_width = 0;
    for (std::size_t at = 0; at < places_.size(); ++at) {
      places_[at].x = lefts[places_[at].depth];
      if (!node(at).end) continue;
      leaf_left = std::max(leaf_left, places_[at].x);
      leaf_width = std::max(leaf_width, places_[at].width);
    }
    for (std::size_t at = 0; at < places_.size(); ++at) {
      if (!node(at).end) continue;
      places_[at].x = leaf_left;
      places_[at].width = leaf_width;
    }
    width_ = std::max(leaf_left + leaf_width + tree_margin,
                      text_width(tree_summary(tree_), tree_text) + 2 * tree_margin);
  }

  void root() {
    const std::string summary = tree_summary(tree_);
    put(R"svg(<svg xmlns="http://www.w3.org/2000/svg" class="exploration-tree" role="img" )svg"
        R"svg(width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-label="{2}">)svg"
        "\n<style>{3}</style>\n",
        width_, bottom_, xml_escaped("Exploration tree of " + tree_.model + ": " + summary),
        tree_style);
    put(R"svg(<rect class="paper" width="{}" height="{}" rx="6"/>)svg"
        "\n",
        width_, bottom_);
    words(tree_margin, 32, "headline", tree_.model);
    words(tree_margin, 52, "faint", summary);
  }

  void words(int x, int y, std::string_view classes, std::string_view content) {
    put(R"svg(<text class="{}" x="{}" y="{}">{}</text>)svg"
        "\n",
        classes, x, y, xml_escaped(content));
  }

  /// What leads to a node.
  void branch(std::size_t at) {
    const place& here = places_[at];
    if (at == 0 && node(0).steps.empty()) return;
    const bool is_root = at == 0;
    const int from =
        is_root ? tree_margin : places_[parent_of(at)].x + places_[parent_of(at)].width;
    const int turn = is_root ? from : from + 12;
    put(R"svg(<g class="branch{}"><title>{}</title>)svg", node(at).failures > 0 ? " fails" : "",
        xml_escaped(all_steps_of(node(at))));
    put(R"svg(<path d="M{} {}H{}V{}H{}"/>)svg", from, is_root ? here.y : places_[parent_of(at)].y,
        turn, here.y, here.x);
    words(turn + 6, here.y - 5, "taken", fitted(branch_words(node(at)), tree_text, most_));
    words(turn + 6, here.y + 13, "faint small", fitted(more_words(node(at)), small_text, most_));
    text_ += "</g>\n";
  }

  void choice(std::size_t at) {
    const place& here = places_[at];
    put(R"svg(<g class="choice" data-node="{}"><title>{}</title>)svg", at,
        xml_escaped(fmt::format("{}: {}\n{} below, {} of them fail",
                                when_words(last_step_of(tree_, node(at))), choice_words(node(at)),
                                counted(node(at).leaves, "execution"), node(at).failures)));
    put(R"svg(<rect x="{}" y="{}" width="{}" height="36" rx="12"/>)svg", here.x, here.y - 18,
        here.width);
    words(here.x + 10, here.y - 4, "faint small", when_words(last_step_of(tree_, node(at))));
    words(here.x + 10, here.y + 11, "who", here.words);
    text_ += "</g>\n";
  }

  void leaf(std::size_t at) {
    const place& here = places_[at];
    const exploration_tree::leaf& end = *node(at).end;
    put(R"svg(<g class="leaf {}" data-node="{}"><title>{}</title>)svg",
        colour_class_of(colour_of(end)), at, xml_escaped(leaf_words(end) + "\n" + end.token));
    put(R"svg(<rect x="{}" y="{}" width="{}" height="38" rx="4"/>)svg", here.x, here.y - 19,
        here.width);
    words(here.x + 9, here.y - 3, "verdict", here.words);
    words(here.x + 9, here.y + 12, "token", end.token);
    text_ += "</g>\n";
  }

  const exploration_tree& tree_;
  std::vector<place> places_;
  std::size_t depth_ = 0;
  int most_ = widest_branch;
  int bottom_ = 0;
  int width_ = 0;
  std::string text_;
};

}  // namespace

std::string tree_svg(const exploration_tree& tree) { return tree_writer{tree}.write(); }

}  // namespace heddle::reports
