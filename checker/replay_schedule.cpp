#include "checker/replay_schedule.hpp"

#include <fmt/format.h>

namespace heddle::checker {
namespace {

std::string name_of_task(const scheduler::execution& told, std::uint32_t task) {
  if (task < told.tasks.size()) return told.tasks[task].name;
  return fmt::format("task number {}, which does not exist", task + 1);
}

std::string about_to(const scheduler::execution& told, std::uint32_t task) {
  if (task >= told.tasks.size()) return {};
  const auto& who = told.tasks[task];
  if (who.finished) return " (which has ended)";
  return who.pending.empty() ? std::string() : fmt::format(" (about to: {})", who.pending);
}

std::string names_of(const scheduler::execution& told,
                     const std::vector<scheduler::task_index>& tasks) {
  std::string names;
  for (const auto task : tasks) {
    if (!names.empty()) names += ", ";
    names += name_of_task(told, task) + about_to(told, task);
  }
  return names;
}

}  // namespace

scheduler::choice replay_schedule::pick(const scheduler::scheduling_point& point) {
  if (point.count_choices() == 1) {
    const scheduler::task_index only = point.enabled().first();
    return {only, point.nth_way(only, 0)};
  }
  if (followed_ < decisions_.size()) {
    const decision& next = decisions_[followed_];
    const auto task = static_cast<scheduler::task_index>(next.task);
    if (next.task < scheduler::max_tasks && point.enabled().contains(task)) {
      ways_ = point.count_ways(task);
      if (next.way < ways_) {
        ++followed_;
        return {task, point.nth_way(task, next.way)};
      }
    }
  }
  misfit_ = true;
  step_ = point.step();
  point.enabled().for_each([&](scheduler::task_index task) { enabled_.push_back(task); });
  return scheduler::give_up;
}

std::string replay_schedule::divergence(const scheduler::execution& told) const {
  if (!diverged()) return {};
  if (!misfit_)
    return fmt::format("the execution ended after {} steps; the token has {} more decisions",
                       told.steps.size(), decisions_.size() - followed_);
  const std::string could = fmt::format("could go on: {}", names_of(told, enabled_));
  if (followed_ == decisions_.size())
    return fmt::format("step {}: the token has no more decisions; {}", step_ + 1, could);
  const decision& wanted = decisions_[followed_];
  const std::string who = name_of_task(told, wanted.task) + about_to(told, wanted.task);
  for (const auto task : enabled_)
    if (task == wanted.task)
      return fmt::format("step {}: the token wants {} to go on in way {} of {}; {}", step_ + 1, who,
                         wanted.way + 1, ways_, could);
  return fmt::format("step {}: the token wants {} to go on, which it cannot; {}", step_ + 1, who,
                     could);
}

}  // namespace heddle::checker
