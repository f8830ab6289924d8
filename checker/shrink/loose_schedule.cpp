#include "checker/shrink/loose_schedule.hpp"

#include <algorithm>

namespace heddle::checker {

scheduler::choice loose_schedule::pick(const scheduler::scheduling_point& point) {
  while (first_ < wishes_.size() && granted_[first_]) ++first_;
  for (std::size_t place = first_; place < wishes_.size(); ++place) {
    const auto task = static_cast<scheduler::task_index>(wishes_[place].task);
    if (granted_[place] || !point.enabled().contains(task)) continue;
    granted_[place] = true;
    return {task, point.nth_way(task, std::min(wishes_[place].way, point.count_ways(task) - 1))};
  }
  const bool stays =
      point.current() != scheduler::no_task && point.enabled().contains(point.current());
  const scheduler::task_index task = stays ? point.current() : point.enabled().first();
  return {task, point.nth_way(task, 0)};
}

std::vector<decision> wishes_of(const finished_run& run) {
  const ordinals tasks(run.created_tasks);
  std::vector<decision> wishes;
  for (const scheduler::event& done : run.events)
    if (done.task != scheduler::no_task && !done.invisible)
      wishes.push_back({tasks(done.task), done.rank});
  return wishes;
}

}  // namespace heddle::checker
