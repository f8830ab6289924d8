#include "reports/html/task_progress.hpp"

#include <algorithm>

#include "reports/html/stepping.hpp"

namespace heddle::reports {

using scheduler::execution;

std::string_view name_of(task_doing doing) {
  switch (doing) {
    case task_doing::not_started:
      return "not started";
    case task_doing::ready:
      return "ready";
    case task_doing::waits:
      return "waits";
    case task_doing::stuck:
      return "stuck";
    case task_doing::stopped:
      return "stopped";
    case task_doing::ended:
      return "ended";
  }
  return "";
}

task_progress::task_progress(const execution& told)
    : told_(told), steps_(told.tasks.size()), own_(told.tasks.size()) {
  for (const execution::task& one : told.tasks) started_.push_back(one.parent == execution::none);
  for (std::size_t place = 0; place < told.steps.size(); ++place)
    if (const int task = told.steps[place].task; task != execution::none)
      steps_[static_cast<std::size_t>(task)].push_back(place);
}

void task_progress::advance() {
  const execution::step& step = told_.steps[done_++];
  if (step.task != execution::none) ++own_[static_cast<std::size_t>(step.task)];
  if (step.kind == scheduler::operation_kind::spawn && step.other_task != execution::none)
    started_[static_cast<std::size_t>(step.other_task)] = true;
}

std::vector<task_place> task_progress::now() const {
  std::vector<task_place> all;
  all.reserve(told_.tasks.size());
  for (std::size_t task = 0; task < told_.tasks.size(); ++task) all.push_back(place_of(task));
  return all;
}

const execution::step* task_progress::next_of(std::size_t task) const {
  return own_[task] < steps_[task].size() ? &told_.steps[steps_[task][own_[task]]] : nullptr;
}

task_place task_progress::place_of(std::size_t task) const {
  task_place place;
  place.doing = doing_of(task);
  if (place.doing == task_doing::not_started || place.doing == task_doing::ended) return place;
  if (const execution::step* next = next_of(task)) {
    place.next = announcement_of(*next);
    place.where = next->where;
  } else {
    place.next = told_.tasks[task].pending;
    place.where = told_.tasks[task].pending_at;
  }
  return place;
}

/// Who could go on at a moment is known of the moments before steps; not of all records.
task_doing task_progress::doing_of(std::size_t task) const {
  if (!started_[task] && own_[task] == 0) return task_doing::not_started;
  if (done_ == told_.steps.size()) return at_end(task);
  const std::vector<int>& enabled = told_.steps[done_].enabled;
  if (enabled.empty()) return task_doing::ready;
  if (std::ranges::find(enabled, static_cast<int>(task)) != enabled.end()) return task_doing::ready;
  if (next_of(task) != nullptr) return task_doing::waits;
  return told_.tasks[task].pending.empty() ? task_doing::ended : task_doing::waits;
}

task_doing task_progress::at_end(std::size_t task) const {
  const execution::task& told = told_.tasks[task];
  if (told.finished || told.pending.empty()) return task_doing::ended;
  return told_.how == scheduler::ending::stuck ? task_doing::stuck : task_doing::stopped;
}

}  // namespace heddle::reports
