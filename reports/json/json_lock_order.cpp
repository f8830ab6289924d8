#include "reports/json/json_lock_order.hpp"

#include <string_view>
#include <utility>

#include "reports/json/json_deadlock.hpp"

namespace heddle::reports {

namespace {

json lock_json(const std::string& name, bool shared, std::uint32_t step,
               const scheduler::source_line& where) {
  json one;
  one["object"] = name;
  one["shared"] = shared;
  one["step"] = step == 0 ? json(nullptr) : json(step);
  add_line(one, where);
  return one;
}

std::string_view how_long(scheduler::patience timing) {
  switch (timing) {
    case scheduler::patience::attempt:
      return "not at all";
    case scheduler::patience::timed:
      return "for some time";
    case scheduler::patience::blocking:
      break;
  }
  return "for ever";
}

json edge_json(const checker::lock_order_edge& from) {
  json one;
  one["task"] = from.task;
  one["holds"] = lock_json(from.held, from.held_shared, from.held_since, from.taken_at);
  one["asks_for"] = lock_json(from.wanted, from.wanted_shared, from.wanted_since, from.wanted_at);
  one["asks_for"]["waits"] = how_long(from.timing);
  one["also_holds"] = from.also_held;
  return one;
}

}  // namespace

json lock_order_json(const checker::lock_order& from) {
  json one;
  one["status"] = checker::name_of(from.status);
  one["broken_condition"] = from.broken ? json(condition_json(*from.broken)) : json(nullptr);
  one["in_every_execution"] = from.in_every_execution;
  one["directed_executions"] = from.directed;
  one["complete_executions"] =
      from.status == checker::lock_order_status::refuted ? json(from.executions) : json(nullptr);
  one["edges"] = json::array();
  for (const checker::lock_order_edge& each : from.edges) one["edges"].push_back(edge_json(each));
  return one;
}

}  // namespace heddle::reports
