#include "checker/strategies/random.hpp"

namespace heddle::checker {

scheduler::choice random_walk::pick(const scheduler::scheduling_point& point) {
  const std::uint64_t drawn = scheduler::random_at(key(), point.step());
  const scheduler::task_set& enabled = point.enabled();
  return go_on(point, enabled.nth(scheduler::scale(drawn, enabled.size())), drawn);
}

}  // namespace heddle::checker
