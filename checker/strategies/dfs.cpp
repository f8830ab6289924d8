#include "checker/strategies/dfs.hpp"

namespace heddle::checker {
namespace {

using scheduler::choice;
using scheduler::scheduling_point;
using scheduler::task_index;

/// No task has this place: the answer where a model that is not deterministic offers less than it
/// did before. The runtime tells it as a divergence.
constexpr choice not_offered{scheduler::max_tasks, 0};

/// The choice with `rank` before it, in the order of the search.
choice nth_choice(const scheduling_point& point, std::uint32_t rank) {
  const task_index current = point.current();
  choice found = not_offered;
  const auto take_from = [&](task_index task) {
    if (found != not_offered) return;
    const std::uint32_t ways = point.count_ways(task);
    if (rank < ways)
      found = {task, point.nth_way(task, rank)};
    else
      rank -= ways;
  };
  if (current != scheduler::no_task && point.enabled().contains(current)) take_from(current);
  point.enabled().for_each([&](task_index task) {
    if (task != current) take_from(task);
  });
  return found;
}

}  // namespace

bool dfs::next() {
  depth_ = 0;
  if (!started_) return started_ = true;
  while (!path_.empty() && path_.back().number + 1 == path_.back().choices) path_.pop_back();
  if (path_.empty()) {
    exhausted_ = true;
    return false;
  }
  ++path_.back().number;
  fixed_ = path_.size();
  repeated_ = path_.back().step;
  return true;
}

choice dfs::pick(const scheduling_point& point) {
  return depth_ < fixed_ ? follow(point) : extend(point);
}

choice dfs::follow(const scheduling_point& point) {
  branch& here = path_[depth_];
  if (here.step != point.step()) return nth_choice(point, 0);
  ++depth_;
  if (depth_ == fixed_) here.taken = nth_choice(point, here.number);
  return here.taken;
}

choice dfs::extend(const scheduling_point& point) {
  const choice first = nth_choice(point, 0);
  if (const std::uint32_t choices = point.count_choices(); choices > 1) {
    path_.push_back({point.step(), first, 0, choices});
    ++depth_;
  }
  return first;
}

coverage dfs::covered() const {
  return {exhausted_ ? coverage_kind::complete : coverage_kind::interrupted, {}};
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
