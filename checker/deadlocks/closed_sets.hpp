#pragma once

#include <cstddef>
#include <vector>

#include "checker/deadlocks/deadlock.hpp"
#include "checker/deadlocks/wait_for_graph.hpp"

namespace heddle::checker {

/// Tasks that nobody outside can free: each that needs all of its enablers (AND) has one inside or
/// is hopeless, each that needs one (OR) has all of them inside.
struct closed_set {
  deadlock_shape shape = deadlock_shape::cycle;
  std::vector<std::size_t> members{};  ///< nodes, ascending
  std::vector<std::size_t> cycle{};    ///< a shortest one; empty if there is none
};

/// The closed sets of a graph, none a part of another. Each is one of
///
/// - those without hope that wait for the same thing;
/// - a task that waits for what it has itself;
/// - a strongly connected part of the graph. Found as greatest fixpoint inside each strongly
///   connected component, until nothing changes. (In a graph with OR edges only these are the
///   knots, with AND edges only the cycles and what hangs together by them.)
std::vector<closed_set> closed_sets(const wait_for_graph& graph);

/// The nodes that are no members of `set`, but wait for one, directly or not: its bystanders. Not
/// those that only wait for their `together`, which they do without an event.
std::vector<std::size_t> bystanders(const wait_for_graph& graph, const closed_set& set);

}  // namespace heddle::checker
