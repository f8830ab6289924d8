#pragma once

#include "checker/strategies/sampling.hpp"
#include "checker/strategies/task_weights.hpp"

namespace heddle::checker {

/// A random walk that is uniform over interleavings (Zhao, Wolff, Mathur, Roychoudhury: Selectively
/// Uniform Concurrency Testing, ASPLOS 2025): each enabled task goes on with a probability in
/// proportion to the events it has left, those of the tasks it will start included. Uniform if the
/// counts hold and nothing blocks; otherwise every schedule stays possible. The counts are learnt:
/// the most of each task in the executions learnt from. Without them it is a plain random walk.
class urw final : public sampling_strategy {
 public:
  /// Throws `scheduler::usage_error` if the parameters are no counts of events.
  explicit urw(const strategy_options& options);

  [[nodiscard]] std::string name() const override { return "urw"; }
  [[nodiscard]] std::string parameters() const override { return counts_.text(); }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  void begin() override;
  void ended(const scheduler::controlled_runtime& run) override;

  task_counts counts_;
  task_weights left_{counts_};
  std::size_t seen_ = 0;  ///< events that have been subtracted
};

}  // namespace heddle::checker
