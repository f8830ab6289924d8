#pragma once

#include "checker/strategies/sampling.hpp"

namespace heddle::checker {

/// A random walk: at each scheduling point one of the enabled tasks, each with the same
/// probability, then one of its ways. The number drawn at a step is a hash of seed, index of the
/// execution and step.
class random_walk final : public sampling_strategy {
 public:
  explicit random_walk(const strategy_options& options) : sampling_strategy(options) {}

  [[nodiscard]] std::string name() const override { return "random"; }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;
};

}  // namespace heddle::checker
