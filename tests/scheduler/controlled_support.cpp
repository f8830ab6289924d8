#include "tests/scheduler/controlled_support.hpp"

#include <algorithm>

namespace heddle::testing {

s::choice nth_choice(const s::scheduling_point& point, std::uint32_t rank) {
  s::choice chosen;
  point.enabled().for_each([&](s::task_index task) {
    if (chosen.task != s::no_task) return;
    const std::uint32_t ways = point.count_ways(task);
    if (rank < ways)
      chosen = {task, point.nth_way(task, rank)};
    else
      rank -= ways;
  });
  return chosen;
}

s::choice staying::pick(const s::scheduling_point& point) {
  const s::task_index current = point.current();
  const s::task_index task = current != s::no_task && point.enabled().contains(current)
                                 ? current
                                 : point.enabled().first();
  return {task, point.nth_way(task, 0)};
}

s::choice rotating::pick(const s::scheduling_point& point) {
  const s::task_index current = point.current();
  s::task_index task = s::no_task;
  point.enabled().for_each([&](s::task_index each) {
    if (task == s::no_task && current != s::no_task && each > current) task = each;
  });
  if (task == s::no_task) task = point.enabled().first();
  return {task, point.nth_way(task, 0)};
}

s::choice scripted::pick(const s::scheduling_point& point) {
  const s::task_index task = next_ < tasks_.size() ? tasks_[next_++] : point.enabled().first();
  if (!point.enabled().contains(task)) return {task, 0};
  return {task, point.nth_way(task, 0)};
}

repeating::repeating(std::span<const s::event> trace) : trace_(trace.begin(), trace.end()) {}

s::choice repeating::pick(const s::scheduling_point& point) {
  ++asked_;
  if (point.step() >= trace_.size()) return nth_choice(point, 0);
  return {trace_[point.step()].task, trace_[point.step()].chosen};
}

s::choice all_schedules::pick(const s::scheduling_point& point) {
  if (depth_ == path_.size()) path_.push_back({0, point.count_choices()});
  return nth_choice(point, path_[depth_++].taken);
}

bool all_schedules::advance() {
  path_.resize(depth_);
  depth_ = 0;
  while (!path_.empty() && path_.back().taken + 1 == path_.back().choices) path_.pop_back();
  if (path_.empty()) return false;
  ++path_.back().taken;
  return true;
}

std::string told(std::span<const s::event> events) {
  std::string text;
  for (const s::event& each : events) {
    if (!text.empty()) text += ' ';
    text += each.task == s::no_task ? std::string("clock") : std::to_string(each.task);
    text += ':';
    text += s::name_of(each.kind);
    if (each.how == s::outcome::failed) text += "(failed)";
    if (each.how == s::outcome::timed_out) text += "(timed out)";
    if (each.how == s::outcome::misuse) text += "(misuse)";
  }
  return text;
}

std::size_t count_of(std::span<const s::event> events, s::operation_kind kind) {
  return static_cast<std::size_t>(std::count_if(
      events.begin(), events.end(), [&](const s::event& each) { return each.kind == kind; }));
}

}  // namespace heddle::testing
