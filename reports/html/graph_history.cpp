#include "reports/html/graph_history.hpp"

#include <algorithm>

namespace heddle::reports {

namespace {

lasting_edge edge_of(const resource_graph::assignment& from) {
  lasting_edge edge;
  edge.task = from.task;
  edge.object = from.object;
  edge.since = from.since;
  edge.where = from.where;
  edge.units = from.units;
  edge.shared = from.shared;
  edge.ring = from.part == graph_part::ring;
  edge.member = edge.ring || from.part == graph_part::member;
  return edge;
}

lasting_edge edge_of(const resource_graph::request& from) {
  lasting_edge edge;
  edge.requests = true;
  edge.task = from.task;
  edge.object = from.object;
  edge.other_task = from.other_task;
  edge.since = from.since;
  edge.where = from.where;
  edge.ring = from.part == graph_part::ring;
  edge.member = edge.ring || from.part == graph_part::member;
  return edge;
}

bool is_same(const lasting_edge& left, const lasting_edge& right) {
  return left.requests == right.requests && left.task == right.task &&
         left.object == right.object && left.other_task == right.other_task &&
         left.since == right.since && left.units == right.units;
}

/// Collects the edges of one moment after the other.
class edge_collector {
 public:
  void add(lasting_edge edge, std::uint32_t before, std::uint32_t now) {
    for (const std::size_t place : current_) {
      lasting_edge& known = all[place];
      if (known.last != before || !is_same(known, edge)) continue;
      known.last = now;
      known.ring = known.ring || edge.ring;
      known.member = known.member || edge.member;
      return;
    }
    edge.first = edge.last = now;
    current_.push_back(all.size());
    all.push_back(std::move(edge));
  }
  void forget(std::uint32_t now) {
    std::erase_if(current_, [&](std::size_t place) { return all[place].last != now; });
  }

  std::vector<lasting_edge> all;

 private:
  std::vector<std::size_t> current_;
};

}  // namespace

std::vector<lasting_edge> graph_history(const page_view& from) {
  std::vector<std::uint32_t> moments = steps_shown(from);
  moments.insert(moments.begin(), 0);
  resource_walk walk{*from.told};
  edge_collector edges;
  std::uint32_t before = 0;
  for (const std::uint32_t moment : moments) {
    while (walk.step() < moment) walk.advance();
    resource_graph graph = walk.now();
    if (from.about != nullptr) mark_deadlock(graph, *from.about);
    for (const auto& one : graph.assignments) edges.add(edge_of(one), before, moment);
    for (const auto& one : graph.requests) edges.add(edge_of(one), before, moment);
    edges.forget(moment);
    before = moment;
  }
  return std::move(edges.all);
}

}  // namespace heddle::reports
