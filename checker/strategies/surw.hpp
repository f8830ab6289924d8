#pragma once

#include <cstdint>
#include <vector>

#include "checker/strategies/sampling.hpp"
#include "checker/strategies/task_weights.hpp"

namespace heddle::checker {

/// A selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury: Selectively Uniform
/// Concurrency Testing, ASPLOS 2025): uniform over the orders of the interesting events, here those
/// on one shared object, drawn anew for each execution. The task that does the next interesting
/// event is drawn in proportion to how many each has left; others that come to one are held, and
/// whoever is not held goes on with the same probability. If all that are enabled are held, one of
/// them is drawn instead. The counts per task and object are learnt, as those of `urw`; objects are
/// known by the order of their creation. Without counts it is a plain random walk.
class surw final : public sampling_strategy {
 public:
  /// Throws `scheduler::usage_error` if the parameters are no counts of events on objects.
  explicit surw(const strategy_options& options);

  [[nodiscard]] std::string name() const override { return "surw"; }
  [[nodiscard]] std::string parameters() const override { return counts_.text(); }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  void begin() override;
  void ended(const scheduler::controlled_runtime& run) override;
  void catch_up(const scheduler::scheduling_point& point);
  void intend(const scheduler::scheduling_point& point);
  [[nodiscard]] scheduler::task_set free_tasks(const scheduler::scheduling_point& point) const;

  task_counts counts_;
  std::vector<std::uint32_t> shared_;  ///< the objects to draw from

  // The current execution.
  std::uint32_t object_ = scheduler::no_object;  ///< whose events are interesting
  task_weights left_{counts_};
  /// Who is to do the next interesting event; none if all have done theirs, by the counts: then
  /// nobody is held.
  scheduler::task_index intended_ = scheduler::no_task;
  std::size_t seen_ = 0;
};

}  // namespace heddle::checker
