#pragma once

#include <cstdint>
#include <vector>

#include "checker/lock_order/predictions.hpp"
#include "scheduler/decider.hpp"

namespace heddle::checker {

/// Steers one execution towards a deadlock that is predicted: a task that holds a lock of the
/// circle and is about to ask for the next one is held back, so that the others come to hold theirs
/// (as in DeadlockFuzzer: Joshi, Park, Sen and Naik, PLDI 2009). When all who could go on are held
/// back, one of them goes on. Tasks and locks are told by the lines where they take and ask.
///
/// Who goes on otherwise is random, by the number of the execution: every second time a walk, every
/// second time an order of the tasks that stays. Now and then nobody is held back where the plan
/// says so, because the circle may close only in a later round of a loop.
class directed_schedule final : public scheduler::decider {
 public:
  /// The prediction must outlive the schedule.
  directed_schedule(const prediction& towards, std::uint64_t number);

  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  struct hold {
    scheduler::object_index lock = scheduler::no_object;
    scheduler::code_site site{};
  };
  struct follower {
    std::vector<hold> holds;
    std::uint32_t taken = 0;  ///< how many locks it has taken so far
  };

  void follow(const scheduler::scheduling_point& point);
  follower& at(scheduler::task_index task);
  [[nodiscard]] bool is_in_position(const scheduler::operation& pending, const follower& who) const;
  [[nodiscard]] bool is_held_back(const scheduler::scheduling_point& point,
                                  scheduler::task_index task);
  [[nodiscard]] scheduler::task_index choose(const scheduler::scheduling_point& point,
                                             const scheduler::task_set& among,
                                             std::uint64_t drawn) const;

  const prediction& towards_;
  std::uint64_t key_;
  bool keeps_order_;
  std::size_t followed_ = 0;
  std::vector<follower> tasks_;  ///< by place
  scheduler::task_set free_;
};

}  // namespace heddle::checker
