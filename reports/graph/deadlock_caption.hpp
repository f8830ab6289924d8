#pragma once

#include <string>
#include <vector>

#include "checker/finding.hpp"
#include "reports/graph/resource_graph.hpp"

namespace heddle::reports {

/// What a deadlock graph shows in a few sentences: who waits for whom, and whether the circle is
/// the deadlock, or only a reduction of the graph shows it (E. G. Coffman, M. Elphick, A. Shoshani,
/// "System Deadlocks", ACM Computing Surveys 3(2), 1971; Holt, see `resource_graph`).
std::vector<std::string> deadlock_caption(const checker::finding& found,
                                          const resource_graph& graph);

/// The graph in sentences, one for each edge.
std::string deadlock_description(const checker::finding& found, const resource_graph& graph);

/// What somebody who could let a waiter go on did at a step: `notified`, `released`.
std::string_view production_verb(const scheduler::execution& told, std::uint32_t step);

}  // namespace heddle::reports
