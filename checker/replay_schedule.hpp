#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "checker/token.hpp"
#include "scheduler/decider.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// What to do where a decision does not fit, because the model has changed since it was recorded.
enum class replay_mode : std::uint8_t {
  strict,    ///< end the execution
  prefix,    ///< forget all decisions left, and go on as a scheduler that switches only if it must
  carry_on,  ///< leave that decision out, and go on with the next one that fits
};

/// Follows the decisions of a token: one for each scheduling point with more than one choice. For
/// runtimes that number tasks by execution, where a task's place is the order of its creation.
class replay_schedule final : public scheduler::decider {
 public:
  /// The decisions must outlive the schedule.
  explicit replay_schedule(std::span<const decision> decisions,
                           replay_mode mode = replay_mode::strict)
      : decisions_(decisions), mode_(mode) {}

  scheduler::choice pick(const scheduler::scheduling_point& point) override;

  /// Whether some decision did not fit, or some were left over.
  [[nodiscard]] bool diverged() const { return misfit_.seen || followed_ < decisions_.size(); }

  /// Where and how the schedule did not fit the execution `told`; empty if it did.
  [[nodiscard]] std::string divergence(const scheduler::execution& told) const;

 private:
  /// The first place where a decision did not fit.
  struct misfit {
    bool seen = false;
    std::size_t decision = 0;
    std::uint32_t step = 0;
    std::uint32_t ways = 0;
    std::vector<scheduler::task_index> enabled{};
  };

  [[nodiscard]] static bool fits(const decision& next, const scheduler::scheduling_point& point);
  void note_misfit(const scheduler::scheduling_point& point);
  scheduler::choice follow(const scheduler::scheduling_point& point);
  [[nodiscard]] std::string misfit_text(const scheduler::execution& told) const;

  std::span<const decision> decisions_;
  replay_mode mode_;
  /// Decisions behind us, followed or left out.
  std::size_t followed_ = 0;
  misfit misfit_;
};

/// How a scheduler goes on that switches only if it must: with the current task as long as it can,
/// then with the one created first, each in its first way.
scheduler::choice choice_without_switch(const scheduler::scheduling_point& point);

}  // namespace heddle::checker
