#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"
#include "checker/token.hpp"
#include "scheduler/decider.hpp"

namespace heddle::checker {

/// Grants wishes as far as it can: one for each event, and each time the earliest of those left
/// whose task can go on. When none of these is left the current task goes on as long as it can,
/// then the one created first. So a schedule can be changed in the middle, and the rest of it still
/// means something. For runtimes that number tasks by execution.
class loose_schedule final : public scheduler::decider {
 public:
  /// The wishes must outlive the schedule.
  explicit loose_schedule(std::span<const decision> wishes);

  scheduler::choice pick(const scheduler::scheduling_point& point) override;

 private:
  /// The wishes for one task, and how many of them are granted.
  struct wish_list {
    std::vector<std::size_t> places;
    std::size_t granted = 0;

    [[nodiscard]] bool done() const { return granted == places.size(); }
    [[nodiscard]] std::size_t next() const { return places[granted]; }
  };

  [[nodiscard]] scheduler::task_index earliest(const scheduler::scheduling_point& point) const;

  std::span<const decision> wishes_;
  std::vector<wish_list> of_task_;
};

/// The wishes that lead to this run: also those where there was no choice.
std::vector<decision> wishes_of(const finished_run& run);

}  // namespace heddle::checker
