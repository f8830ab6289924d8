#include "checker/strategies/pct.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scheduler/failure.hpp"
#include "scheduler/operation_table.hpp"

namespace heddle::checker {
namespace {

std::uint64_t steps_of(const std::string& parameters) {
  std::uint64_t steps = 0;
  const char* const end = parameters.data() + parameters.size();
  const auto [rest, error] = std::from_chars(parameters.data(), end, steps);
  if (error != std::errc{} || rest != end || steps > scheduler::max_events)
    throw scheduler::usage_error(fmt::format(
        "'{}' is no parameter of pct, which is a number of steps such as 120", parameters));
  return steps;
}

/// Whether the task of the last event may be about to spin: it yielded, or gave up what it tried.
bool may_spin(const scheduler::scheduling_point& point) {
  using scheduler::outcome;
  if (point.may_leave()) return true;
  if (point.events().empty()) return false;
  const scheduler::event& last = point.events().back();
  const bool tries =
      scheduler::may_wait(last.kind) || last.kind == scheduler::operation_kind::compare_exchange;
  return tries && (last.how == outcome::failed || last.how == outcome::timed_out ||
                   last.how == outcome::spurious);
}

}  // namespace

pct::pct(const strategy_options& options) : sampling_strategy(options) {
  if (options.depth == 0) throw scheduler::usage_error("the depth of pct is 1 or more");
  if (!options.parameters.empty()) steps_ = steps_of(options.parameters);
  change_points_.resize(options.depth - 1);
}

std::string pct::parameters() const { return steps_ == 0 ? "" : std::to_string(steps_); }

std::optional<depth_guarantee> pct::guarantee() const {
  if (guaranteed_ == 0 || beyond_theory_) return std::nullopt;
  return depth_guarantee{depth(), most_tasks_, steps_, guaranteed_};
}

void pct::begin() {
  priorities_.clear();
  step_ = 0;
  lowest_ = 0;
  for (std::uint64_t& point : change_points_)
    point = steps_ == 0 ? scheduler::max_events : scheduler::scale(draw(), steps_);
}

void pct::ended(const scheduler::controlled_runtime&) {
  longest_ = std::max(longest_, step_);
  most_tasks_ = std::max<std::uint64_t>(most_tasks_, priorities_.size());
  if (steps_ != 0) ++guaranteed_;
  if (!learns() || longest_ <= steps_) return;
  steps_ = longest_;
  guaranteed_ = 0;
}

void pct::meet_tasks(std::size_t count) {
  const auto least = static_cast<std::int64_t>(depth());
  while (priorities_.size() < count)
    priorities_.push_back(least + static_cast<std::int64_t>(draw() >> 2));
}

scheduler::task_index pct::highest(const scheduler::task_set& enabled) const {
  scheduler::task_index best = enabled.first();
  enabled.for_each([&](scheduler::task_index each) {
    if (priorities_[each] > priorities_[best]) best = each;
  });
  return best;
}

scheduler::task_index pct::choose(const scheduler::scheduling_point& point) {
  const scheduler::task_set& enabled = point.enabled();
  if (enabled.single()) return enabled.first();
  if (point.current() != scheduler::no_task && enabled.contains(point.current()) &&
      may_spin(point)) {
    beyond_theory_ = true;
    if (draw() % 2 == 0) priorities_[point.current()] = --lowest_;
  }
  scheduler::task_index best = highest(enabled);
  for (std::size_t change = 0; change < change_points_.size(); ++change) {
    if (change_points_[change] != step_) continue;
    priorities_[best] = static_cast<std::int64_t>(change) + 1;
    best = highest(enabled);
  }
  ++step_;
  return best;
}

scheduler::choice pct::pick(const scheduler::scheduling_point& point) {
  meet_tasks(point.state().tasks.size());
  const scheduler::task_index task = choose(point);
  if (point.count_ways(task) == 1) return go_on(point, task, 0);
  beyond_theory_ = true;
  return go_on(point, task, draw());
}

}  // namespace heddle::checker
