#include "checker/strategies/sampling.hpp"

#include <fmt/format.h>

namespace heddle::checker {

using scheduler::random_at;

std::optional<drawn_execution> sampling_strategy::drawn() const {
  return drawn_execution{.strategy = name(),
                         .depth = depth(),
                         .parameters = parameters(),
                         .seed = options_.seed,
                         .index = index_};
}

bool sampling_strategy::next() {
  if (options_.executions != 0 && started_ == options_.executions) return false;
  index_ = options_.first + started_;
  key_ = random_at(random_at(options_.seed, 0), index_);
  draws_ = 0;
  ++started_;
  begin();
  return true;
}

void sampling_strategy::finished(const scheduler::controlled_runtime& run) {
  ++finished_;
  ended(run);
}

scheduler::choice sampling_strategy::go_on_in_a_way(const scheduler::scheduling_point& point,
                                                    scheduler::task_index task,
                                                    std::uint64_t drawn) {
  const std::uint32_t ways = point.count_ways(task);
  return {task, point.nth_way(task, scheduler::scale(drawn >> 32, ways))};
}

coverage sampling_strategy::covered() const {
  return {coverage_kind::sampled, {fmt::format("{} executions", finished_)}};
}

std::optional<double> sampling_strategy::progress() const {
  if (options_.executions == 0) return std::nullopt;
  return static_cast<double>(finished_) / static_cast<double>(options_.executions);
}

}  // namespace heddle::checker
