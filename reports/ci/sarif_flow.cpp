#include "reports/ci/sarif_flow.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;

/// Which steps a code flow shows.
class shown_steps {
 public:
  shown_steps(const checker::finding& found, std::size_t most)
      : steps_(found.execution.steps), matters_(found.cone.steps.begin(), found.cone.steps.end()) {
    if (steps_.size() <= most) return;
    std::size_t left = most;
    from_ = static_cast<std::uint32_t>(steps_.size()) + 1;
    while (from_ > 1 && left > 0)
      if (notable(steps_[--from_ - 1])) --left;
    all_ = false;
  }

  [[nodiscard]] bool matters(const execution::step& step) const {
    return matters_.contains(step.number);
  }
  [[nodiscard]] bool shows(const execution::step& step) const {
    return all_ || (step.number >= from_ && notable(step));
  }
  [[nodiscard]] bool all() const { return all_; }
  /// Whether it is known which steps matter.
  [[nodiscard]] bool known() const { return !matters_.empty(); }

 private:
  [[nodiscard]] bool notable(const execution::step& step) const {
    return !known() || matters(step) || step.preempts;
  }

  const std::vector<execution::step>& steps_;
  std::set<std::uint32_t> matters_;
  std::uint32_t from_ = 1;
  bool all_ = true;
};

std::string_view importance_of(const execution::step& step, const shown_steps& shown) {
  if (!shown.known()) return "important";
  if (shown.matters(step)) return "essential";
  return step.preempts ? "important" : "unimportant";
}

/// SARIF's words for what a step does.
sarif_json kinds_of(operation_kind kind) {
  switch (kind) {
    case operation_kind::lock:
    case operation_kind::lock_shared:
      return sarif_json::array({"acquire", "lock"});
    case operation_kind::unlock:
    case operation_kind::unlock_shared:
      return sarif_json::array({"release", "lock"});
    case operation_kind::acquire:
      return sarif_json::array({"acquire", "resource"});
    case operation_kind::release:
      return sarif_json::array({"release", "resource"});
    default:
      return sarif_json::array();
  }
}

/// Writes the thread flows of one finding.
class flow_writer {
 public:
  flow_writer(const checker::finding& found, const sarif_options& options)
      : found_(found),
        told_(found.execution),
        options_(options),
        shown_(found, options.most_steps) {
    for (const execution::task& task : told_.tasks) {
      places_.push_back(task.started_at);
      steps_.push_back(sarif_json::array());
    }
    places_.push_back(found.where);  // the clock
    steps_.push_back(sarif_json::array());
  }

  sarif_json flow() {
    for (const execution::step& step : told_.steps) add_step(step);
    for (const checker::blocked_task& waiter : found_.blocked) add_wait(waiter);
    sarif_json flows = sarif_json::array();
    for (std::size_t task = 0; task < steps_.size(); ++task)
      if (!steps_[task].empty()) flows.push_back(thread_flow(task));
    if (flows.empty()) return nullptr;
    sarif_json flow;
    flow["message"] =
        sarif_message(shown_.all() ? counted(told_.steps.size(), "step")
                                   : fmt::format("{}, of which those are left out that "
                                                 "do not matter or are long past",
                                                 counted(told_.steps.size(), "step")));
    flow["threadFlows"] = std::move(flows);
    return flow;
  }

 private:
  /// The place of a task, the clock behind all tasks.
  [[nodiscard]] std::size_t lane_of(int task) const {
    return task == execution::none ? told_.tasks.size() : static_cast<std::size_t>(task);
  }

  /// A location for services that want a line for every step: if its own is not known, the last one
  /// of its task.
  sarif_json located(std::size_t lane, const scheduler::source_line& where, std::string text) {
    if (!sarif_place(where, options_).is_null())
      places_[lane] = where;
    else
      text += " (its line is not known)";
    return sarif_location(places_[lane], text, options_);
  }

  [[nodiscard]] std::string text_of(const execution::step& step) const {
    if (!step.preempts || step.number < 2) return step.text;
    const int before = told_.steps[step.number - 2].task;
    return fmt::format("{} (preempts {}, about to: {})", step.text, name_of_lane(lane_of(before)),
                       step.preempted);
  }

  void add_step(const execution::step& step) {
    const std::size_t lane = lane_of(step.task);
    sarif_json location = located(lane, step.where, text_of(step));
    if (!shown_.shows(step)) return;
    sarif_json one;
    one["location"] = std::move(location);
    if (sarif_json kinds = kinds_of(step.kind); !kinds.empty()) one["kinds"] = std::move(kinds);
    if (step.object != execution::none && !step.after.empty())
      one["state"][told_.objects[static_cast<std::size_t>(step.object)].name] =
          sarif_message(step.after);
    one["executionOrder"] = step.number;
    one["importance"] = importance_of(step, shown_);
    steps_[lane].push_back(std::move(one));
  }

  /// What a task waits for in the end: all of them at once.
  void add_wait(const checker::blocked_task& waiter) {
    const std::size_t lane = lane_of(waiter.task);
    sarif_json one;
    one["location"] = located(lane, waiter.waits_at, "waits for ever: " + waiter.waits_for);
    one["executionOrder"] = told_.steps.size() + 1;
    one["importance"] = waiter.bystander ? "unimportant" : "essential";
    steps_[lane].push_back(std::move(one));
  }

  [[nodiscard]] std::string name_of_lane(std::size_t lane) const {
    return lane == told_.tasks.size() ? "the clock" : told_.tasks[lane].name;
  }

  /// The identifiers of the thread flows of one code flow differ.
  std::string unique_name(std::size_t lane) {
    std::string name = name_of_lane(lane);
    for (int again = 2; !names_.insert(name).second; ++again)
      name = fmt::format("{} ({})", name_of_lane(lane), again);
    return name;
  }

  sarif_json thread_flow(std::size_t lane) {
    sarif_json flow;
    const std::string name = unique_name(lane);
    flow["id"] = name;
    flow["message"] = sarif_message(name);
    flow["locations"] = std::move(steps_[lane]);
    return flow;
  }

  const checker::finding& found_;
  const execution& told_;
  const sarif_options& options_;
  shown_steps shown_;
  std::vector<scheduler::source_line> places_;  ///< the last known line of each task
  std::vector<sarif_json> steps_;               ///< of each task
  std::set<std::string> names_;
};

}  // namespace

sarif_json sarif_code_flow(const checker::finding& found, const sarif_options& options) {
  return flow_writer{found, options}.flow();
}

}  // namespace heddle::reports
