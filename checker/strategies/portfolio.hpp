#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "checker/strategies/sampling.hpp"

namespace heddle::checker {

/// Several sampling strategies in turn, for models that are too large to exhaust: of 20 executions
/// 8 are drawn by `pos`, 3 by `pct` of depth 2, 3 of depth 3, 4 by `urw` and 2 by `random`. Whose
/// turn it is follows from the index of the execution, and so does the strategy's own index: each
/// draws what it would draw alone under the same seed.
class portfolio final : public sampling_strategy {
 public:
  explicit portfolio(const strategy_options& options);

  [[nodiscard]] std::string name() const override { return "portfolio"; }
  /// The strategy whose turn it was, with its own index.
  [[nodiscard]] std::optional<drawn_execution> drawn() const override { return active_->drawn(); }
  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    return active_->pick(point);
  }

 private:
  static constexpr std::size_t members = 5;

  void begin() override;
  void ended(const scheduler::controlled_runtime& run) override { active_->finished(run); }

  std::array<std::unique_ptr<strategy>, members> members_;
  strategy* active_ = nullptr;
  std::size_t turn_ = 0;  ///< the place in the round of the next execution
};

}  // namespace heddle::checker
