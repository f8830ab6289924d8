#include "checker/shrink/failing_schedule.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace heddle::checker {
namespace {

bool comes_first(const decision& left, const decision& right) {
  return std::tuple(left.task, left.way) < std::tuple(right.task, right.way);
}

}  // namespace

schedule_size size_of(const finished_run& run) {
  schedule_size size{run.preemptions, run.events.size(), 0};
  scheduler::task_index last = scheduler::no_task;
  for (const scheduler::event& done : run.events) {
    if (done.task == scheduler::no_task) continue;
    if (last != scheduler::no_task && done.task != last) ++size.switches;
    last = done.task;
  }
  return size;
}

bool take_if_smaller(failing_schedule& into, const finished_run& run) {
  if (std::tuple(run.preemptions, run.events.size()) >
      std::tuple(into.size.preemptions, into.size.events))
    return false;
  const schedule_size size = size_of(run);
  if (size > into.size) return false;
  token how{into.how.model, run.options, decisions_of(run), shape_of(run)};
  if (size == into.size &&
      !std::ranges::lexicographical_compare(how.decisions, into.how.decisions, comes_first))
    return false;
  into.how = std::move(how);
  into.size = size;
  return true;
}

}  // namespace heddle::checker
