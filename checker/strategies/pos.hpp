#pragma once

#include <cstdint>
#include <vector>

#include "checker/strategies/sampling.hpp"

namespace heddle::checker {

/// Partial order sampling (Yuan, Yang, Gu: Partial Order Aware Concurrency Sampling, CAV 2018):
/// every pending operation has a random priority, the enabled one of the highest is done, and then
/// all that race with it get new priorities. So operations that commute are ordered by chance once,
/// and those that do not are ordered anew each time: closer to a choice among traces than among
/// interleavings.
class pos final : public sampling_strategy {
 public:
  explicit pos(const strategy_options& options) : sampling_strategy(options) {}

  [[nodiscard]] std::string name() const override { return "pos"; }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  void begin() override;
  void draw_again_after(const scheduler::event& done, const scheduler::scheduling_point& point);

  std::vector<std::uint64_t> priorities_;  ///< of what each task is about to do
  std::size_t seen_ = 0;                   ///< events that have been reacted to
};

/// Whether an operation may depend on an event: they use one object, and not both only read it.
[[nodiscard]] bool races(const scheduler::event& done, const scheduler::operation& pending);

}  // namespace heddle::checker
