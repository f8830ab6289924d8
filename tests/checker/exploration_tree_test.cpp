#include "checker/exploration_tree.hpp"

#include <algorithm>
#include <set>

#include "checker/check.hpp"
#include "checker/crashes/record_bytes.hpp"
#include "checker/exploration_recorder.hpp"
#include "checker/replay.hpp"
#include "tests/catch.hpp"

namespace heddle::checker {
namespace {

std::optional<exploration_tree> tree_of_model(const char* name, const char* how = "dpor",
                                              exploration_limits limits = {}) {
  const model* const subject = find_model(name);
  REQUIRE(subject != nullptr);
  check_options options;
  options.execution = effective_options(*subject);
  return explore(*subject, *make_strategy(how, {}), options, limits);
}

/// The kinds that an execution shows, and what was observed in it: what a leaf says.
void check_leaf(const exploration_tree& tree, const exploration_tree::leaf& leaf) {
  const model* const subject = find_model(tree.model);
  const replay_result again = replay(*subject, parse_token(leaf.token));
  CHECK(again.divergence.empty());
  CHECK(again.execution.how == leaf.how);
  std::set<finding_kind> kinds;
  for (const finding& one : again.found.findings) kinds.insert(one.kind);
  kinds.erase(finding_kind::potential_deadlock);
  CHECK(kinds == std::set<finding_kind>(leaf.kinds.begin(), leaf.kinds.end()));
  if (!again.found.outcomes.empty()) CHECK(again.found.outcomes.front().values == leaf.values);
}

}  // namespace

TEST_CASE("exploration tree: one leaf per execution, each with a token that shows what it says") {
  const auto name = GENERATE("tutorial.deadlock.abba", "tutorial.bank.locked",
                             "classic.lost_wakeup.unlocked_state", "classic.channel_cycle.send_all",
                             "classic.counter.plain");
  CAPTURE(name);
  const auto tree = tree_of_model(name);
  REQUIRE(tree);
  CHECK(tree->count_leaves() == tree->executions);
  std::set<std::string> tokens;
  std::size_t leaves = 0;
  for (const exploration_tree::node& node : tree->nodes) {
    CHECK(node.end.has_value() == node.children.empty());
    CHECK(node.children.size() != 1);
    if (!node.end) continue;
    ++leaves;
    tokens.insert(node.end->token);
    check_leaf(*tree, *node.end);
  }
  CHECK(leaves == tree->executions);
  CHECK(tokens.size() == leaves);
}

TEST_CASE("exploration tree: without reduction, all that could go on at a choice was explored") {
  const auto tree = tree_of_model("tutorial.deadlock.abba", "dfs");
  REQUIRE(tree);
  CHECK(tree->count_leaves() == tree->executions);
  for (const exploration_tree::node& node : tree->nodes)
    for (const exploration_tree::candidate& one : node.could) {
      CAPTURE(one.who);
      CHECK(one.explored);
    }
}

TEST_CASE("exploration tree: parents come before their children, and count them") {
  const auto tree = tree_of_model("tutorial.deadlock.abba");
  REQUIRE(tree);
  // Both take their locks after the other (two ways), or each gets one: the deadlock.
  CHECK(tree->executions == 3);
  CHECK(tree->nodes.front().leaves == 3);
  CHECK(tree->nodes.front().failures == 1);
  for (std::size_t at = 0; at < tree->nodes.size(); ++at)
    for (const int child : tree->nodes[at].children) {
      CHECK(static_cast<std::size_t>(child) > at);
      CHECK(tree->nodes[static_cast<std::size_t>(child)].parent == static_cast<int>(at));
      // Steps go on where the parent's end.
      const auto& above = tree->nodes[at].steps;
      const auto& below = tree->nodes[static_cast<std::size_t>(child)].steps;
      REQUIRE_FALSE(below.empty());
      if (!above.empty()) CHECK(below.front().number == above.back().number + 1);
    }
}

TEST_CASE("exploration tree: nothing beyond the limits, and no more than those are run") {
  CHECK_FALSE(tree_of_model("tutorial.bank.unsafe"));  // 2106 executions
  CHECK(tree_of_model("tutorial.deadlock.abba", "dpor", {.executions = 3}));
  CHECK_FALSE(tree_of_model("tutorial.deadlock.abba", "dpor", {.executions = 2}));
  CHECK_FALSE(tree_of_model("tutorial.deadlock.abba", "dpor", {.steps = 3}));
}

TEST_CASE("exploration tree: executions drawn twice are one leaf") {
  const model* const subject = find_model("tutorial.deadlock.abba");
  REQUIRE(subject != nullptr);
  const auto how = make_strategy("random", {.executions = 100});
  const auto tree = explore(*subject, *how, {});
  REQUIRE(tree);
  CHECK(tree->executions == 100);
  std::uint64_t executions = 0;
  for (const exploration_tree::node& node : tree->nodes)
    if (node.end) executions += node.end->executions;
  CHECK(executions == 100);
  CHECK(tree->count_leaves() < 100);
}

TEST_CASE("exploration tree: a model that does nothing has one leaf") {
  const std::function<void()> nothing = [] {};
  const auto how = make_strategy("dfs", {});
  exploration_recorder recorder{*how, "nothing"};
  const result found = check("nothing", nothing, recorder);
  const exploration_tree tree = tree_of("nothing", nothing, recorder, found);
  REQUIRE(tree.nodes.size() == 1);
  REQUIRE(tree.nodes.front().end);
  CHECK(tree.nodes.front().leaves == 1);
  CHECK(tree.nodes.front().failures == 0);
}

TEST_CASE("exploration tree: it goes to another process and back") {
  const auto tree = tree_of_model("classic.lost_wakeup.unlocked_state");
  REQUIRE(tree);
  const auto again = from_bytes<exploration_tree>(to_bytes(*tree));
  REQUIRE(again.nodes.size() == tree->nodes.size());
  CHECK(to_bytes(again) == to_bytes(*tree));
}

}  // namespace heddle::checker
