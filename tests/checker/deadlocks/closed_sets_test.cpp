#include "checker/deadlocks/closed_sets.hpp"

#include <algorithm>
#include <initializer_list>
#include <random>
#include <vector>

#include "tests/catch.hpp"

namespace checker = heddle::checker;
using checker::closed_set;
using checker::deadlock_shape;
using checker::wait_for_graph;
using checker::waited_for;

/// Graphs written by hand, and random ones compared with the definition of a closed set.
namespace {

using places = std::vector<std::size_t>;

/// A task that waits for all of these (AND).
checker::wait_for_node all_of(places others) {
  checker::wait_for_node node;
  node.what = waited_for::lock;
  node.waits_for = std::move(others);
  return node;
}

/// A task that waits for one of these (OR).
checker::wait_for_node one_of(places others) {
  checker::wait_for_node node = all_of(std::move(others));
  node.what = waited_for::message;
  return node;
}

checker::wait_for_node hopeless(waited_for what, heddle::scheduler::object_index object) {
  checker::wait_for_node node;
  node.what = what;
  node.object = object;
  node.hopeless = true;
  return node;
}

wait_for_graph graph_of(std::initializer_list<checker::wait_for_node> nodes) {
  return {.nodes = nodes};
}

std::vector<places> members(const wait_for_graph& graph) {
  std::vector<places> found;
  for (const closed_set& set : checker::closed_sets(graph)) found.push_back(set.members);
  std::ranges::sort(found);
  return found;
}

/// The definition: nobody in the set (one bit for each node) can be let go on by those outside.
bool is_closed(const wait_for_graph& graph, unsigned set) {
  for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
    if ((set >> node & 1) == 0 || graph.nodes[node].hopeless) continue;
    const auto inside = [&](std::size_t other) { return (set >> other & 1) != 0; };
    const places& others = graph.nodes[node].waits_for;
    const bool kept = checker::needs_all(graph.nodes[node].what)
                          ? std::ranges::any_of(others, inside)
                          : std::ranges::all_of(others, inside);
    if (!kept) return false;
  }
  return true;
}

unsigned bits(const places& nodes) {
  unsigned set = 0;
  for (const std::size_t node : nodes) set |= 1U << node;
  return set;
}

/// The closed sets that contain no smaller one, but for the empty one.
std::vector<unsigned> smallest_closed(const wait_for_graph& graph) {
  std::vector<unsigned> found;
  for (unsigned set = 1; set < 1U << graph.nodes.size(); ++set)
    if (is_closed(graph, set) &&
        std::ranges::none_of(found, [&](unsigned smaller) { return (set & smaller) == smaller; }))
      found.push_back(set);
  return found;
}

/// Which nodes of `within` a path of exactly `length` edges leads to from `from`, all inside.
std::vector<bool> after_edges(const wait_for_graph& graph, const places& within, std::size_t from,
                              std::size_t length) {
  std::vector<bool> at(graph.nodes.size());
  at[from] = true;
  for (std::size_t step = 0; step < length; ++step) {
    std::vector<bool> next(at.size());
    for (const std::size_t node : within)
      if (at[node])
        for (const std::size_t other : graph.nodes[node].waits_for) next[other] = true;
    for (std::size_t node = 0; node < at.size(); ++node)
      at[node] = next[node] && std::ranges::count(within, node) != 0;
  }
  return at;
}

/// The length of the shortest circle among these nodes; 0: there is none.
std::size_t girth(const wait_for_graph& graph, const places& within) {
  for (std::size_t length = 1; length <= within.size(); ++length)
    for (const std::size_t node : within)
      if (after_edges(graph, within, node, length)[node]) return length;
  return 0;
}

bool is_circle(const wait_for_graph& graph, const places& cycle) {
  for (std::size_t at = 0; at < cycle.size(); ++at)
    if (std::ranges::count(graph.nodes[cycle[at]].waits_for, cycle[(at + 1) % cycle.size()]) == 0)
      return false;
  return true;
}

/// Those outside that some number of edges leads into the set from.
places lookers_on(const wait_for_graph& graph, const places& set) {
  places all(graph.nodes.size());
  for (std::size_t node = 0; node < all.size(); ++node) all[node] = node;
  places found;
  for (const std::size_t node : all) {
    bool reaches = false;
    for (std::size_t length = 1; length <= all.size(); ++length) {
      const auto at = after_edges(graph, all, node, length);
      reaches = reaches || std::ranges::any_of(set, [&](std::size_t member) { return at[member]; });
    }
    if (reaches && std::ranges::count(set, node) == 0) found.push_back(node);
  }
  return found;
}

wait_for_graph random_graph(std::mt19937_64& random) {
  wait_for_graph graph;
  const std::size_t size = 2 + random() % 5;
  for (std::size_t node = 0; node < size; ++node) {
    if (random() % 6 == 0) {
      graph.nodes.push_back(hopeless(random() % 2 == 0 ? waited_for::lock : waited_for::message,
                                     static_cast<heddle::scheduler::object_index>(node)));
      continue;
    }
    places others{random() % size};
    if (random() % 2 == 0) others.push_back(random() % size);
    std::ranges::sort(others);
    others.erase(std::unique(others.begin(), others.end()), others.end());
    const bool needs_all = random() % 2 == 0;
    // An OR edge to oneself is none: whoever waits does nothing else.
    if (!needs_all) std::erase(others, node);
    if (others.empty())
      graph.nodes.push_back(
          hopeless(waited_for::message, static_cast<heddle::scheduler::object_index>(node)));
    else
      graph.nodes.push_back(needs_all ? all_of(others) : one_of(others));
  }
  return graph;
}

}  // namespace

TEST_CASE("closed sets: a ring, and who waits for it") {
  // 0 and 1 have each other's lock, 2 joins 0, 3 joins 2.
  const wait_for_graph graph = graph_of({all_of({1}), all_of({0}), all_of({0}), all_of({2})});
  CHECK(members(graph) == std::vector<places>{{0, 1}});
  const auto sets = checker::closed_sets(graph);
  CHECK(sets[0].shape == deadlock_shape::cycle);
  CHECK(sets[0].cycle == places{0, 1});
  CHECK(checker::bystanders(graph, sets[0]) == places{2, 3});
}

TEST_CASE("closed sets: a cycle with an OR edge that leads out is none") {
  // 1 could be let go on by 2, which waits for itself.
  const wait_for_graph graph = graph_of({all_of({1}), one_of({0, 2}), all_of({2})});
  CHECK(members(graph) == std::vector<places>{{2}});
  CHECK(checker::closed_sets(graph)[0].shape == deadlock_shape::itself);
  // With an AND edge it is one: 2 alone cannot help.
  CHECK(members(graph_of({all_of({1}), all_of({0, 2}), all_of({2})})) ==
        std::vector<places>{{0, 1}, {2}});
}

TEST_CASE("closed sets: with OR edges a knot") {
  const wait_for_graph graph = graph_of({one_of({1, 2}), all_of({0}), one_of({0, 1})});
  const auto sets = checker::closed_sets(graph);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].shape == deadlock_shape::closed_set);
  CHECK(sets[0].members == places{0, 1, 2});
  CHECK(sets[0].cycle == places{0, 1});
}

TEST_CASE("closed sets: who could be let go on by a member alone looks on") {
  // Only 1 has ever notified 0, and is in a ring with 2 now.
  const wait_for_graph graph = graph_of({one_of({1}), all_of({2}), all_of({1})});
  const auto sets = checker::closed_sets(graph);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].shape == deadlock_shape::cycle);
  CHECK(sets[0].members == places{1, 2});
  CHECK(checker::bystanders(graph, sets[0]) == places{0});
}

TEST_CASE("closed sets: who only waits for its together is no bystander, but can be a member") {
  wait_for_graph graph = graph_of({all_of({1}), all_of({2}), all_of({1})});
  graph.nodes[0].in_together = true;
  CHECK(checker::bystanders(graph, checker::closed_sets(graph).at(0)).empty());
  graph = graph_of({all_of({1}), all_of({0})});
  graph.nodes[0].in_together = true;
  CHECK(members(graph) == std::vector<places>{{0, 1}});
}

TEST_CASE("closed sets: the shortest cycle of several") {
  // A writer waits for two readers: one waits for it, the other for the one.
  const auto sets = checker::closed_sets(graph_of({all_of({2}), all_of({0}), all_of({0, 1})}));
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].members == places{0, 1, 2});
  CHECK(sets[0].cycle == places{0, 2});
}

TEST_CASE("closed sets: those without hope are one set for each thing they wait for") {
  const wait_for_graph graph =
      graph_of({hopeless(waited_for::notification, 7), hopeless(waited_for::lock, 8),
                hopeless(waited_for::notification, 7), all_of({2})});
  CHECK(members(graph) == std::vector<places>{{0, 2}, {1}});
  const auto sets = checker::closed_sets(graph);
  CHECK(sets[0].shape == deadlock_shape::nobody_left);
  CHECK(sets[1].shape == deadlock_shape::abandoned);
  CHECK(sets[0].cycle.empty());
  CHECK(checker::bystanders(graph, sets[0]) == places{3});
  CHECK(checker::bystanders(graph, sets[1]).empty());
}

TEST_CASE("closed sets: tasks that were stopped could have done anything for OR waiters") {
  wait_for_graph graph = graph_of({one_of({1}), one_of({0}), all_of({3}), all_of({2})});
  CHECK(members(graph) == std::vector<places>{{0, 1}, {2, 3}});
  graph.others_ended = false;
  CHECK(members(graph) == std::vector<places>{{2, 3}});
}

TEST_CASE("closed sets: random graphs, by the definition") {
  std::mt19937_64 random{1};
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    const wait_for_graph graph = random_graph(random);
    const auto sets = checker::closed_sets(graph);
    const std::vector<unsigned> smallest = smallest_closed(graph);
    unsigned together = 0;
    for (const closed_set& one : sets) {
      const unsigned set = bits(one.members);
      CHECK(is_closed(graph, set));
      CHECK((together & set) == 0);
      together |= set;
      CHECK(std::ranges::any_of(smallest, [&](unsigned least) { return (set & least) == least; }));
      CHECK(one.cycle.size() == girth(graph, one.members));
      CHECK(is_circle(graph, one.cycle));
      CHECK(checker::bystanders(graph, one) == lookers_on(graph, one.members));
    }
    // None is missed: each smallest one is in one of them.
    for (const unsigned least : smallest)
      CHECK(std::ranges::any_of(
          sets, [&](const closed_set& one) { return (bits(one.members) & least) == least; }));
  }
}
