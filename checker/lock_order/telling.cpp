#include "checker/lock_order/telling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace heddle::checker {

namespace {

using scheduler::execution;
using scheduler::source_line;

/// Where the one lock was taken and the other asked for, by each task of a circle.
struct lines {
  std::vector<std::string> pairs;
  std::vector<std::string> requests;

  void add(const source_line& taken, const source_line& wanted) {
    pairs.push_back(taken.brief() + ">" + wanted.brief());
    requests.push_back(wanted.brief());
  }

  lines& sort() {
    for (std::vector<std::string>* each : {&pairs, &requests}) {
      std::ranges::sort(*each);
      each->erase(std::unique(each->begin(), each->end()), each->end());
    }
    return *this;
  }
};

lines order_lines(const lock_order& order) {
  lines all;
  for (const lock_order_edge& each : order.edges) all.add(each.taken_at, each.wanted_at);
  return all.sort();
}

/// Of the ring of a deadlock in which all wait for locks; none of others.
lines order_lines(const finding& deadlock) {
  lines all;
  if (!deadlock.deadlock) return all;
  const std::vector<int>& ring = deadlock.deadlock->cycle;
  for (std::size_t place = 0; place < ring.size(); ++place) {
    const auto& before =
        deadlock.blocked[static_cast<std::size_t>(ring[(place + ring.size() - 1) % ring.size()])];
    const auto& member = deadlock.blocked[static_cast<std::size_t>(ring[place])];
    const auto held =
        std::ranges::find(member.holds, before.object, &blocked_task::holding::object);
    if (member.what != waited_for::lock || held == member.holds.end()) return {};
    all.add(held->taken_at, member.waits_at);
  }
  return all.sort();
}

/// The deadlock that the lock order predicts: at the same lines, or at least with the same
/// requests.
finding* deadlock_of(const lock_order& order, std::vector<finding>& findings) {
  const lines wanted = order_lines(order);
  finding* best = nullptr;
  for (finding& each : findings) {
    const lines has = order_lines(each);
    if (has.requests.empty() || has.requests != wanted.requests) continue;
    if (has.pairs == wanted.pairs) return &each;
    if (best == nullptr) best = &each;
  }
  return best;
}

std::string locks_text(const lock_order& order) {
  std::string text;
  for (std::size_t place = 0; place < order.edges.size(); ++place) {
    const bool last = place + 1 == order.edges.size();
    text += fmt::format("{}{}", place == 0 ? "" : last ? " and " : ", ", order.edges[place].held);
  }
  return text;
}

std::string signature_of(const lock_order& order) {
  std::string signature(name_of(finding_kind::potential_deadlock));
  for (const std::string& each : order_lines(order).pairs) signature += "|" + each;
  return signature;
}

lock_order_edge tell(const prediction::leg& leg, const execution& told) {
  const auto name = [&](std::uint32_t object) { return told.objects[object].name; };
  lock_order_edge edge{.task = told.tasks[leg.task].name,
                       .held = name(leg.held),
                       .held_shared = leg.held_shared,
                       .held_since = told.steps[leg.held_event].number,
                       .taken_at = told.steps[leg.held_event].where,
                       .wanted = name(leg.wanted),
                       .wanted_shared = leg.wanted_shared,
                       .timing = leg.timing,
                       .wanted_at = told.tasks[leg.task].pending_at};
  if (leg.wanted_event != lock_requests::no_event) {
    edge.wanted_since = told.steps[leg.wanted_event].number;
    edge.wanted_at = told.steps[leg.wanted_event].where;
  }
  for (const std::uint32_t each : leg.also_held) edge.also_held.push_back(name(each));
  return edge;
}

void add_to_deadlock(lock_order order, result& into) {
  finding* const found = deadlock_of(order, into.findings);
  if (found == nullptr || found->predicted) return;
  // What direction has shown is in none of the executions of the search.
  if (order.directed > 0) found->occurrences = 0;
  found->predicted = std::move(order);
}

void add_finding(finding potential, result& into) {
  const bool known =
      std::ranges::count(into.findings, potential.signature, &finding::signature) > 0;
  if (!known) into.findings.push_back(std::move(potential));
}

}  // namespace

lock_order tell(const prediction& what, const execution& told) {
  lock_order order;
  if (what.broken) order.status = lock_order_status::broken;
  order.broken = what.broken;
  for (const prediction::leg& leg : what.legs) order.edges.push_back(tell(leg, told));
  return order;
}

finding potential_deadlock(lock_order order, const prediction& what, const recorded_run& again) {
  finding found;
  found.kind = finding_kind::potential_deadlock;
  found.message = fmt::format("{} tasks take {} in {}", order.edges.size(), locks_text(order),
                              order.edges.size() == 2 ? "opposite orders" : "a circle of orders");
  found.signature = signature_of(order);
  found.where = order.edges.front().wanted_at;
  found.token = to_string(what.how);
  found.occurrences = what.executions;
  found.preemptions = again.left().preemptions;
  found.execution = again.told();
  found.predicted = std::move(order);
  return found;
}

void tell_lock_orders(std::span<const settled_prediction> settled, std::uint64_t executions,
                      const std::function<void()>& body, result& into) {
  for (const settled_prediction& each : settled) {
    const recorded_run again(body, each.what.how);
    if (!again.divergence().empty()) continue;
    lock_order order = tell(each.what, again.told());
    order.status = each.status;
    order.in_every_execution = each.what.executions == executions;
    order.directed = each.directed;
    order.executions = each.executions;
    switch (each.status) {
      case lock_order_status::confirmed:
        add_to_deadlock(std::move(order), into);
        break;
      case lock_order_status::refuted:
      case lock_order_status::broken:
        into.harmless.push_back(std::move(order));
        break;
      case lock_order_status::potential:
        add_finding(potential_deadlock(std::move(order), each.what, again), into);
        break;
    }
  }
}

}  // namespace heddle::checker
