#include "reports/json/json_evidence.hpp"

#include "reports/text/endless.hpp"

namespace heddle::reports {

json endless_json(const checker::finding& from) {
  const checker::lasso& endless = *from.endless;
  json one;
  one["first"] = endless.first;
  one["last"] = endless.last;
  one["repeated"] = endless.repeated;
  one["certain"] = endless.certain;
  one["remedy"] = endless_remedy(from);
  one["tasks"] = json::array();
  for (const checker::lasso_task& each : endless.tasks) {
    json task;
    task["task"] = name_at(from.execution.tasks, each.task);
    task["role"] = checker::name_of(each.role);
    task["steps"] = each.steps;
    task["in_vain"] = each.in_vain;
    task["waits_for"] = each.waits_for.empty() ? json(nullptr) : json(each.waits_for);
    add_line(task, each.waits_at);
    task["since"] = each.since;
    one["tasks"].push_back(std::move(task));
  }
  return one;
}

json evidence_json(const checker::finding& from) {
  json all = json::array();
  for (const checker::misuse_evidence& each : from.evidence) {
    json one;
    one["role"] = checker::name_of(each.role);
    one["task"] = name_at(from.execution.tasks, each.task);
    one["step"] = each.step == 0 ? json(nullptr) : json(each.step);
    add_line(one, each.where);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace heddle::reports
