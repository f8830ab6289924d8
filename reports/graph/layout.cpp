#include "reports/graph/layout.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Around everything: half a node, and a label.
constexpr double picture_margin = 110;

/// The nodes of a resource graph, tasks first, for the placer.
class nodes_of_graph {
 public:
  explicit nodes_of_graph(const resource_graph& graph) {
    for (const auto& one : graph.tasks) add(tasks_, one.task, one.part);
    for (const auto& one : graph.resources) add(resources_, one.object, one.part);
    for (const auto& one : graph.requests)
      if (one.object == execution::none)
        link(tasks_.at(one.task), tasks_.at(one.other_task), one.part);
      else
        link(tasks_.at(one.task), resources_.at(one.object), one.part);
    for (const auto& one : graph.assignments)
      link(resources_.at(one.object), tasks_.at(one.task), one.part);
    for (const auto& one : graph.productions)
      link(resources_.at(one.object), tasks_.at(one.task), one.part);
  }

  [[nodiscard]] graph_layout placed() const {
    const placed_nodes found = place_nodes(nodes_);
    if (found.nodes.empty()) return {};
    graph_point low = found.nodes.front();
    graph_point high = low;
    for (const graph_point& one : found.nodes) {
      low = {std::min(low.x, one.x), std::min(low.y, one.y)};
      high = {std::max(high.x, one.x), std::max(high.y, one.y)};
    }
    const auto moved = [&](graph_point point) {
      return graph_point{point.x - low.x + picture_margin, point.y - low.y + picture_margin};
    };
    graph_layout made;
    for (const auto& [task, node] : tasks_) made.tasks[task] = moved(found.nodes[node]);
    for (const auto& [object, node] : resources_) made.resources[object] = moved(found.nodes[node]);
    made.width = high.x - low.x + 2 * picture_margin;
    made.height = high.y - low.y + 2 * picture_margin;
    made.centre =
        found.ring_radius > 0 ? moved({0, 0}) : graph_point{made.width / 2, made.height / 2};
    return made;
  }

 private:
  void add(std::map<int, std::size_t>& into, int key, graph_part part) {
    into[key] = nodes_.ranks.size();
    nodes_.ranks.push_back(static_cast<int>(part));
  }

  void link(std::size_t from, std::size_t to, graph_part part) {
    nodes_.links.push_back({from, to, part == graph_part::ring});
  }

  std::map<int, std::size_t> tasks_;
  std::map<int, std::size_t> resources_;
  nodes_to_place nodes_;
};

/// Adds what is new in `from` to `into`.
class graph_union {
 public:
  void add(const resource_graph& from) {
    for (const auto& one : from.tasks)
      if (tasks_.insert(one.task).second) all_.tasks.push_back(one);
    for (const auto& one : from.resources)
      if (resources_.insert(one.object).second) all_.resources.push_back(one);
    for (const auto& one : from.assignments)
      if (edges_.insert({0, one.object, one.task}).second) all_.assignments.push_back(one);
    for (const auto& one : from.requests)
      if (edges_
              .insert(
                  {1, one.task, one.object == execution::none ? -2 - one.other_task : one.object})
              .second)
        all_.requests.push_back(one);
    for (const auto& one : from.productions)
      if (edges_.insert({2, one.object, one.task}).second) all_.productions.push_back(one);
  }

  resource_graph all() {
    std::ranges::sort(all_.tasks, {}, &resource_graph::task_node::task);
    std::ranges::sort(all_.resources, {}, &resource_graph::resource_node::object);
    return std::move(all_);
  }

 private:
  resource_graph all_;
  std::set<int> tasks_;
  std::set<int> resources_;
  std::set<std::tuple<int, int, int>> edges_;
};

}  // namespace

graph_layout layout_of(const resource_graph& graph) { return nodes_of_graph{graph}.placed(); }

resource_graph resource_graph_of_all_steps(const execution& told, const checker::finding* found) {
  graph_union all;
  if (found != nullptr && found->deadlock) all.add(resource_graph_of(*found));
  resource_walk walk{told};
  for (all.add(walk.now()); !walk.at_end(); all.add(walk.now())) walk.advance();
  resource_graph graph = all.all();
  if (found != nullptr) mark_deadlock(graph, *found);
  return graph;
}

}  // namespace heddle::reports
