#include "checker/strategies/random.hpp"

namespace heddle::checker {

scheduler::choice random_walk::pick(const scheduler::scheduling_point& point) {
  const std::uint64_t drawn = scheduler::random_at(key(), point.step());
  const std::size_t tasks = point.enabled().size();
  const scheduler::task_index task =
      tasks == 1 ? point.enabled().first() : point.enabled().nth(scheduler::scale(drawn, tasks));
  return go_on(point, task, drawn);
}

}  // namespace heddle::checker
