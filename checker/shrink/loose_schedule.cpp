#include "checker/shrink/loose_schedule.hpp"

#include <algorithm>

#include "checker/replay_schedule.hpp"

namespace heddle::checker {

loose_schedule::loose_schedule(std::span<const decision> wishes)
    : wishes_(wishes), of_task_(scheduler::max_tasks) {
  for (std::size_t place = 0; place < wishes.size(); ++place)
    of_task_[wishes[place].task].places.push_back(place);
}

/// The task of the earliest wish that can be granted; `no_task` if none can.
scheduler::task_index loose_schedule::earliest(const scheduler::scheduling_point& point) const {
  scheduler::task_index found = scheduler::no_task;
  point.enabled().for_each([&](scheduler::task_index task) {
    if (of_task_[task].done()) return;
    if (found == scheduler::no_task || of_task_[task].next() < of_task_[found].next()) found = task;
  });
  return found;
}

scheduler::choice loose_schedule::pick(const scheduler::scheduling_point& point) {
  if (const scheduler::task_index task = earliest(point); task != scheduler::no_task) {
    const decision& wish = wishes_[of_task_[task].next()];
    ++of_task_[task].granted;
    return {task, point.nth_way(task, std::min(wish.way, point.count_ways(task) - 1))};
  }
  return choice_without_switch(point);
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
