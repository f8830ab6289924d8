#include "reports/trace_rows.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "reports/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

/// More rows than `rows_kept_whole` are folded to the first and last ones.
constexpr std::size_t rows_kept_whole = 48;
constexpr std::size_t rows_kept_first = 12;
constexpr std::size_t rows_kept_last = 28;

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

std::string line_of(const scheduler::source_line& where) { return printable(where.brief()); }

/// Turns one execution into rows, step by step.
class row_selection {
 public:
  row_selection(const execution& from, const checker::finding* about, bool everything)
      : from_(from), about_(about), everything_(everything) {}

  trace_rows select() {
    find_end();
    find_hidden_tasks();
    find_changing_objects();
    add_incidents(0);
    for (std::size_t i = 0; i < from_.steps.size() && from_.steps[i].number <= end_; ++i) add(i);
    if (end_ == no_end) add_waiting();
    fold_middle();
    return std::move(chosen_);
  }

 private:
  const execution::object& object(int place) const {
    return from_.objects[static_cast<std::size_t>(place)];
  }
  const std::string& task_name(int place) const {
    return from_.tasks[static_cast<std::size_t>(place)].name;
  }
  bool is_hidden(int task) const { return std::ranges::count(chosen_.hidden_tasks, task) != 0; }
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
    const auto concerns = [task](const auto& incident) { return incident.task == task; };
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
  bool has_steps(int task) const {
    return std::ranges::any_of(from_.steps,
                               [task](const execution::step& step) { return step.task == task; });
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
    if (!is_hidden(step)) {
      if (step.preempts && place > 0 && !is_hidden(from_.steps[place - 1].task))
        add_preemption(from_.steps[place - 1].task, step.preempted);
      if (!joins_last_row(place)) add_step(step, state);
      ++chosen_.steps_shown;
    }
    add_incidents(step.number);
  }

  void add_step(const execution::step& step, const std::string& state) {
    trace_row row;
    row.step = std::to_string(step.number);
    row.task = step.task;
    row.text = printable(step.text);
    row.state = state;
    row.where = line_of(step.where);
    row.steps = 1;
    chosen_.rows.push_back(std::move(row));
    first_of_row_ = step.number;
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
    if (!same || !kind || last.what != trace_row::sort::step ||
        step.other_task == execution::none || before.other_task == execution::none)
      return false;
    last.text += ", " + printable(task_name(step.other_task));
    last.step = fmt::format("{}-{}", first_of_row_, step.number);
    ++last.steps;
    return true;
  }

  void add_preemption(int task, std::string_view about_to) {
    trace_row row;
    row.what = trace_row::sort::preemption;
    row.task = task;
    row.text = about_to.empty()
                   ? "--- preempted ---"
                   : fmt::format("--- preempted, about to: {} ---", printable(about_to));
    chosen_.rows.push_back(std::move(row));
  }

  /// What went wrong, or was remarked, when `step` steps had been done.
  void add_incidents(std::uint32_t step) {
    for (const execution::remark& remark : from_.remarks)
      if (remark.step == step)
        add_incident(trace_row::sort::note, remark.task, "note: " + remark.text, remark.where);
    for (const execution::problem& problem : from_.problems)
      if (problem.step == step)
        add_incident(trace_row::sort::problem, problem.task,
                     fmt::format("!!! {}: {}", word_for(problem.kind), problem.text),
                     problem.where);
  }

  void add_incident(trace_row::sort what, int task, std::string_view text,
                    const scheduler::source_line& where) {
    trace_row row;
    row.what = what;
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
        add_incident(trace_row::sort::waiting, task,
                     fmt::format("--- waits for ever: {} ---", waiter.pending), waiter.pending_at);
    }
  }

  void fold_middle() {
    std::vector<trace_row>& rows = chosen_.rows;
    if (everything_ || rows.size() <= rows_kept_whole) return;
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(rows_kept_first);
    const auto last = rows.end() - static_cast<std::ptrdiff_t>(rows_kept_last);
    trace_row fold;
    fold.what = trace_row::sort::fold;
    std::size_t preemptions = 0;
    std::size_t left_out = 0;
    for (auto row = first; row != last; ++row) {
      left_out += row->steps;
      preemptions += row->what == trace_row::sort::preemption ? 1 : 0;
    }
    chosen_.steps_shown -= left_out;
    chosen_.folded = true;
    fold.text = fmt::format("... {} with {} left out ...", counted(left_out, "step"),
                            counted(preemptions, "preemption"));
    *first = std::move(fold);
    rows.erase(first + 1, last);
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
  /// The first step of the last row.
  std::uint32_t first_of_row_ = 0;
};

}  // namespace

trace_rows select_rows(const execution& from, const checker::finding* about, bool everything) {
  return row_selection{from, about, everything}.select();
}

}  // namespace heddle::reports
