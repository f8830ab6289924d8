#include "checker/lock_order/directed_schedule.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "checker/lock_order/requests.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::checker {

using scheduler::operation_kind;
using scheduler::scheduling_point;
using scheduler::task_index;

namespace {

/// The lock that the operation waits for as long as it takes.
std::optional<scheduler::object_index> asked_for(const scheduler::operation& pending) {
  if (pending.kind == operation_kind::wake && pending.second != scheduler::no_object)
    return pending.second;
  const bool locks =
      pending.kind == operation_kind::lock || pending.kind == operation_kind::lock_shared;
  if (locks && pending.timing == scheduler::patience::blocking) return pending.object;
  return std::nullopt;
}

}  // namespace

directed_schedule::directed_schedule(const prediction& towards, std::uint64_t number)
    : towards_(towards),
      key_(scheduler::random_at(towards.key, number)),
      keeps_order_(number % 2 == 1) {}

scheduler::choice directed_schedule::pick(const scheduling_point& point) {
  follow(point);
  free_ = point.enabled();
  point.enabled().for_each([&](task_index task) {
    if (is_held_back(point, task)) free_.erase(task);
  });
  const std::uint64_t drawn = scheduler::random_at(key_, point.step());
  const task_index task = choose(point, free_.empty() ? point.enabled() : free_, drawn);
  const std::uint32_t way = scheduler::scale(drawn >> 32, point.count_ways(task));
  return {task, point.nth_way(task, way)};
}

task_index directed_schedule::choose(const scheduling_point& point,
                                     const scheduler::task_set& among, std::uint64_t drawn) const {
  if (!keeps_order_ || point.may_leave()) return among.nth(scheduler::scale(drawn, among.size()));
  task_index first = scheduler::no_task;
  std::uint64_t best = 0;
  among.for_each([&](task_index task) {
    const std::uint64_t rank = scheduler::random_at(~key_, task);
    if (first != scheduler::no_task && rank <= best) return;
    first = task;
    best = rank;
  });
  return first;
}

directed_schedule::follower& directed_schedule::at(task_index task) {
  if (tasks_.size() <= task) tasks_.resize(task + std::size_t{1});
  return tasks_[task];
}

/// Takes note of what has happened since the last time.
void directed_schedule::follow(const scheduling_point& point) {
  const auto events = point.events();
  for (; followed_ < events.size(); ++followed_) {
    const scheduler::event& done = events[followed_];
    if (done.task == scheduler::no_task) continue;
    if (const auto taken = lock_taken(done)) {
      follower& who = at(done.task);
      who.holds.push_back({taken->lock, done.site});
      ++who.taken;
    } else if (const auto given = lock_given_back(done)) {
      auto& holds = at(done.task).holds;
      const auto last = std::find_if(holds.rbegin(), holds.rend(),
                                     [&](const hold& one) { return one.lock == given->lock; });
      if (last != holds.rend()) holds.erase(std::next(last).base());
    }
  }
}

bool directed_schedule::is_in_position(const scheduler::operation& pending,
                                       const follower& who) const {
  const auto wanted = asked_for(pending);
  if (!wanted) return false;
  return std::ranges::any_of(towards_.legs, [&](const prediction::leg& leg) {
    return leg.wanted_at == pending.site && std::ranges::any_of(who.holds, [&](const hold& one) {
             return one.site == leg.held_at && one.lock != *wanted;
           });
  });
}

bool directed_schedule::is_held_back(const scheduling_point& point, task_index task) {
  const follower& who = at(task);
  if (who.holds.empty() || !is_in_position(point.pending(task), who)) return false;
  const std::uint64_t drawn = scheduler::random_at(key_ + task, who.taken);
  return scheduler::scale(drawn, 8) != 0;
}

}  // namespace heddle::checker
