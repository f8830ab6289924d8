#include "checker/strategies/dfs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::checker {

using scheduler::choice;
using scheduler::scheduling_point;
using scheduler::task_index;

std::string text_of(const schedule_bound& bound, std::uint32_t reached) {
  const bool one = reached == 1;
  if (bound.what == bounded_by::preemptions)
    return fmt::format("at most {} preemption{}", reached, one ? "" : "s");
  return fmt::format("at most {} delay{}", reached, one ? "" : "s");
}

bool dfs::next() {
  depth_ = 0;
  if (!started_) return started_ = true;
  while (!path_.empty() && path_.back().number + 1 == path_.back().choices) path_.pop_back();
  if (path_.empty()) {
    if (raise_bound()) return true;
    exhausted_ = true;
    return false;
  }
  ++path_.back().number;
  fixed_ = path_.size();
  depth_ = fixed_ - 1;
  repeated_ = path_.back().step;
  return true;
}

/// Begins again with a bound that is higher by one, unless nothing was left out.
bool dfs::raise_bound() {
  if (!bound_ || !cut_ || limit_ >= bound_->to) return false;
  ++limit_;
  cut_ = false;
  fixed_ = 0;
  repeated_ = 0;
  return true;
}

choice dfs::pick(const scheduling_point& point) {
  return depth_ < fixed_ ? follow(point) : extend(point);
}

choice dfs::follow(const scheduling_point& point) {
  branch& here = path_[depth_];
  if (here.step != point.step()) {
    list_tasks(point, spent_on_path());
    return nth_option(point, 0).what;
  }
  ++depth_;
  if (depth_ == fixed_) {
    list_tasks(point, here.spent);
    const option chosen = nth_option(point, here.number);
    here.taken = chosen.what;
    here.cost = chosen.cost;
    repeats_ = bound_ && limit_ > bound_->from && here.spent + here.cost < limit_;
  }
  return here.taken;
}

choice dfs::extend(const scheduling_point& point) {
  const std::uint32_t spent = spent_on_path();
  const std::uint32_t choices = list_tasks(point, spent);
  const option first = nth_option(point, 0);
  if (choices > 1) {
    path_.push_back({point.step(), first.what, 0, choices, spent, first.cost});
    ++depth_;
  }
  repeats_ = bound_ && limit_ > bound_->from && spent + first.cost < limit_;
  return first.what;
}

/// What the choices made so far in this execution have cost.
std::uint32_t dfs::spent_on_path() const {
  return depth_ == 0 ? 0 : path_[depth_ - 1].spent + path_[depth_ - 1].cost;
}

/// Finds the tasks that may go on, and returns in how many ways in all.
std::uint32_t dfs::list_tasks(const scheduling_point& point, std::uint32_t spent) {
  candidates_.clear();
  const std::uint32_t left = bound_ ? limit_ - std::min(limit_, spent) : 0xffff'ffff;
  if (bound_ && bound_->what == bounded_by::delays)
    list_by_delays(point, left);
  else
    list_by_preemptions(point, left);
  std::uint32_t choices = 0;
  for (const candidate& each : candidates_) choices += point.count_ways(each.task);
  return choices;
}

/// The current task, then the others by index.
void dfs::list_by_preemptions(const scheduling_point& point, std::uint32_t left) {
  const task_index current = point.current();
  if (current != scheduler::no_task && point.enabled().contains(current))
    candidates_.push_back({current, 0});
  point.enabled().for_each([&](task_index task) {
    if (task == current) return;
    const std::uint32_t cost = point.preempts(task) ? 1 : 0;
    if (cost > left)
      cut_ = true;
    else
      candidates_.push_back({task, cost});
  });
}

/// From the current task on, around; a task that offers to wait comes last.
void dfs::list_by_delays(const scheduling_point& point, std::uint32_t left) {
  const task_index current = point.current();
  const bool stays = current != scheduler::no_task && !point.may_leave();
  std::uint32_t cost = 0;
  const auto add = [&](task_index task) {
    if (cost > left)
      cut_ = true;
    else
      candidates_.push_back({task, cost});
    ++cost;
  };
  const auto is_before = [&](task_index task) {
    return current != scheduler::no_task && (stays ? task < current : task <= current);
  };
  point.enabled().for_each([&](task_index task) {
    if (!is_before(task)) add(task);
  });
  point.enabled().for_each([&](task_index task) {
    if (is_before(task)) add(task);
  });
}

/// The way with `rank` before it, of all ways of the candidates. The runtime tells as a divergence
/// what a model that is not deterministic does not offer again.
dfs::option dfs::nth_option(const scheduling_point& point, std::uint32_t rank) const {
  for (const candidate& each : candidates_) {
    const std::uint32_t ways = point.count_ways(each.task);
    if (rank < ways) return {{each.task, point.nth_way(each.task, rank)}, each.cost};
    rank -= ways;
  }
  return {{scheduler::max_tasks, 0}, 0};
}

coverage dfs::covered() const {
  if (!exhausted_) return {coverage_kind::interrupted, {}};
  if (!cut_ || !bound_) return {coverage_kind::complete, {}};
  return {coverage_kind::bounded, {text_of(*bound_, limit_)}};
}

std::optional<double> dfs::progress() const {
  double done = exhausted_ ? 1 : 0;
  double weight = 1;
  for (const branch& here : path_) {
    weight /= here.choices;
    done += weight * here.number;
  }
  return done;
}

}  // namespace heddle::checker
