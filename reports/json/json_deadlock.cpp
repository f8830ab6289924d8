#include "reports/json/json_deadlock.hpp"

#include <algorithm>

#include "reports/text/coffman.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::deadlock_shape;
using checker::waited_for;

std::string_view name_of(deadlock_shape shape) {
  switch (shape) {
    case deadlock_shape::cycle:
      return "cycle";
    case deadlock_shape::itself:
      return "itself";
    case deadlock_shape::closed_set:
      return "closed_set";
    case deadlock_shape::abandoned:
      return "abandoned";
    case deadlock_shape::nobody_left:
      return "nobody_left";
  }
  return "";
}

std::string_view name_of(waited_for what) {
  switch (what) {
    case waited_for::lock:
      return "lock";
    case waited_for::call:
      return "call";
    case waited_for::end_of_task:
      return "end_of_task";
    case waited_for::permits:
      return "permits";
    case waited_for::notification:
      return "notification";
    case waited_for::count_down:
      return "count_down";
    case waited_for::arrival:
      return "arrival";
    case waited_for::message:
      return "message";
    case waited_for::room:
      return "room";
    case waited_for::setting:
      return "setting";
  }
  return "";
}

json holding_json(const checker::finding& from, const blocked_task::holding& holding) {
  json one;
  one["object"] = name_at(from.execution.objects, holding.object);
  one["since"] = holding.since;
  add_line(one, holding.taken_at);
  return one;
}

json helper_json(const checker::finding& from, const checker::helper& helper) {
  json one;
  one["task"] = name_at(from.execution.tasks, helper.task);
  one["holds"] = helper.holds;
  one["ended"] = helper.ended;
  one["since"] = helper.since;
  add_line(one, helper.where);
  return one;
}

std::string_view name_of(checker::wakeup_fate fate) {
  switch (fate) {
    case checker::wakeup_fate::too_early:
      return "too_early";
    case checker::wakeup_fate::went_to_another:
      return "went_to_another";
    case checker::wakeup_fate::taken:
      return "taken";
    case checker::wakeup_fate::before_change:
      return "before_change";
  }
  return "";
}

json missed_json(const checker::finding& from, const checker::missed_wakeup& missed) {
  json one;
  one["fate"] = name_of(missed.fate);
  one["notifier"] = name_at(from.execution.tasks, missed.notifier);
  one["step"] = missed.step;
  add_line(one, missed.where);
  one["waits_since"] = missed.waits_since;
  one["other"] = name_at(from.execution.tasks, missed.other);
  if (missed.changed == scheduler::execution::none) return one;
  json change;
  change["object"] = name_at(from.execution.objects, missed.changed);
  change["step"] = missed.changed_at;
  add_line(change, missed.changed_where);
  one["change"] = std::move(change);
  return one;
}

json blocked_json(const checker::finding& from, const blocked_task& waiter) {
  json one;
  one["task"] = name_at(from.execution.tasks, waiter.task);
  one["waits_for"] = waiter.waits_for;
  one["bystander"] = waiter.bystander;
  add_line(one, waiter.waits_at);
  one["since"] = waiter.since;
  one["holds"] = json::array();
  for (const blocked_task::holding& holding : waiter.holds)
    one["holds"].push_back(holding_json(from, holding));
  one["what"] = name_of(waiter.what);
  one["object"] = name_at(from.execution.objects, waiter.object);
  one["capacity"] = waiter.capacity == 0 ? json(nullptr) : json(waiter.capacity);
  one["needs"] = checker::needs_all(waiter.what) ? "all" : "any";
  one["helpers"] = json::array();
  for (const checker::helper& helper : waiter.helpers)
    one["helpers"].push_back(helper_json(from, helper));
  if (waiter.missed) one["missed_wakeup"] = missed_json(from, *waiter.missed);
  return one;
}

json cycle_json(const checker::finding& from) {
  json links = json::array();
  for (const int place : facts_of(from).cycle) {
    const blocked_task& waiter = from.blocked[static_cast<std::size_t>(place)];
    links.push_back(json{{"task", name_at(from.execution.tasks, waiter.task)},
                         {"object", name_at(from.execution.objects, waiter.object)}});
  }
  return links;
}

json coffman_json(const checker::finding& from) {
  json conditions = json::array();
  for (const coffman_words& words : coffman_words_of(from)) {
    json one;
    one["condition"] = condition_json(words.condition);
    one["holds"] = words.holds;
    one["evidence"] = words.evidence;
    one["remedy"] = words.remedy.empty() ? json(nullptr) : json(words.remedy);
    conditions.push_back(std::move(one));
  }
  return conditions;
}

}  // namespace

std::string condition_json(checker::coffman condition) {
  std::string name{reports::name_of(condition)};
  std::ranges::replace(name, ' ', '_');
  return name;
}

json deadlock_json(const checker::finding& from) {
  json whole;
  if (from.deadlock) {
    whole["shape"] = name_of(facts_of(from).shape);
    whole["since"] = facts_of(from).since;
    whole["cycle"] = cycle_json(from);
  }
  whole["blocked"] = json::array();
  for (const blocked_task& waiter : from.blocked)
    whole["blocked"].push_back(blocked_json(from, waiter));
  if (from.deadlock) whole["coffman"] = coffman_json(from);
  return whole;
}

}  // namespace heddle::reports
