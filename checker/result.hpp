#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/finding.hpp"
#include "checker/sample.hpp"
#include "scheduler/options.hpp"

namespace heddle::checker {

/// How much of a model's behaviour a search has seen.
enum class coverage_kind : std::uint8_t { complete, bounded, sampled, interrupted };

/// `complete`, `bounded`, ...
std::string_view name_of(coverage_kind kind);

/// A coverage and its reasons.
struct coverage {
  coverage_kind kind = coverage_kind::complete;
  /// What bounds it: `steps 1000`, `clock read`, `at most 2 preemptions`; or why it ended early:
  /// `interrupted`, `10000 executions`, `stopped at the first finding`.
  std::vector<std::string> reasons;
};

/// One distinct map from observed name to value.
struct model_outcome {
  /// In the order of the names.
  std::map<std::string, std::string> values;
  std::uint64_t executions = 0;
  /// Replays one execution with this outcome.
  std::string token;
  /// The execution ended in a deadlock.
  bool deadlocked = false;
};

/// What a search found.
struct result {
  // Compiled once, for it has many members and is used in many files.
  result();
  result(const result&);
  result(result&&) noexcept;
  result& operator=(const result&);
  result& operator=(result&&) noexcept;
  ~result();

  std::string model;
  /// `dfs`, `random`.
  std::string strategy;
  /// The seed of a sampling strategy.
  std::uint64_t seed = 0;
  bool has_seed = false;
  /// Of a strategy for bugs of a depth; 0: it is for all.
  std::uint32_t depth = 0;
  /// What a sampling strategy had learnt in the end; empty: nothing.
  std::string parameters;
  /// What the sample promises about bugs of its depth, and how much of all traces it has shown.
  std::optional<depth_guarantee> guarantee;
  std::optional<trace_counts> traces;
  scheduler::execution_options options;
  coverage covered;
  /// Executions that count: completed, failed and deadlocked ones.
  std::uint64_t executions = 0;
  std::uint64_t blocked = 0;
  std::uint64_t truncated = 0;
  std::uint64_t pruned = 0;
  std::uint64_t deadlocked = 0;
  std::uint64_t failed = 0;
  /// Events done in all executions together; those of replays excluded.
  std::uint64_t events = 0;
  double seconds = 0;
  std::vector<model_outcome> outcomes;
  std::vector<finding> findings;
  /// Lock orders that close a circle and yet make no deadlock: all schedules were run, or one of
  /// Coffman's conditions is broken.
  std::vector<lock_order> harmless;
  /// Expectations of the model that nothing matched, as text: `deadlock`, `invariant: message`.
  std::vector<std::string> missing;

  /// Whether every expected finding occurred and no other.
  [[nodiscard]] bool as_declared() const;
};

}  // namespace heddle::checker
