#include "scheduler/operation_table.hpp"

#include "scheduler/operation_rules.hpp"

namespace heddle::scheduler {

namespace {

constexpr std::uint8_t goes_on = 1;
constexpr std::uint8_t times_out = 2;
constexpr std::uint8_t wakes_for_no_reason = 4;

/// Whether the deadline of a timed operation allows it to give up now.
bool may_time_out(const state_view& state, const operation& pending) {
  return pending.timing == patience::timed &&
         (state.time == time_mode::any || state.now >= pending.deadline);
}

/// The ways of a task that sleeps, or has slept, on a condition variable or an atomic.
std::uint8_t ways_to_wake(const state_view& state, task_index task, const operation& pending) {
  if (state.tasks[task].woken) return can_wake(state, task, pending) ? goes_on : 0;
  std::uint8_t ways = 0;
  if (may_time_out(state, pending)) ways = times_out;
  if (state.spurious && !pending.flag &&
      state.objects[pending.object].kind == object_kind::condition_variable)
    ways = static_cast<std::uint8_t>(ways | wakes_for_no_reason);
  return ways;
}

}  // namespace

bool detail::enabled_otherwise(const state_view& state, task_index task, const operation& pending) {
  if (always_enabled(pending)) return true;
  if (pending.kind == operation_kind::wake) return ways_to_wake(state, task, pending) != 0;
  return can_succeed(state, task, pending) || may_time_out(state, pending);
}

std::uint8_t plain_alternatives(const state_view& state, task_index task,
                                const operation& pending) {
  if (always_enabled(pending)) return goes_on;
  if (pending.kind == operation_kind::wake) return ways_to_wake(state, task, pending);
  const std::uint8_t ways = can_succeed(state, task, pending) ? goes_on : 0;
  if (!may_time_out(state, pending)) return ways;
  if (state.time == time_mode::any) return goes_on;
  return static_cast<std::uint8_t>(ways | times_out);
}

std::uint32_t count_alternatives(const state_view& state, task_index task,
                                 const operation& pending) {
  if (pending.kind == operation_kind::choose) return static_cast<std::uint32_t>(pending.argument);
  if (chooses_sleeper(state, pending))
    return static_cast<std::uint32_t>(state.objects[pending.object].tasks.size());
  return static_cast<std::uint32_t>(std::popcount(plain_alternatives(state, task, pending)));
}

alternative nth_alternative(const state_view& state, task_index task, const operation& pending,
                            std::uint32_t rank) {
  if (pending.kind == operation_kind::choose) return static_cast<alternative>(rank);
  if (chooses_sleeper(state, pending)) return state.objects[pending.object].tasks.nth(rank);
  unsigned ways = plain_alternatives(state, task, pending);
  for (; rank > 0; --rank) ways &= ways - 1;
  return static_cast<alternative>(std::countr_zero(ways));
}

std::uint64_t detail::visible_value_of_others(const object_state& state) {
  switch (state.kind) {
    case object_kind::variable:
    case object_kind::atomic:
    case object_kind::mutex:
      break;
    case object_kind::recursive_mutex:
      return state.count << 16 | state.owner;
    case object_kind::shared_mutex:
      return state.tasks.size() << 16 | state.owner;
    case object_kind::condition_variable:
      return state.tasks.size();
    case object_kind::semaphore:
    case object_kind::latch:
    case object_kind::barrier:
      return state.count;
    case object_kind::channel:
      return messages_in(state);
    case object_kind::event:
      return state.flag ? 1 : 0;
    case object_kind::once:
      if (state.flag) return 2;
      return state.owner == no_task ? 0 : 1;
  }
  return 0;
}

}  // namespace heddle::scheduler
