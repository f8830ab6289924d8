#include "checker/replay_schedule.hpp"

#include <fmt/format.h>

namespace heddle::checker {
namespace {

std::string name_of_task(const scheduler::execution& told, std::uint32_t task) {
  if (task < told.tasks.size()) return told.tasks[task].name;
  return fmt::format("task number {}, which does not exist", task + 1);
}

/// What the task was about to do when the execution ended there.
std::string about_to(const scheduler::execution& told, std::uint32_t task) {
  if (told.how != scheduler::ending::given_up || task >= told.tasks.size()) return {};
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

bool replay_schedule::fits(const decision& next, const scheduler::scheduling_point& point) {
  const auto task = static_cast<scheduler::task_index>(next.task);
  return next.task < scheduler::max_tasks && point.enabled().contains(task) &&
         next.way < point.count_ways(task);
}

scheduler::choice choice_without_switch(const scheduler::scheduling_point& point) {
  const bool stays =
      point.current() != scheduler::no_task && point.enabled().contains(point.current());
  const scheduler::task_index task = stays ? point.current() : point.enabled().first();
  return {task, point.nth_way(task, 0)};
}

scheduler::choice replay_schedule::follow(const scheduler::scheduling_point& point) {
  const decision& next = decisions_[followed_++];
  const auto task = static_cast<scheduler::task_index>(next.task);
  return {task, point.nth_way(task, next.way)};
}

scheduler::choice replay_schedule::pick(const scheduler::scheduling_point& point) {
  if (point.count_choices() == 1) {
    const scheduler::task_index only = point.enabled().first();
    return {only, point.nth_way(only, 0)};
  }
  if (followed_ < decisions_.size() && fits(decisions_[followed_], point)) return follow(point);
  note_misfit(point);
  if (mode_ == replay_mode::strict) return scheduler::give_up;
  if (mode_ == replay_mode::prefix) followed_ = decisions_.size();
  while (followed_ < decisions_.size() && !fits(decisions_[followed_], point)) ++followed_;
  return followed_ < decisions_.size() ? follow(point) : choice_without_switch(point);
}

void replay_schedule::note_misfit(const scheduler::scheduling_point& point) {
  if (misfit_.seen) return;
  misfit_.seen = true;
  misfit_.decision = followed_;
  misfit_.step = point.step();
  point.enabled().for_each([&](scheduler::task_index task) { misfit_.enabled.push_back(task); });
  if (followed_ == decisions_.size()) return;
  const auto wanted = static_cast<scheduler::task_index>(decisions_[followed_].task);
  if (decisions_[followed_].task < scheduler::max_tasks && point.enabled().contains(wanted))
    misfit_.ways = point.count_ways(wanted);
}

std::string replay_schedule::divergence(const scheduler::execution& told) const {
  if (misfit_.seen) return misfit_text(told);
  if (!diverged()) return {};
  return fmt::format("the execution ended after {} steps; the token has {} more decisions",
                     told.steps.size(), decisions_.size() - followed_);
}

std::string replay_schedule::misfit_text(const scheduler::execution& told) const {
  const std::string could = fmt::format("could go on: {}", names_of(told, misfit_.enabled));
  if (misfit_.decision == decisions_.size())
    return fmt::format("step {}: the token has no more decisions; {}", misfit_.step + 1, could);
  const decision& wanted = decisions_[misfit_.decision];
  const std::string who = name_of_task(told, wanted.task) + about_to(told, wanted.task);
  if (misfit_.ways > 0)
    return fmt::format("step {}: the token wants {} to go on in way {} of {}; {}", misfit_.step + 1,
                       who, wanted.way + 1, misfit_.ways, could);
  return fmt::format("step {}: the token wants {} to go on, which it cannot; {}", misfit_.step + 1,
                     who, could);
}

}  // namespace heddle::checker
