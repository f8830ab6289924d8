#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/schedule_bound.hpp"
#include "checker/strategy.hpp"

namespace heddle::checker {

/// Depth-first search over all schedules, with no reduction: at each scheduling point every way of
/// every enabled task, the current task first. The first execution therefore switches only where it
/// must. The next execution repeats the last up to the deepest point that still has choices left.
///
/// With a bound only schedules within it are searched. A bound that is raised step by step runs the
/// schedules within the lower bounds again, and does not count them.
///
/// Memory: a record per point with more than one choice along the current schedule.
class dfs final : public strategy {
 public:
  explicit dfs(std::optional<schedule_bound> bound = std::nullopt)
      : bound_(bound), limit_(bound ? bound->from : 0) {}

  [[nodiscard]] std::string name() const override { return "dfs"; }
  bool next() override;
  [[nodiscard]] std::size_t repeated_events() const override { return repeated_; }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;
  void finished(const scheduler::controlled_runtime&) override {}
  [[nodiscard]] bool repeats() const override { return repeats_; }
  [[nodiscard]] coverage covered() const override;

  /// The weight of the finished part of the tree, each child of a point weighing the same
  /// (Kilby et al., Estimating Search Tree Size, 2006). Computed from the current path; of a bound
  /// that is raised, for the step under way.
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  /// A scheduling point with more than one choice on the path to the current execution.
  struct branch {
    std::uint32_t step;       ///< the events before it
    scheduler::choice taken;  ///< the choice with number `number`
    std::uint32_t number;
    std::uint32_t choices;
    std::uint32_t spent;  ///< of the bound, before it
    std::uint32_t cost;   ///< of the choice taken
  };
  struct option {
    scheduler::choice what;
    std::uint32_t cost;
  };

  scheduler::choice follow(const scheduler::scheduling_point& point);
  scheduler::choice extend(const scheduler::scheduling_point& point);
  std::uint32_t list_tasks(const scheduler::scheduling_point& point, std::uint32_t spent);
  void list_by_preemptions(const scheduler::scheduling_point& point, std::uint32_t left);
  void list_by_delays(const scheduler::scheduling_point& point, std::uint32_t left);
  [[nodiscard]] option nth_option(const scheduler::scheduling_point& point,
                                  std::uint32_t rank) const;
  [[nodiscard]] std::uint32_t spent_on_path() const;
  bool raise_bound();

  std::optional<schedule_bound> bound_;
  std::uint32_t limit_;
  /// Something was left out because of the bound, at its present value.
  bool cut_ = false;
  bool repeats_ = false;

  /// The tasks that may go on at a point, in the order of the search.
  struct candidate {
    scheduler::task_index task;
    std::uint32_t cost;
  };
  std::vector<candidate> candidates_;
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
