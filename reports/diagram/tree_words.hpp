#pragma once

#include <cstdint>
#include <string>

#include "checker/exploration_tree.hpp"

/// What pictures of a tree say. Texts are printable, not yet escaped.
namespace heddle::reports {

/// What came of an execution, as far as colours tell it.
enum class leaf_colour : std::uint8_t {
  passes,
  races,  ///< nothing wrong but data races
  fails,
  not_counted,  ///< pruned or cut short
};

leaf_colour colour_of(const checker::exploration_tree::leaf& leaf);

/// `passes: balance = 30`, `invariant: the balance is never negative`.
std::string leaf_words(const checker::exploration_tree::leaf& leaf);

/// `after step 4`; `at first`.
std::string when_words(std::uint32_t after);

/// `t1 or t2?`; with those that no execution let go on there: `t1 or t2? (t3: not tried)`.
std::string choice_words(const checker::exploration_tree::node& choice);

/// The first of the steps that lead to a node: `t1: read balance -> 100`.
std::string branch_words(const checker::exploration_tree::node& node);

/// How many follow it: `and 3 more steps`; empty if none does.
std::string more_words(const checker::exploration_tree::node& node);

/// All of them, a line each.
std::string all_steps_of(const checker::exploration_tree::node& node);

/// `3 executions, complete: 2 pass, 1 fails`.
std::string tree_summary(const checker::exploration_tree& tree);

/// The last step before the choice of `node`, or before its end.
std::uint32_t last_step_of(const checker::exploration_tree& tree,
                           const checker::exploration_tree::node& node);

}  // namespace heddle::reports
