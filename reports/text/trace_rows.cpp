#include "reports/text/trace_rows.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

constexpr std::uint32_t no_end = std::numeric_limits<std::uint32_t>::max();

bool only_starts_and_joins(operation_kind kind) {
  return kind == operation_kind::spawn || kind == operation_kind::join ||
         kind == operation_kind::destroy;
}

/// Who holds or awaits what is told by the steps themselves; these states are shown only if no
/// other state changes.
bool told_by_its_steps(object_kind kind) {
  switch (kind) {
    case object_kind::mutex:
    case object_kind::recursive_mutex:
    case object_kind::shared_mutex:
    case object_kind::condition_variable:
    case object_kind::once:
      return true;
    default:
      return false;
  }
}

std::string_view word_for(scheduler::failure_kind kind) {
  switch (kind) {
    case scheduler::failure_kind::check:
      return "check fails";
    case scheduler::failure_kind::exception:
      return "exception";
    case scheduler::failure_kind::misuse:
      return "misuse";
    case scheduler::failure_kind::nondeterminism:
      return "nondeterminism";
  }
  return "";
}

std::string line_of(const scheduler::source_line& where) {
  return where.known() ? printable(where.brief()) : "";
}

/// Turns one execution into rows, step by step.
class row_selection {
 public:
  row_selection(const execution& from, const checker::finding* about, bool everything)
      : from_(from), about_(about), everything_(everything) {}

  trace_rows select() {
    find_end();
    find_hidden_tasks();
    find_bystanders();
    find_changing_objects();
    add_incidents(0);
    for (std::size_t i = 0; i < from_.steps.size() && from_.steps[i].number <= end_; ++i) add(i);
    if (end_ == no_end) add_waiting();
    chosen_.mixed = any_step(true) && any_step(false);
    return std::move(chosen_);
  }

 private:
  const execution::object& object(int place) const {
    return from_.objects[static_cast<std::size_t>(place)];
  }
  const std::string& task_name(int place) const {
    return from_.tasks[static_cast<std::size_t>(place)].name;
  }
  bool is_hidden(int task) const {
    return std::ranges::count(chosen_.hidden_tasks, task) != 0 ||
           std::ranges::count(chosen_.bystanders, task) != 0;
  }
  bool matters(const execution::step& step) const {
    return about_ != nullptr && std::ranges::binary_search(about_->cone.steps, step.number);
  }
  bool any_step(bool that_matters) const {
    return std::ranges::any_of(chosen_.rows, [&](const trace_row& row) {
      return row.what == trace_row::sort::step && row.matters == that_matters;
    });
  }
  bool is_hidden(const execution::step& step) const {
    if (everything_) return false;
    return is_hidden(step.task) ||
           (step.kind == operation_kind::destroy && step.how != scheduler::outcome::misuse);
  }

  /// The finding's own problem, or the second access of a race, is the last thing to tell.
  void find_end() {
    if (everything_ || about_ == nullptr) return;
    for (const execution::problem& problem : from_.problems)
      if (problem.task == about_->task && problem.where == about_->where) end_ = problem.step;
    if (about_->race) end_ = about_->race->later.step;
    for (const execution::step& step : from_.steps)
      chosen_.steps_after += step.number > end_ ? 1 : 0;
  }

  /// Whether all that `task` does is to start tasks and to wait for their end.
  bool is_idle(int task) const {
    const execution::step* before = nullptr;
    for (const execution::step& step : from_.steps) {
      if (step.task == task && step.number <= end_ && !only_starts_and_joins(step.kind))
        return false;
      if (step.preempts && before != nullptr && before->task == task) return false;
      before = &step;
    }
    const auto concerns = [&](const auto& incident) {
      return incident.task == task && incident.step <= end_;
    };
    return std::ranges::none_of(from_.problems, concerns) &&
           std::ranges::none_of(from_.remarks, concerns);
  }

  void find_hidden_tasks() {
    if (everything_) return;
    std::vector<int> idle;
    for (int task = 0; task < static_cast<int>(from_.tasks.size()); ++task)
      if (is_idle(task) && has_steps(task)) idle.push_back(task);
    const bool others = std::ranges::any_of(from_.steps, [&](const execution::step& step) {
      return step.task != execution::none && std::ranges::count(idle, step.task) == 0;
    });
    if (others) chosen_.hidden_tasks = std::move(idle);
  }

  /// Tasks that do something, but nothing that matters; their own notes are worth telling, though.
  void find_bystanders() {
    if (everything_ || about_ == nullptr || !about_->cone.known()) return;
    std::vector<std::size_t> steps(from_.tasks.size());
    std::vector<bool> shown(from_.tasks.size());
    for (const execution::step& step : from_.steps) {
      if (step.task == execution::none || step.number > end_) continue;
      ++steps[static_cast<std::size_t>(step.task)];
      if (matters(step)) shown[static_cast<std::size_t>(step.task)] = true;
    }
    const auto show = [&](const auto& one) {
      if (one.task != execution::none) shown[static_cast<std::size_t>(one.task)] = true;
    };
    for (const execution::remark& one : from_.remarks)
      if (one.step <= end_) show(one);
    for (const execution::problem& one : from_.problems)
      if (one.step <= end_) show(one);
    for (const checker::blocked_task& one : about_->blocked)
      if (!one.bystander) show(one);
    for (std::size_t task = 0; task < shown.size(); ++task) {
      if (shown[task] || steps[task] == 0 || is_hidden(static_cast<int>(task))) continue;
      chosen_.bystanders.push_back(static_cast<int>(task));
      chosen_.bystander_steps += steps[task];
    }
  }

  bool has_steps(int task) const {
    return std::ranges::any_of(from_.steps, [&](const execution::step& step) {
      return step.task == task && step.number <= end_;
    });
  }

  void find_changing_objects() {
    for (const bool all : {false, true}) {
      for (const execution::step& step : from_.steps)
        if (step.number <= end_ && step.object != execution::none && step.before != step.after &&
            !is_hidden(step) && (all || !told_by_its_steps(object(step.object).kind)) &&
            std::ranges::count(changing_, step.object) == 0)
          changing_.push_back(step.object);
      chosen_.state_is_repetition = all;
      if (!changing_.empty()) break;
    }
    if (changing_.size() == 1) only_value_ = printable(object(changing_.front()).initial);
    if (!changing_.empty())
      chosen_.state_heading =
          changing_.size() == 1 ? printable(object(changing_.front()).name) : "state";
  }

  /// What to say about the shared state after `step`.
  std::string state_after(const execution::step& step) {
    const bool changes = step.object != execution::none && step.before != step.after &&
                         std::ranges::count(changing_, step.object) != 0;
    if (changing_.size() == 1) {
      if (changes) only_value_ = printable(step.after);
      return only_value_;
    }
    if (!changes) return "";
    const execution::object& changed = object(step.object);
    const bool is_value =
        changed.kind == object_kind::variable || changed.kind == object_kind::atomic;
    return printable(fmt::format("{}{}{}", changed.name, is_value ? " = " : ": ", step.after));
  }

  void add(std::size_t place) {
    const execution::step& step = from_.steps[place];
    const std::string state = state_after(step);
    if (about_ != nullptr && about_->endless && about_->endless->first == step.number)
      add_repetition(step.number - 1);
    if (!is_hidden(step)) {
      if (step.preempts && place > 0 && !is_hidden(from_.steps[place - 1].task))
        add_preemption(from_.steps[place - 1].task, step);
      if (!joins_last_row(place)) add_step(step, state);
      ++chosen_.steps_shown;
    }
    add_incidents(step.number);
  }

  void add_step(const execution::step& step, const std::string& state) {
    trace_row row;
    row.first = row.last = step.number;
    row.task = step.task;
    row.text = printable(step.text);
    row.state = state;
    row.where = line_of(step.where);
    row.steps = 1;
    row.matters = matters(step);
    chosen_.rows.push_back(std::move(row));
  }

  /// Starts and joins in a row by one task are told as one; true if the step became part of the
  /// last row.
  bool joins_last_row(std::size_t place) {
    if (everything_ || place == 0 || chosen_.rows.empty()) return false;
    const execution::step& step = from_.steps[place];
    const execution::step& before = from_.steps[place - 1];
    trace_row& last = chosen_.rows.back();
    const bool same = step.kind == before.kind && step.task == before.task && !step.preempts &&
                      step.how == before.how && step.how == scheduler::outcome::done;
    const bool kind = step.kind == operation_kind::spawn || step.kind == operation_kind::join;
    if (matters(step) != last.matters) return false;
    if (!same || !kind || last.what != trace_row::sort::step ||
        step.other_task == execution::none || before.other_task == execution::none)
      return false;
    last.text += ", " + printable(task_name(step.other_task));
    last.last = step.number;
    ++last.steps;
    return true;
  }

  /// From here on an endless execution repeats.
  void add_repetition(std::uint32_t after) {
    trace_row row;
    row.what = trace_row::sort::repetition;
    row.first = row.last = after;
    chosen_.rows.push_back(std::move(row));
  }

  void add_preemption(int task, const execution::step& by) {
    trace_row row;
    row.matters = about_ != nullptr && std::ranges::count(about_->cone.preemptions, by.number) != 0;
    row.what = trace_row::sort::preemption;
    row.first = row.last = by.number - 1;
    row.task = task;
    row.text = printable(by.preempted);
    chosen_.rows.push_back(std::move(row));
  }

  /// What went wrong, or was remarked, when `step` steps had been done.
  void add_incidents(std::uint32_t step) {
    for (const execution::remark& remark : from_.remarks)
      if (remark.step == step)
        add_incident(trace_row::sort::note, remark.task, step, remark.text, remark.where);
    for (const execution::problem& problem : from_.problems)
      if (problem.step == step)
        add_incident(trace_row::sort::problem, problem.task, step,
                     fmt::format("{}: {}", word_for(problem.kind), problem.text), problem.where);
  }

  void add_incident(trace_row::sort what, int task, std::uint32_t step, std::string_view text,
                    const scheduler::source_line& where) {
    trace_row row;
    row.what = what;
    row.first = row.last = step;
    row.task = task;
    row.text = printable(text);
    row.where = line_of(where);
    chosen_.rows.push_back(std::move(row));
  }

  void add_waiting() {
    if (from_.how != scheduler::ending::stuck) return;
    for (int task = 0; task < static_cast<int>(from_.tasks.size()); ++task) {
      const execution::task& waiter = from_.tasks[static_cast<std::size_t>(task)];
      if (!waiter.finished && !waiter.pending.empty() && !is_hidden(task))
        add_incident(trace_row::sort::waiting, task, static_cast<std::uint32_t>(from_.steps.size()),
                     waiter.pending, waiter.pending_at);
    }
  }

  const execution& from_;
  const checker::finding* about_;
  bool everything_;
  trace_rows chosen_;
  /// The last step to tell.
  std::uint32_t end_ = no_end;
  /// Objects whose states are shown, by first change.
  std::vector<int> changing_;
  /// If only one object's state is shown: what it is now.
  std::string only_value_;
};

}  // namespace

trace_rows select_rows(const execution& from, const checker::finding* about, bool everything) {
  return row_selection{from, about, everything}.select();
}

}  // namespace heddle::reports
