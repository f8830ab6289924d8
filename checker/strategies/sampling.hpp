#pragma once

#include <cstdint>

#include "checker/strategy.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::checker {

/// What all strategies share that draw executions at random: an execution is a function of the
/// strategy, its parameters, the seed and the index of the execution. What a strategy learns from
/// earlier executions is a parameter: it changes only behind execution 0 and those whose index is a
/// power of two, is part of what `drawn` tells, and can be given instead (`strategy_options`), and
/// then stays as it is.
class sampling_strategy : public strategy {
 public:
  [[nodiscard]] std::optional<std::uint64_t> seed() const final { return options_.seed; }
  [[nodiscard]] std::optional<drawn_execution> drawn() const override;
  bool next() final;
  void finished(const scheduler::controlled_runtime& run) final;
  [[nodiscard]] coverage covered() const final;
  [[nodiscard]] std::optional<double> progress() const final;

 protected:
  explicit sampling_strategy(const strategy_options& options) : options_(options) {}

  [[nodiscard]] const strategy_options& options() const { return options_; }

  /// Prepares an execution; `key` and `draw` are those of the new one already.
  virtual void begin() {}

  /// An execution has ended.
  virtual void ended(const scheduler::controlled_runtime&) {}

  /// In `ended`: whether to learn from this execution.
  [[nodiscard]] bool learns() const {
    return options_.parameters.empty() && (index_ & (index_ - 1)) == 0;
  }

  /// The random number that the current execution begins with.
  [[nodiscard]] std::uint64_t key() const { return key_; }

  /// The next random number of the current execution.
  std::uint64_t draw() { return scheduler::random_at(key_, draws_++); }

  /// Lets `task` go on, in one of its ways by the high half of `drawn`.
  static scheduler::choice go_on(const scheduler::scheduling_point& point,
                                 scheduler::task_index task, std::uint64_t drawn) {
    if (!point.may_have_ways(task)) [[likely]]
      return {task, 0};
    return go_on_in_a_way(point, task, drawn);
  }

 private:
  static scheduler::choice go_on_in_a_way(const scheduler::scheduling_point& point,
                                          scheduler::task_index task, std::uint64_t drawn);

  strategy_options options_;
  std::uint64_t started_ = 0;
  std::uint64_t finished_ = 0;
  std::uint64_t index_ = 0;
  std::uint64_t key_ = 0;
  std::uint64_t draws_ = 0;
};

}  // namespace heddle::checker
