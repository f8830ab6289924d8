#pragma once

#include <cstdint>
#include <vector>

#include "checker/strategy.hpp"

namespace heddle::checker {

/// Depth-first search over all schedules, with no reduction: at each scheduling point every way of
/// every enabled task, the current task first, then by index. The first execution therefore
/// switches only where it must. Executions are enumerated in lexicographic order, so that the
/// next one repeats the last up to the deepest point that still has choices left.
///
/// Memory: a record per point with more than one choice along the current schedule.
class dfs final : public strategy {
 public:
  [[nodiscard]] std::string name() const override { return "dfs"; }
  bool next() override;
  [[nodiscard]] std::size_t repeated_events() const override { return repeated_; }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;
  void finished(const scheduler::controlled_runtime&) override {}
  [[nodiscard]] coverage covered() const override;

  /// The weight of the finished part of the tree, each child of a point weighing the same
  /// (Kilby et al., Estimating Search Tree Size, 2006). Computed from the current path.
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  /// A scheduling point with more than one choice on the path to the current execution.
  struct branch {
    std::uint32_t step;       ///< the events before it
    scheduler::choice taken;  ///< the choice with number `number`
    std::uint32_t number;
    std::uint32_t choices;
  };

  scheduler::choice follow(const scheduler::scheduling_point& point);
  scheduler::choice extend(const scheduler::scheduling_point& point);

  std::vector<branch> path_;
  /// The branches of `path_` passed in this execution.
  std::size_t depth_ = 0;
  /// The branches that this execution repeats, the last one with its next choice.
  std::size_t fixed_ = 0;
  std::size_t repeated_ = 0;
  bool started_ = false;
  bool exhausted_ = false;
};

}  // namespace heddle::checker
