#include "reports/html/stepping.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>

#include <fmt/format.h>

#include "reports/html/shared_state.hpp"
#include "reports/html/task_progress.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Files by number.
class file_table {
 public:
  int number_of(const std::string& file) {
    const auto number = std::ranges::find(files_, file) - files_.begin();
    if (number == std::ssize(files_)) files_.push_back(file);
    return static_cast<int>(number);
  }
  [[nodiscard]] json all() const { return files_; }

 private:
  std::vector<std::string> files_;
};

/// `[file, line, "bank.cpp:41"]`, or null.
json place_json(const scheduler::source_line& where, file_table& files) {
  if (!where.known()) return nullptr;
  return json::array({files.number_of(where.file), where.line, where.brief()});
}

/// Goes through an execution, and tells of each step what changes with it.
class step_teller {
 public:
  explicit step_teller(const page_view& from)
      : from_(from), state_(*from.told), progress_(*from.told) {
    const std::vector<std::uint32_t> conflicting = conflicting_steps(from);
    conflicting_.insert(conflicting.begin(), conflicting.end());
    if (from.about == nullptr) return;
    const checker::causal_cone& cone = from.about->cone;
    matters_.insert(cone.steps.begin(), cone.steps.end());
  }

  /// The place after step `number`; numbers ascend.
  json at(std::uint32_t number) {
    for (; done_ < number; ++done_) {
      state_.advance(from_.told->steps[done_]);
      progress_.advance();
    }
    json one;
    one["step"] = number;
    if (number > 0) tell_step(one, from_.told->steps[number - 1]);
    one["tasks"] = changed_tasks();
    one["objects"] = changed_objects();
    const json said = remarks_at(number);
    if (!said.empty()) one["notes"] = said;
    return one;
  }

  file_table files;

 private:
  void tell_step(json& to, const execution::step& step) {
    to["task"] = step.task;
    to["text"] = step.text;
    to["where"] = place_json(step.where, files);
    if (step.preempts) {
      to["preempts"] = step.preempted;
      to["preempted"] = step.number > 1 ? from_.told->steps[step.number - 2].task : execution::none;
    }
    if (step.object != execution::none) to["object"] = step.object;
    if (conflicting_.contains(step.number)) to["conflicts"] = true;
    if (matters_.contains(step.number)) to["matters"] = true;
  }

  json changed_tasks() {
    json changes = json::array();
    std::vector<task_place> now = progress_.now();
    for (std::size_t task = 0; task < now.size(); ++task) {
      if (task < places_.size() && places_[task] == now[task]) continue;
      changes.push_back(
          {task, name_of(now[task].doing), now[task].next, place_json(now[task].where, files)});
    }
    places_ = std::move(now);
    return changes;
  }

  json changed_objects() {
    json changes = json::array();
    const std::vector<std::string>& now = state_.texts();
    for (std::size_t object = 0; object < now.size(); ++object)
      if (object >= texts_.size() || texts_[object] != now[object])
        changes.push_back({object, now[object]});
    texts_ = now;
    return changes;
  }

  /// What is to be said when the step has been done, of notes, failures and closed circles.
  [[nodiscard]] json remarks_at(std::uint32_t number) const {
    json said = json::array();
    for (const execution::remark& one : from_.told->remarks)
      if (one.step == number) said.push_back({"note", one.text});
    for (const execution::problem& one : from_.told->problems)
      if (one.step == number) said.push_back({"failure", one.text});
    if (from_.about != nullptr && from_.about->deadlock && from_.about->deadlock->since == number)
      said.push_back({"failure", closing_text(*from_.about)});
    return said;
  }

  static std::string closing_text(const checker::finding& found) {
    const std::string cycle = cycle_text(found);
    return cycle.empty() ? "from here on nobody can free them: " + found.message
                         : "the circle is closed: " + cycle;
  }

  const page_view& from_;
  shared_state state_;
  task_progress progress_;
  std::set<std::uint32_t> conflicting_;
  std::set<std::uint32_t> matters_;
  std::uint32_t done_ = 0;
  std::vector<task_place> places_;
  std::vector<std::string> texts_;
};

template <class Named>
json names_of(const std::vector<Named>& all) {
  json names = json::array();
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

}  // namespace

std::string_view announcement_of(const execution::step& step) {
  using scheduler::operation_kind;
  static constexpr std::array with_result{
      operation_kind::read,   operation_kind::load,       operation_kind::read_modify_write,
      operation_kind::choose, operation_kind::notify_one, operation_kind::is_set};
  static constexpr std::array<std::string_view, 9> results{
      " timed out",          " failed",        ": nobody waits", ": it has changed already",
      ": runs the function", ": already done", ": closed",       ": not allowed",
      " for no reason"};
  const std::string_view text = step.text;
  for (const std::string_view result : results)
    if (text.ends_with(result)) return text.substr(0, text.size() - result.size());
  if (std::ranges::find(with_result, step.kind) == with_result.end()) return text;
  return text.substr(0, text.rfind(" -> "));
}

json stepping_json(const page_view& from) {
  step_teller teller{from};
  json whole;
  whole["last"] = from.told->steps.size();
  whole["open"] = opening_step(from);
  whole["tasks"] = names_of(from.told->tasks);
  whole["objects"] = names_of(from.told->objects);
  whole["files"] = nullptr;
  whole["steps"] = json::array({teller.at(0)});
  for (const std::uint32_t number : steps_shown(from)) whole["steps"].push_back(teller.at(number));
  whole["files"] = teller.files.all();
  return whole;
}

}  // namespace heddle::reports
