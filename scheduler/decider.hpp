#pragma once

#include <cstdint>
#include <span>

#include "scheduler/event.hpp"
#include "scheduler/event_log.hpp"
#include "scheduler/operation_table.hpp"
#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

/// What a decider answers: which task goes on, and in which of its ways.
struct choice {
  task_index task = no_task;
  alternative way = 0;

  friend bool operator==(const choice&, const choice&) = default;
};

/// The answer that gives the execution up at this point.
inline constexpr choice give_up{};

/// The moment before an event: every task has announced its next operation. A view of what the
/// scheduler keeps, which moves on from point to point.
class scheduling_point {
 public:
  scheduling_point(const state_view& state, const task_set& enabled, const task_set& many_ways,
                   const event_log& events)
      : state_(&state), enabled_(&enabled), many_ways_(&many_ways), events_(&events) {}

  /// Moves on. `pending` holds what each task is about to do, by its place.
  void arrive(const operation* const* pending, task_index current, bool may_leave) {
    pending_ = pending;
    current_ = current;
    may_leave_ = may_leave;
  }

  /// The tasks that can go on; never empty.
  [[nodiscard]] const task_set& enabled() const { return *enabled_; }

  /// The task that did the last event; `no_task` at the start.
  [[nodiscard]] task_index current() const { return current_; }

  /// Whether leaving the current task now is no preemption, because it yielded or slept.
  [[nodiscard]] bool may_leave() const { return may_leave_; }

  /// Whether choosing `task` would preempt the current one.
  [[nodiscard]] bool preempts(task_index task) const {
    return task != current_ && current_ != no_task && !may_leave_ && enabled_->contains(current_);
  }

  /// The number of events so far.
  [[nodiscard]] std::uint32_t step() const { return static_cast<std::uint32_t>(events_->size()); }

  /// The events so far.
  [[nodiscard]] std::span<const event> events() const { return events_->all(); }

  /// What `task` is about to do. Precondition: it has started and not ended.
  [[nodiscard]] const operation& pending(task_index task) const { return *pending_[task]; }

  /// The same, null for a task that is about to do nothing.
  [[nodiscard]] const operation* pending_or_null(task_index task) const { return pending_[task]; }

  /// Whether there may be more than one way in which `task` can go on, or one that is not 0.
  [[nodiscard]] bool may_have_ways(task_index task) const { return many_ways_->contains(task); }

  /// In how many ways `task` can go on.
  [[nodiscard]] std::uint32_t count_ways(task_index task) const {
    return may_have_ways(task) ? count_alternatives(*state_, task, pending(task)) : 1;
  }

  /// The way with `rank` smaller ones.
  [[nodiscard]] alternative nth_way(task_index task, std::uint32_t rank) const {
    return may_have_ways(task) ? nth_alternative(*state_, task, pending(task), rank)
                               : alternative{0};
  }

  /// Calls `visit(way)` for each way in which `task` can go on.
  template <class Visit>
  void for_each_way(task_index task, Visit&& visit) const {
    for_each_alternative(*state_, task, pending(task), visit);
  }

  /// All choices there are: the sum of the ways of all enabled tasks.
  [[nodiscard]] std::uint32_t count_choices() const {
    std::uint32_t count = 0;
    enabled_->for_each([&](task_index task) { count += count_ways(task); });
    return count;
  }

  /// The states of all objects and tasks.
  [[nodiscard]] const state_view& state() const { return *state_; }

 private:
  const state_view* state_;
  const task_set* enabled_;
  const task_set* many_ways_;  ///< those whose next operation `may_have_ways`
  const event_log* events_;
  const operation* const* pending_ = nullptr;
  task_index current_ = no_task;
  bool may_leave_ = false;
};

/// The question the scheduler asks, and whoever steers an execution answers.
class decider {
 public:
  virtual ~decider() = default;

  /// Decides who goes on. Called before every event, also when there is only one choice, on the
  /// stack of the announcing task: must not throw and needs little stack. Returns one of the
  /// point's choices, or `give_up` to end the execution here.
  virtual choice pick(const scheduling_point& point) = 0;
};

}  // namespace heddle::scheduler
