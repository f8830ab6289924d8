#include "reports/graph/resource_graph.hpp"

#include <algorithm>

#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::deadlock_facts;
using checker::finding;
using scheduler::execution;

graph_part part_of_waiter(const blocked_task& waiter) {
  return waiter.bystander ? graph_part::bystander : graph_part::member;
}

/// Builds the graph of a deadlock from what is known of its waiters.
class deadlock_graph_builder {
 public:
  explicit deadlock_graph_builder(const finding& found) : found_(found), walk_(found.execution) {
    while (!walk_.at_end()) walk_.advance();
    last_ = walk_.now();
  }

  resource_graph build() {
    for (const blocked_task& waiter : found_.blocked) add_task(waiter.task);
    for (const blocked_task& waiter : found_.blocked) add_waiter(waiter);
    std::ranges::sort(graph_.tasks, {}, &resource_graph::task_node::task);
    std::ranges::sort(graph_.resources, {}, &resource_graph::resource_node::object);
    return std::move(graph_);
  }

 private:
  void add_task(int task) {
    if (std::ranges::count(graph_.tasks, task, &resource_graph::task_node::task) != 0) return;
    const bool waits = std::ranges::count(found_.blocked, task, &blocked_task::task) != 0;
    const bool ended = found_.execution.tasks[static_cast<std::size_t>(task)].finished;
    graph_.tasks.push_back({.task = task,
                            .state = waits   ? resource_graph::task_state::waiting
                                     : ended ? resource_graph::task_state::ended
                                             : resource_graph::task_state::running});
  }

  void add_waiter(const blocked_task& waiter) {
    if (waiter.object == execution::none) {
      for (const checker::helper& one : waiter.helpers) add_join(waiter, one);
      return;
    }
    graph_.requests.push_back({.task = waiter.task,
                               .object = waiter.object,
                               .since = waiter.since,
                               .where = waiter.waits_at});
    if (std::ranges::count(graph_.resources, waiter.object,
                           &resource_graph::resource_node::object) == 0)
      add_resource(waiter);
  }

  void add_join(const blocked_task& waiter, const checker::helper& awaited) {
    add_task(awaited.task);
    graph_.requests.push_back({.task = waiter.task,
                               .other_task = awaited.task,
                               .since = waiter.since,
                               .where = waiter.waits_at});
  }

  /// A resource with those who have it, or have made what it is made of.
  void add_resource(const blocked_task& waiter) {
    const std::uint64_t instances = walk_.instances(waiter.object);
    graph_.resources.push_back(
        {.object = waiter.object,
         .kind = found_.execution.objects[static_cast<std::size_t>(waiter.object)].kind,
         .instances = instances,
         .state = state_of(waiter.object)});
    for (const checker::helper& one : waiter.helpers) {
      add_task(one.task);
      if (one.holds && instances > 0)
        graph_.assignments.push_back(assignment_of(waiter.object, one));
      else
        graph_.productions.push_back(
            {.object = waiter.object, .task = one.task, .since = one.since, .where = one.where});
    }
  }

  [[nodiscard]] std::string state_of(int object) const {
    const auto known =
        std::ranges::find(last_.resources, object, &resource_graph::resource_node::object);
    return known == last_.resources.end() ? "" : known->state;
  }

  /// Who holds what is known of the waiters; how, from the record.
  [[nodiscard]] resource_graph::assignment assignment_of(int object,
                                                         const checker::helper& holder) const {
    resource_graph::assignment made{
        .object = object, .task = holder.task, .since = holder.since, .where = holder.where};
    for (const resource_graph::assignment& one : last_.assignments) {
      if (one.object != object || one.task != holder.task) continue;
      made.units = one.units;
      made.shared = one.shared;
    }
    return made;
  }

  const finding& found_;
  resource_walk walk_;
  resource_graph last_;
  resource_graph graph_;
};

/// Gives parts to what is in a graph.
class part_marker {
 public:
  part_marker(resource_graph& graph, const finding& found) : graph_(graph), found_(found) {}

  void mark() {
    for (const blocked_task& waiter : found_.blocked) mark_waiter(waiter);
    const std::vector<int>& cycle = facts_of(found_).cycle;
    for (std::size_t place = 0; place < cycle.size(); ++place)
      mark_link(member(cycle[place]), member(cycle[(place + 1) % cycle.size()]));
  }

 private:
  [[nodiscard]] const blocked_task& member(int place) const {
    return found_.blocked[static_cast<std::size_t>(place)];
  }

  /// What a part has once it keeps against a smaller one.
  static void raise(graph_part& part, graph_part to) { part = std::max(part, to); }

  void mark_waiter(const blocked_task& waiter) {
    const graph_part part = part_of_waiter(waiter);
    for (auto& one : graph_.tasks)
      if (one.task == waiter.task) raise(one.part, part);
    for (auto& one : graph_.requests)
      if (one.task == waiter.task && one.object == waiter.object) raise(one.part, part);
    for (auto& one : graph_.resources)
      if (one.object == waiter.object) raise(one.part, part);
    for (auto& one : graph_.assignments)
      if (one.object == waiter.object) raise(one.part, part);
    for (auto& one : graph_.productions)
      if (one.object == waiter.object) raise(one.part, part);
  }

  /// One member of the ring waits for the next.
  void mark_link(const blocked_task& waiter, const blocked_task& next) {
    const int object = waiter.object;
    for (auto& one : graph_.tasks)
      if (one.task == waiter.task) one.part = graph_part::ring;
    for (auto& one : graph_.requests)
      if (one.task == waiter.task && one.object == object &&
          (object != execution::none || one.other_task == next.task))
        one.part = graph_part::ring;
    if (object == execution::none) return;
    for (auto& one : graph_.resources)
      if (one.object == object) one.part = graph_part::ring;
    for (auto& one : graph_.assignments)
      if (one.object == object && one.task == next.task) one.part = graph_part::ring;
    for (auto& one : graph_.productions)
      if (one.object == object && one.task == next.task) one.part = graph_part::ring;
  }

  resource_graph& graph_;
  const finding& found_;
};

}  // namespace

resource_graph resource_graph_of(const finding& found) {
  resource_graph graph = deadlock_graph_builder{found}.build();
  mark_deadlock(graph, found);
  return graph;
}

void mark_deadlock(resource_graph& graph, const finding& found) {
  part_marker{graph, found}.mark();
}

}  // namespace heddle::reports
