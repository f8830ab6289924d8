#pragma once

#include <cstdint>

#include "checker/strategy.hpp"

namespace heddle::checker {

/// A random walk: at each scheduling point one of the enabled tasks, each with the same
/// probability, then one of its ways. The number drawn at a step is a hash of seed, index of the
/// execution and step, so that every execution can be had again by itself.
class random_walk final : public strategy {
 public:
  explicit random_walk(const strategy_options& options);

  [[nodiscard]] std::string name() const override { return "random"; }
  [[nodiscard]] std::optional<std::uint64_t> seed() const override { return options_.seed; }
  bool next() override;
  scheduler::choice pick(const scheduler::scheduling_point& point) override;
  void finished(const scheduler::controlled_runtime&) override { ++finished_; }
  [[nodiscard]] coverage covered() const override;
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  strategy_options options_;
  std::uint64_t started_ = 0;
  std::uint64_t finished_ = 0;
  std::uint64_t key_ = 0;  ///< what the draws of the current execution start from
};

}  // namespace heddle::checker
