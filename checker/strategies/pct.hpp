#pragma once

#include <cstdint>
#include <vector>

#include "checker/strategies/sampling.hpp"

namespace heddle::checker {

/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized
/// Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010): tasks have random
/// priorities, the enabled task of the highest goes on, and at depth - 1 random steps the task that
/// would go on falls below all others. Depth is the number of ordering constraints that a bug
/// needs: one more than the switches to be made at the right moment.
///
/// Steps are the points with a choice between tasks. How many there are is learnt: the most of any
/// execution so far; without it, an execution has no such steps. Beyond the paper, a task that
/// yields, sleeps or gives up waiting (a failed attempt or compare-and-exchange, a time-out) falls
/// below all others half of the times, so that spinning tasks let others run and no order is ruled
/// out.
class pct final : public sampling_strategy {
 public:
  /// Throws `scheduler::usage_error` if the depth is 0, or the parameters are no number of steps.
  explicit pct(const strategy_options& options);

  [[nodiscard]] std::string name() const override { return "pct"; }
  [[nodiscard]] std::uint32_t depth() const override { return options().depth; }
  [[nodiscard]] std::string parameters() const override;
  [[nodiscard]] std::optional<depth_guarantee> guarantee() const override;
  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  void begin() override;
  void ended(const scheduler::controlled_runtime& run) override;
  void meet_tasks(std::size_t count);
  [[nodiscard]] scheduler::task_index highest(const scheduler::task_set& enabled) const;
  [[nodiscard]] scheduler::task_index choose(const scheduler::scheduling_point& point);

  /// For how many steps change points are drawn; 0: not known.
  std::uint64_t steps_ = 0;

  // The current execution. Priorities above the depth are those tasks begin with, 1 to depth - 1
  // belong to the change points, and those below 0 to tasks that yielded.
  std::vector<std::int64_t> priorities_;
  std::vector<std::uint64_t> change_points_;
  std::uint64_t step_ = 0;
  std::int64_t lowest_ = 0;

  // The sample so far.
  std::uint64_t longest_ = 0;
  std::uint64_t most_tasks_ = 1;
  std::uint64_t guaranteed_ = 0;  ///< executions drawn for `steps_` steps
  bool beyond_theory_ = false;    ///< tasks seemed to spin, or choices were not only between tasks
};

}  // namespace heddle::checker
