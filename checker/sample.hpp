#pragma once

#include <cstdint>
#include <string>

namespace heddle::checker {

/// How a sampling strategy came to an execution: all it takes to have that execution again.
struct drawn_execution {
  /// The strategy that drew it: of a portfolio the one whose turn it was.
  std::string strategy;
  /// `pct`: the depth. 0: the strategy has none.
  std::uint32_t depth = 0;
  /// What the strategy had learnt from earlier executions, in its own words; empty: nothing.
  std::string parameters;
  std::uint64_t seed = 0;
  std::uint64_t index = 0;
};

/// What PCT promises about bugs of a depth (Burckhardt, Kothari, Musuvathi, Nagarakatte: A
/// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010): one execution
/// of a program of n tasks and k steps shows such a bug with a probability of 1/(n k^(depth-1)) at
/// least.
struct depth_guarantee {
  std::uint32_t depth = 0;
  std::uint64_t tasks = 0;       ///< n
  std::uint64_t steps = 0;       ///< k: points with a choice between tasks in one execution
  std::uint64_t executions = 0;  ///< that were drawn for so many steps

  /// The least probability that one execution shows a bug of this depth.
  [[nodiscard]] double of_one() const;
  /// The least probability that one of the executions does.
  [[nodiscard]] double of_all() const;
};

/// How many different Mazurkiewicz traces a sample has shown.
struct trace_counts {
  std::uint64_t executions = 0;  ///< whose traces were compared: the first of the search
  std::uint64_t distinct = 0;
  std::uint64_t once = 0;  ///< traces of one execution only

  /// The estimate of Good and Turing (Good: The Population Frequencies of Species, Biometrika 1953)
  /// of the share of executions whose trace has not been seen.
  [[nodiscard]] double unseen() const;
};

}  // namespace heddle::checker
