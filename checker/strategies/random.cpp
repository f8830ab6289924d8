#include "checker/strategies/random.hpp"

#include <fmt/format.h>

#include "scheduler/random_numbers.hpp"

namespace heddle::checker {

using scheduler::random_at;
using scheduler::scale;

random_walk::random_walk(const strategy_options& options) : options_(options) {}

bool random_walk::next() {
  if (options_.executions != 0 && started_ == options_.executions) return false;
  const std::uint64_t index = options_.first + started_;
  key_ = random_at(random_at(options_.seed, 0), index);
  ++started_;
  return true;
}

scheduler::choice random_walk::pick(const scheduler::scheduling_point& point) {
  const std::uint64_t drawn = random_at(key_, point.step());
  const std::size_t tasks = point.enabled().size();
  const scheduler::task_index task =
      tasks == 1 ? point.enabled().first() : point.enabled().nth(scale(drawn, tasks));
  const std::uint32_t ways = point.count_ways(task);
  return {task, point.nth_way(task, ways == 1 ? 0 : scale(drawn >> 32, ways))};
}

coverage random_walk::covered() const {
  return {coverage_kind::sampled, {fmt::format("{} executions", finished_)}};
}

std::optional<double> random_walk::progress() const {
  if (options_.executions == 0) return std::nullopt;
  return static_cast<double>(finished_) / static_cast<double>(options_.executions);
}

}  // namespace heddle::checker
