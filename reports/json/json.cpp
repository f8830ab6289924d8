#include "reports/json/json.hpp"

#include <nlohmann/json.hpp>

#include "reports/json/json_deadlock.hpp"
#include "reports/json/json_evidence.hpp"
#include "reports/json/json_lock_order.hpp"
#include "reports/json/json_parts.hpp"
#include "reports/text/cause.hpp"
#include "reports/text/crash.hpp"
#include "reports/text/divergence.hpp"
#include "reports/text/misuse.hpp"
#include "reports/text/sample.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

std::string text_of(const json& whole) {
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string_view name_of(scheduler::outcome how) {
  switch (how) {
    case scheduler::outcome::done:
      return "done";
    case scheduler::outcome::failed:
      return "failed";
    case scheduler::outcome::timed_out:
      return "timed_out";
    case scheduler::outcome::spurious:
      return "spurious";
    case scheduler::outcome::last:
      return "last";
    case scheduler::outcome::misuse:
      return "misuse";
  }
  return "";
}

json step_json(const execution& from, const execution::step& step) {
  json one;
  one["step"] = step.number;
  one["task"] = name_at(from.tasks, step.task);
  one["kind"] = scheduler::name_of(step.kind);
  one["outcome"] = name_of(step.how);
  one["text"] = step.text;
  one["object"] =
      step.kind == scheduler::operation_kind::spawn || step.kind == scheduler::operation_kind::join
          ? json(nullptr)
          : name_at(from.objects, step.object);
  one["other_task"] = name_at(from.tasks, step.other_task);
  one["before"] = step.before;
  one["after"] = step.after;
  add_line(one, step.where);
  one["preempts"] = step.preempts;
  one["preempted"] = step.preempts ? json(step.preempted) : json(nullptr);
  return one;
}

json trace_json(const execution& from) {
  json steps = json::array();
  for (const execution::step& step : from.steps) steps.push_back(step_json(from, step));
  return steps;
}

/// What of an execution matters; null if nothing is known.
json cone_json(const checker::causal_cone& from) {
  if (!from.known()) return nullptr;
  json one;
  one["steps"] = from.steps;
  one["preemptions"] = from.preemptions;
  one["orders"] = json::array();
  for (const checker::causal_cone::order& order : from.orders)
    one["orders"].push_back(json::array({order.first, order.second}));
  return one;
}

json access_json(const execution& from, const checker::data_race::access& access) {
  json one;
  one["task"] = name_at(from.tasks, access.task);
  one["kind"] = access.writes ? "write" : "read";
  one["value"] = access.value;
  one["step"] = access.step;
  add_line(one, access.where);
  one["holds"] = json::array();
  for (const checker::data_race::held_lock& holding : access.holds) {
    json held;
    held["object"] = name_at(from.objects, holding.object);
    held["shared"] = holding.shared;
    held["since"] = holding.since;
    add_line(held, holding.taken_at);
    one["holds"].push_back(std::move(held));
  }
  return one;
}

json race_json(const checker::finding& from, const checker::data_race& race) {
  json one;
  one["object"] = name_at(from.execution.objects, from.object);
  one["accesses"] = json::array(
      {access_json(from.execution, race.earlier), access_json(from.execution, race.later)});
  one["last_common"] = race.last_common == 0
                           ? json(nullptr)
                           : step_json(from.execution, from.execution.steps[race.last_common - 1]);
  one["remedy"] = race.remedy;
  return one;
}

/// What a failed check read.
json values_json(const checker::finding& from) {
  json values = json::array();
  for (const checker::value_read& value : from.values) {
    json one;
    one["object"] = name_at(from.execution.objects, value.object);
    one["value"] = value.value;
    one["step"] = value.step;
    values.push_back(std::move(one));
  }
  return values;
}

json cause_step_json(const checker::finding& from, const checker::cause_step& step) {
  json one;
  one["step"] = step.number;
  one["object"] = name_at(from.execution.objects, step.object);
  one["value"] = step.value.empty() ? json(nullptr) : json(step.value);
  add_line(one, step.where);
  return one;
}

json cause_json(const checker::finding& from) {
  if (!from.because) return nullptr;
  const checker::cause& why = *from.because;
  json one;
  one["kind"] = checker::name_of(why.kind);
  one["sentence"] = cause_sentence(from);
  one["task"] = name_at(from.execution.tasks, why.task);
  one["other"] = name_at(from.execution.tasks, why.other);
  one["first"] = cause_step_json(from, why.first);
  one["between"] = cause_step_json(from, why.between);
  one["second"] = why.second.number == 0 ? json(nullptr) : cause_step_json(from, why.second);
  return one;
}

/// All it takes to draw an execution again.
json drawn_json(const checker::drawn_execution& from) {
  json one;
  one["strategy"] = from.strategy;
  one["depth"] = from.depth == 0 ? json(nullptr) : json(from.depth);
  one["parameters"] = from.parameters;
  one["seed"] = from.seed;
  one["index"] = from.index;
  return one;
}

/// What a sample says about what it has not shown.
json sample_json(const checker::result& from) {
  json one;
  one["parameters"] = from.parameters;
  one["open_share"] = open_share(from.executions);
  if (from.guarantee) {
    json& promise = one["guarantee"];
    promise["depth"] = from.guarantee->depth;
    promise["tasks"] = from.guarantee->tasks;
    promise["steps"] = from.guarantee->steps;
    promise["executions"] = from.guarantee->executions;
    promise["probability"] = from.guarantee->of_all();
  }
  if (from.traces) {
    json& traces = one["traces"];
    traces["executions"] = from.traces->executions;
    traces["distinct"] = from.traces->distinct;
    traces["once"] = from.traces->once;
    traces["unseen"] = from.traces->unseen();
  }
  return one;
}

/// What shrinking has made of the schedule.
json shrunk_json(const checker::shrinking& from) {
  json one;
  one["proved"] = from.proved;
  one["preemptions_before"] = from.preemptions_before;
  one["steps_before"] = from.steps_before;
  return one;
}

json finding_json(const checker::finding& from) {
  json one;
  one["kind"] = heddle::name_of(from.kind);
  one["message"] = from.message;
  one["signature"] = from.signature;
  one["expected"] = from.expected;
  one["token"] = from.token;
  one["task"] = name_at(from.execution.tasks, from.task);
  add_line(one, from.where);
  one["drawn"] = from.drawn ? drawn_json(*from.drawn) : json(nullptr);
  one["occurrences"] = from.occurrences;
  one["steps"] = from.execution.steps.size();
  one["preemptions"] = from.preemptions;
  one["shrunk"] = from.shrunk ? shrunk_json(*from.shrunk) : json(nullptr);
  one["trace"] = trace_json(from.execution);
  one["matters"] = cone_json(from.cone);
  if (from.kind == finding_kind::invariant) {
    one["values"] = values_json(from);
    one["cause"] = cause_json(from);
  }
  if (!from.blocked.empty()) one["deadlock"] = deadlock_json(from);
  if (from.race) one["race"] = race_json(from, *from.race);
  if (from.predicted) one["lock_order"] = lock_order_json(*from.predicted);
  if (from.endless) one["endless"] = endless_json(from);
  if (from.kind == finding_kind::misuse || from.kind == finding_kind::leak) {
    one["evidence"] = evidence_json(from);
    one["remedy"] = misuse_remedy(from);
  }
  if (from.crash) one["crash"] = crash_json(from);
  if (from.divergence) one["divergence"] = divergence_json(from);
  return one;
}

json options_json(const scheduler::execution_options& from) {
  json one;
  one["time"] = from.time == scheduler::time_mode::any ? "any" : "quiescent";
  one["plain"] = from.plain == scheduler::plain_mode::visible ? "visible" : "invisible";
  one["spurious"] = from.spurious;
  one["steps"] = from.steps;
  return one;
}

json outcome_json(const checker::model_outcome& from) {
  json one;
  one["values"] = json::object();
  for (const auto& [name, value] : from.values) one["values"][name] = value;
  one["executions"] = from.executions;
  one["deadlocked"] = from.deadlocked;
  one["token"] = from.token;
  return one;
}

json result_json(const checker::result& from) {
  json one;
  one["model"] = from.model;
  one["strategy"] = from.strategy;
  one["seed"] = from.has_seed ? json(from.seed) : json(nullptr);
  one["depth"] = from.depth == 0 ? json(nullptr) : json(from.depth);
  one["options"] = options_json(from.options);
  one["coverage"] = checker::name_of(from.covered.kind);
  one["coverage_reasons"] = from.covered.reasons;
  one["sample"] = from.has_seed ? sample_json(from) : json(nullptr);
  one["executions"] = from.executions;
  one["blocked"] = from.blocked;
  one["truncated"] = from.truncated;
  one["pruned"] = from.pruned;
  one["deadlocked"] = from.deadlocked;
  one["failed"] = from.failed;
  one["events"] = from.events;
  one["seconds"] = from.seconds;
  one["outcomes"] = json::array();
  for (const checker::model_outcome& outcome : from.outcomes)
    one["outcomes"].push_back(outcome_json(outcome));
  one["findings"] = json::array();
  for (const checker::finding& finding : from.findings)
    one["findings"].push_back(finding_json(finding));
  one["harmless_lock_orders"] = json::array();
  for (const checker::lock_order& one_order : from.harmless)
    one["harmless_lock_orders"].push_back(lock_order_json(one_order));
  one["missing"] = from.missing;
  return one;
}

}  // namespace

std::string results_json(std::span<const checker::result> results) {
  json whole;
  whole["schema"] = schema_version;
  whole["results"] = json::array();
  for (const checker::result& one : results) whole["results"].push_back(result_json(one));
  return text_of(whole);
}

std::string replay_json(const checker::replay_result& from) {
  json whole;
  whole["schema"] = schema_version;
  whole["results"] = json::array({result_json(from.found)});
  whole["divergence"] = from.divergence.empty() ? json(nullptr) : json(from.divergence);
  whole["token"] = from.token;
  whole["trace"] = trace_json(from.execution);
  whole["observations"] = json::object();
  for (const execution::observation& one : from.execution.observations)
    whole["observations"][one.name] = one.value;
  return text_of(whole);
}

std::string shrink_json(const checker::shrink_result& from) {
  json whole;
  whole["schema"] = schema_version;
  whole["results"] = json::array({result_json(from.found)});
  whole["divergence"] = from.divergence.empty() ? json(nullptr) : json(from.divergence);
  return text_of(whole);
}

std::string models_json(std::span<const model* const> models) {
  json whole;
  whole["schema"] = schema_version;
  whole["models"] = json::array();
  for (const model* one : models) {
    json entry;
    entry["name"] = one->name();
    entry["summary"] = one->summary();
    entry["expect"] = json::array();
    for (const expectation& declared : one->expect()) {
      const std::string kind{heddle::name_of(declared.kind)};
      entry["expect"].push_back(declared.message.empty() ? kind : kind + ": " + declared.message);
    }
    entry["file"] = one->where().file_name();
    entry["line"] = one->where().line();
    whole["models"].push_back(std::move(entry));
  }
  return text_of(whole);
}

}  // namespace heddle::reports
