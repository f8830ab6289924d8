#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checker/result.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "scheduler/decider.hpp"

namespace heddle::checker {

/// Chooses which executions of a model are run. A strategy sees scheduling points while one runs
/// (`pick`) and its finished trace afterwards, and nothing else: neither the model nor findings.
class strategy : public scheduler::decider {
 public:
  /// `dfs`, `random`.
  [[nodiscard]] virtual std::string name() const = 0;

  /// What a sampling strategy takes all its choices from; nothing for others.
  [[nodiscard]] virtual std::optional<std::uint64_t> seed() const { return std::nullopt; }

  /// Whether tasks and objects keep their places from one execution to the next.
  [[nodiscard]] virtual scheduler::numbering places() const {
    return scheduler::numbering::per_execution;
  }

  /// Prepares the next execution; false if there is none left. Called before each.
  virtual bool next() = 0;

  /// How many events of the last trace the next execution repeats exactly; they are compared.
  [[nodiscard]] virtual std::size_t repeated_events() const { return 0; }

  /// The execution has ended.
  virtual void finished(const scheduler::controlled_runtime& run) = 0;

  /// Whether the execution that has just ended was run before under a lower bound: then it does not
  /// count. Asked once after each `finished`.
  [[nodiscard]] virtual bool repeats() const { return false; }

  /// Whether the strategy has found that it must begin again, so that nothing of what it has chosen
  /// so far counts. Asked once after each `finished`.
  virtual bool begins_again() { return false; }

  /// What the executions so far have covered, given that none was cut short by limits of steps.
  [[nodiscard]] virtual coverage covered() const = 0;

  /// The share of the search that is done, 0 to 1, if the strategy can tell.
  [[nodiscard]] virtual std::optional<double> progress() const { return std::nullopt; }
};

/// Settings of strategies; each takes what concerns it.
struct strategy_options {
  /// Sampling strategies: all choices follow from it.
  std::uint64_t seed = 1;
  /// Sampling strategies: how many executions, from `first` on; 0: no end.
  std::uint64_t executions = 10'000;
  /// Sampling strategies: the index of the first execution.
  std::uint64_t first = 0;
};

/// The strategies by name, in the order of the documentation.
std::span<const std::string_view> strategy_names();

/// A strategy by name. Throws `scheduler::usage_error` if there is none of that name.
std::unique_ptr<strategy> make_strategy(std::string_view name, const strategy_options& options);

}  // namespace heddle::checker
