#include "checker/lock_order/direction.hpp"

#include <algorithm>
#include <iterator>

#include "checker/lock_order/directed_schedule.hpp"
#include "checker/strategy.hpp"

namespace heddle::checker {

namespace {

bool is_open(const settled_prediction& one) { return one.status == lock_order_status::potential; }

bool is_deadlock(const symptom& one) {
  return one.kind == finding_kind::deadlock || one.kind == finding_kind::partial_deadlock;
}

/// Whether the execution was cut short, so that a search with it is not complete.
bool was_cut(const scheduler::controlled_runtime& run) {
  const bool beyond_limits = std::ranges::any_of(run.failures(), [](const auto& one) {
    return one.what >= scheduler::misuse::too_many_tasks;
  });
  return beyond_limits || run.how() == scheduler::ending::truncated || run.steps_reached() ||
         run.spin_rounds_followed() > 0 ||
         (run.clock_read() && run.options().time == scheduler::time_mode::any);
}

bool counts_as_execution(scheduler::ending how) {
  return how == scheduler::ending::completed || how == scheduler::ending::stuck;
}

}  // namespace

void direction::run(std::span<settled_prediction> all, bool may_search, const listener& found) {
  if (budget_.executions == 0) return;
  for (settled_prediction& each : all)
    if (is_open(each)) direct(each, all, found);
  if (may_search && std::ranges::any_of(all, is_open)) search(all, found);
}

bool direction::may_go_on(const trials& runs) const {
  return runs.may_go_on() &&
         (interrupted_ == nullptr || !interrupted_->load(std::memory_order_relaxed));
}

void direction::direct(settled_prediction& towards, std::span<settled_prediction> all,
                       const listener& found) {
  trials runs(body_, options_, {true, budget_.executions, budget_.events});
  while (is_open(towards) && may_go_on(runs)) {
    directed_schedule schedule(towards.what, towards.directed++);
    runs.run(schedule);
    judge(runs, all, found);
  }
}

void direction::search(std::span<settled_prediction> all, const listener& found) {
  const auto how = make_strategy("dpor", {});
  trials runs(body_, options_,
              {true, budget_.executions * budget_.times_for_complete, budget_.events},
              how->places());
  std::uint64_t executions = 0;
  bool complete = true;
  lock_predictions seen(std::string_view{});
  while (complete && std::ranges::any_of(all, is_open) && how->next()) {
    if (!may_go_on(runs)) return;
    runs.run(*how, how->repeated_events());
    how->finished(runs.runtime());
    if (how->begins_again()) executions = 0;
    if (counts_as_execution(runs.runtime().how())) ++executions;
    complete = !was_cut(runs.runtime());
    seen.look(runs.last());
    judge(runs, all, found);
  }
  if (!complete || how->covered().kind != coverage_kind::complete) return;
  for (settled_prediction& each : all) {
    if (!is_open(each) || seen.has_happened_beside_failure(each.what.key)) continue;
    each.status = lock_order_status::refuted;
    each.executions = executions;
  }
}

/// Confirms what the last execution shows.
void direction::judge(trials& runs, std::span<settled_prediction> all, const listener& found) {
  const finished_run run = runs.last();
  if (run.stuck.size() < 2 || !run.failures.empty()) return;
  requests_.find(run);
  const std::vector<std::uint64_t> keys = closed_cycles(run, requests_);
  if (keys.empty()) return;
  deadlocks_.clear();
  std::ranges::copy_if(runs.look(), std::back_inserter(deadlocks_), is_deadlock);
  if (deadlocks_.empty()) return;
  bool any = false;
  for (settled_prediction& each : all) {
    if (!is_open(each) || std::ranges::count(keys, each.what.key) == 0) continue;
    each.status = lock_order_status::confirmed;
    any = true;
  }
  if (any) found(deadlocks_, run);
}

}  // namespace heddle::checker
