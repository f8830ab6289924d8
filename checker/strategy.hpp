#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checker/result.hpp"
#include "checker/sample.hpp"
#include "checker/schedule_bound.hpp"
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

  /// The depth of the bugs it is made for; 0: any.
  [[nodiscard]] virtual std::uint32_t depth() const { return 0; }

  /// What a sampling strategy has learnt so far, as `strategy_options` take it; empty: nothing.
  [[nodiscard]] virtual std::string parameters() const { return {}; }

  /// How the execution under way, or the one that ended last, was drawn, as long as `finished` has
  /// not been told of it; nothing if the strategy draws nothing.
  [[nodiscard]] virtual std::optional<drawn_execution> drawn() const { return std::nullopt; }

  /// What the executions so far promise about bugs of its depth, if that is known.
  [[nodiscard]] virtual std::optional<depth_guarantee> guarantee() const { return std::nullopt; }

  /// Whether tasks and objects keep their places from one execution to the next.
  [[nodiscard]] virtual scheduler::numbering places() const {
    return scheduler::numbering::per_execution;
  }

  /// Prepares the next execution; false if there is none left. Called before each.
  virtual bool next() = 0;

  /// How many events of the last trace the next execution repeats exactly. For these `pick` is not
  /// called.
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

/// What strategies do unless something else is asked for.
namespace default_options {
inline constexpr std::uint64_t seed = 1;
inline constexpr std::uint64_t executions = 10'000;
inline constexpr std::uint32_t depth = 3;
}  // namespace default_options

/// Settings of strategies; each takes what concerns it.
struct strategy_options {
  /// Sampling strategies: all choices follow from it.
  std::uint64_t seed = default_options::seed;
  /// Sampling strategies: how many executions, from `first` on; 0: no end.
  std::uint64_t executions = default_options::executions;
  /// Sampling strategies: the index of the first execution.
  std::uint64_t first = 0;
  /// `pct`: how many ordering constraints a bug needs, at most, to be found for sure in the long
  /// run. Most need two; three leave room for one that hides behind another.
  std::uint32_t depth = default_options::depth;
  /// `dfs`: search only schedules within it.
  std::optional<schedule_bound> bound{};
  /// `pct`, `urw`, `surw`: what they would learn from earlier executions. Then they learn nothing.
  std::string parameters{};
};

/// What is known of a strategy without making one.
struct strategy_traits {
  std::string_view name;
  /// It draws executions at random: `seed`, `executions` and `first` are for it.
  bool samples = false;
  /// It learns: `parameters` are for it.
  bool learns = false;
  /// It searches every schedule and can leave out those beyond a `bound`.
  bool takes_bound = false;
};

/// The strategies in the order of the documentation.
std::span<const strategy_traits> strategies();

/// The strategy of that name. Throws `scheduler::usage_error` if there is none.
const strategy_traits& strategy_called(std::string_view name);

/// A strategy by name. Throws `scheduler::usage_error` if there is none of that name, or the
/// options are not for it.
std::unique_ptr<strategy> make_strategy(std::string_view name, const strategy_options& options);

}  // namespace heddle::checker
