#include "checker/deadlocks/closed_sets.hpp"

#include <algorithm>

namespace heddle::checker {
namespace {

/// A set of nodes, by place.
using node_set = std::vector<bool>;

std::vector<std::size_t> places(const node_set& set) {
  std::vector<std::size_t> listed;
  for (std::size_t node = 0; node < set.size(); ++node)
    if (set[node]) listed.push_back(node);
  return listed;
}

/// Whether nobody outside `set` can let `node` go on, as long as nobody inside does.
bool is_kept_by(const wait_for_node& node, const node_set& set) {
  const auto inside = [&](std::size_t other) { return set[other]; };
  if (needs_all(node.what)) return std::ranges::any_of(node.waits_for, inside);
  return std::ranges::all_of(node.waits_for, inside);
}

/// The greatest closed part of `set`, which must not contain hopeless nodes.
node_set greatest_closed_part(const wait_for_graph& graph, node_set set) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t node = 0; node < set.size(); ++node) {
      if (!set[node] || is_kept_by(graph.nodes[node], set)) continue;
      set[node] = false;
      changed = true;
    }
  }
  return set;
}

/// The nodes of `within` that a path of at least one edge leads to from `from`.
node_set reach(const wait_for_graph& graph, std::size_t from, const node_set& within) {
  node_set reached(within.size());
  std::vector<std::size_t> open{from};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t next : graph.nodes[at].waits_for) {
      if (!within[next] || reached[next]) continue;
      reached[next] = true;
      open.push_back(next);
    }
  }
  return reached;
}

/// The strongly connected components of `set`, by their first nodes.
std::vector<node_set> components(const wait_for_graph& graph, const node_set& set) {
  std::vector<node_set> reached(set.size());
  for (const std::size_t node : places(set)) reached[node] = reach(graph, node, set);
  std::vector<node_set> found;
  node_set open = set;
  for (const std::size_t first : places(set)) {
    if (!open[first]) continue;
    node_set component(set.size());
    component[first] = true;
    for (const std::size_t other : places(set))
      if (reached[first][other] && reached[other][first]) component[other] = true;
    for (const std::size_t member : places(component)) open[member] = false;
    found.push_back(std::move(component));
  }
  return found;
}

/// A shortest cycle in `set`, from the first node that is on one; breadth first.
std::vector<std::size_t> shortest_cycle(const wait_for_graph& graph, const node_set& set) {
  std::vector<std::size_t> shortest;
  for (const std::size_t start : places(set)) {
    std::vector<std::size_t> before(set.size(), set.size());
    std::vector<std::size_t> queue{start};
    for (std::size_t head = 0; head < queue.size() && before[start] == set.size(); ++head)
      for (const std::size_t next : graph.nodes[queue[head]].waits_for) {
        if (!set[next] || before[next] != set.size()) continue;
        before[next] = queue[head];
        queue.push_back(next);
      }
    if (before[start] == set.size()) continue;
    std::vector<std::size_t> cycle{start};
    for (std::size_t at = before[start]; at != start; at = before[at]) cycle.push_back(at);
    std::reverse(cycle.begin() + 1, cycle.end());
    if (shortest.empty() || cycle.size() < shortest.size()) shortest = std::move(cycle);
  }
  return shortest;
}

closed_set describe(const wait_for_graph& graph, const node_set& set) {
  closed_set found;
  found.members = places(set);
  const bool all_known = std::ranges::all_of(
      found.members, [&](std::size_t member) { return needs_all(graph.nodes[member].what); });
  found.shape = all_known ? deadlock_shape::cycle : deadlock_shape::closed_set;
  found.cycle = shortest_cycle(graph, set);
  return found;
}

void add_connected(const wait_for_graph& graph, const node_set& set,
                   std::vector<closed_set>& found) {
  for (const node_set& component : components(graph, set)) {
    const node_set part = greatest_closed_part(graph, component);
    if (part == component)
      found.push_back(describe(graph, part));
    else if (std::ranges::find(part, true) != part.end())
      add_connected(graph, part, found);
  }
}

/// Whether the task has itself what it waits for.
bool waits_for_itself(const wait_for_graph& graph, std::size_t node) {
  return std::ranges::count(graph.nodes[node].waits_for, node) != 0;
}

bool wait_for_the_same(const wait_for_node& left, const wait_for_node& right) {
  return left.what == right.what && left.object == right.object;
}

/// Adds `node` to those that wait for the same thing in vain.
void add_hopeless(const wait_for_graph& graph, std::size_t node, std::vector<closed_set>& found) {
  const wait_for_node& waiter = graph.nodes[node];
  const auto same = std::ranges::find_if(found, [&](const closed_set& one) {
    const wait_for_node& first = graph.nodes[one.members.front()];
    return first.hopeless && wait_for_the_same(first, waiter);
  });
  if (same != found.end()) {
    same->members.push_back(node);
    return;
  }
  const bool owned = needs_all(waiter.what);
  found.push_back({owned ? deadlock_shape::abandoned : deadlock_shape::nobody_left, {node}, {}});
}

}  // namespace

std::vector<closed_set> closed_sets(const wait_for_graph& graph) {
  std::vector<closed_set> found;
  node_set open(graph.nodes.size());
  for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
    if (waits_for_itself(graph, node))
      found.push_back({deadlock_shape::itself, {node}, {node}});
    else if (graph.nodes[node].hopeless)
      add_hopeless(graph, node, found);
    else
      open[node] = graph.others_ended || needs_all(graph.nodes[node].what);
  }
  add_connected(graph, greatest_closed_part(graph, std::move(open)), found);
  return found;
}

std::vector<std::size_t> bystanders(const wait_for_graph& graph, const closed_set& set) {
  const node_set all(graph.nodes.size(), true);
  std::vector<std::size_t> found;
  for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
    if (graph.nodes[node].in_together || std::ranges::count(set.members, node) != 0) continue;
    const node_set reached = reach(graph, node, all);
    if (std::ranges::any_of(set.members, [&](std::size_t member) { return reached[member]; }))
      found.push_back(node);
  }
  return found;
}

}  // namespace heddle::checker
