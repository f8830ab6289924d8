#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/finding_kind.hpp"
#include "checker/result.hpp"
#include "scheduler/execution.hpp"

namespace heddle {
class model;
}

namespace heddle::checker {

class strategy;
struct check_options;

/// The executions of a search as a prefix tree: where they part, who could go on there, and what
/// came of it. Plain data, also for another process (`record_bytes.hpp`).
struct exploration_tree {
  static constexpr int none = -1;

  /// One step that all executions below it have in common.
  struct step {
    std::uint32_t number = 0;  ///< from 1
    int task = none;           ///< by the order of creation; none: the clock
    std::string who{};         ///< the name of the task
    std::string text{};        ///< as in `execution::step`
    std::uint32_t ways = 1;    ///< in how many ways its task could go on
    std::uint32_t way = 0;     ///< in which of them it did, by rank
    bool preempts = false;
    scheduler::source_line where{};
  };

  /// A task that could go on at a choice.
  struct candidate {
    int task = none;
    std::string who{};
    /// Some execution of the search let it go on here. (A search that leaves out what is equivalent
    /// need not.)
    bool explored = false;
  };

  /// How one execution ended.
  struct leaf {
    scheduler::ending how = scheduler::ending::completed;
    /// What is wrong with it, each kind once, the first finding's first; predictions of other
    /// executions excluded.
    std::vector<finding_kind> kinds;
    std::string message;  ///< of the first finding; empty if there is none
    /// The last value of each observed name.
    std::map<std::string, std::string> values;
    std::string token;             ///< replays it
    std::uint64_t executions = 1;  ///< more if a sampling search drew it again

    /// Whether something is wrong with it, races excepted: these are mostly in all executions.
    [[nodiscard]] bool failed() const;
  };

  /// A choice (with children), or an end (without).
  struct node {
    int parent = none;
    /// What happened since the parent's choice, which the first of them is; empty at the root if
    /// there is a choice at the very beginning.
    std::vector<step> steps;
    /// In the order in which they were explored; none, or two and more.
    std::vector<int> children;
    std::vector<candidate> could;  ///< of choices only
    std::optional<leaf> end;       ///< of ends only
    std::uint32_t leaves = 0;      ///< ends below it, or itself
    std::uint32_t failures = 0;    ///< those of them that `failed`
  };

  std::string model;
  std::string strategy;
  /// The root first, then each node before its children, the first child's descendants before the
  /// second one.
  std::vector<node> nodes;
  coverage covered;
  /// Executions that count, as in `result`; pruned and truncated ones are leaves as well.
  std::uint64_t executions = 0;
  std::uint64_t pruned = 0;
  std::uint64_t truncated = 0;

  [[nodiscard]] std::size_t count_leaves() const {
    return nodes.empty() ? 0 : nodes.front().leaves;
  }
};

/// Up to where a tree can be looked at, and where there is no sense in going on.
struct exploration_limits {
  std::size_t executions = 200;
  /// Of all executions together.
  std::size_t steps = 20'000;
};

/// Searches a model to draw the tree of its executions; nothing beyond the limits.
std::optional<exploration_tree> explore(const model& subject, strategy& how,
                                        const check_options& options,
                                        exploration_limits limits = {});

}  // namespace heddle::checker
