#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "checker/token.hpp"
#include "scheduler/decider.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// Follows the decisions of a token to the letter: one for each scheduling point with more than
/// one choice. Gives up where they do not fit. For runtimes that number tasks by execution, where
/// a task's place is the order of its creation.
class replay_schedule final : public scheduler::decider {
 public:
  /// The decisions must outlive the schedule.
  explicit replay_schedule(std::span<const decision> decisions) : decisions_(decisions) {}

  scheduler::choice pick(const scheduler::scheduling_point& point) override;

  /// Whether some decision did not fit, or some were left over.
  [[nodiscard]] bool diverged() const { return misfit_ || followed_ < decisions_.size(); }

  /// Where and how the schedule did not fit the execution `told`; empty if it did.
  [[nodiscard]] std::string divergence(const scheduler::execution& told) const;

 private:
  std::span<const decision> decisions_;
  std::size_t followed_ = 0;
  // The first misfit.
  bool misfit_ = false;
  std::uint32_t step_ = 0;
  std::uint32_t ways_ = 0;
  std::vector<scheduler::task_index> enabled_;
};

}  // namespace heddle::checker
