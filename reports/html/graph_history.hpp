#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/graph/resource_graph.hpp"
#include "reports/html/page_view.hpp"

namespace heddle::reports {

/// An edge of the resource graph, and the steps after which it is there.
struct lasting_edge {
  bool requests = false;  ///< from the task; else to the task
  int task = scheduler::execution::none;
  int object = scheduler::execution::none;
  int other_task = scheduler::execution::none;  ///< of requests without an object
  std::uint32_t since = 0;                      ///< the step that brought it about
  scheduler::source_line where;
  std::uint64_t units = 1;
  bool shared = false;
  bool ring = false;    ///< belongs to the circle of the deadlock
  bool member = false;  ///< belongs to the closed set of the deadlock
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// The edges of all steps shown, by first step.
std::vector<lasting_edge> graph_history(const page_view& from);

}  // namespace heddle::reports
