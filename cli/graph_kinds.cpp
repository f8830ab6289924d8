#include "cli/graph_kinds.hpp"

#include <algorithm>

#include "reports/diagram/mermaid.hpp"
#include "reports/diagram/space_time.hpp"
#include "reports/diagram/trace_events.hpp"
#include "reports/diagram/tree.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "reports/graph/lock_order_graph.hpp"

namespace heddle::cli {

namespace {

using reports::graph_subject;

graph_subject subject_of(const checker::result& from, const checker::finding& found) {
  return {.model = from.model,
          .found = &found,
          .execution = &found.execution,
          .order = found.predicted ? &*found.predicted : nullptr};
}

std::optional<graph_subject> first_deadlock(const graph_material& material) {
  const checker::result& from = material.found;
  const auto found = std::ranges::find_if(from.findings, reports::has_deadlock_graph);
  if (found == from.findings.end()) return std::nullopt;
  return subject_of(from, *found);
}

/// Also one that came to nothing.
std::optional<graph_subject> first_lock_order(const graph_material& material) {
  const checker::result& from = material.found;
  const auto found = std::ranges::find_if(
      from.findings, [](const auto& one) { return one.predicted.has_value(); });
  if (found != from.findings.end()) return subject_of(from, *found);
  if (from.harmless.empty()) return std::nullopt;
  return graph_subject{.model = from.model, .order = &from.harmless.front()};
}

/// The first finding with an execution, or the execution of a token that has none.
std::optional<graph_subject> first_execution(const graph_material& from) {
  const auto found = std::ranges::find_if(
      from.found.findings, [](const auto& one) { return !one.execution.steps.empty(); });
  if (found != from.found.findings.end()) return subject_of(from.found, *found);
  if (from.execution.steps.empty()) return std::nullopt;
  return graph_subject{.model = from.found.model, .execution = &from.execution};
}

std::optional<graph_subject> whole_tree(const graph_material& from) {
  if (!from.tree || from.tree->count_leaves() == 0) return std::nullopt;
  return graph_subject{.model = from.tree->model, .tree = &*from.tree};
}

/// A way to draw an execution as one to draw a subject.
template <auto Draw>
std::string of_execution(const graph_subject& subject) {
  return Draw(*subject.execution, subject.found, {.title = subject.model});
}

template <auto Draw>
std::string of_tree(const graph_subject& subject) {
  return Draw(*subject.tree);
}

constexpr graph_format space_time_formats[] = {{"svg", of_execution<reports::space_time_svg>},
                                               {"dot", of_execution<reports::space_time_dot>},
                                               {"mmd", of_execution<reports::mermaid_text>},
                                               {"json", of_execution<reports::trace_events_json>}};

constexpr graph_format tree_formats[] = {{"svg", of_tree<reports::tree_svg>},
                                         {"dot", of_tree<reports::tree_dot>}};

constexpr graph_format deadlock_formats[] = {{"svg", reports::deadlock_svg},
                                             {"dot", reports::deadlock_dot}};

constexpr graph_format lock_order_formats[] = {{"svg", reports::lock_order_svg},
                                               {"dot", reports::lock_order_dot}};

constexpr graph_kind kinds[] = {
    {"deadlock", first_deadlock, "no task waits for ever", deadlock_formats},
    {"lockorder", first_lock_order, "no locks are taken in a circle of orders", lock_order_formats},
    {"spacetime", first_execution, "nothing is wrong", space_time_formats},
    {"tree", whole_tree, "no execution ends", tree_formats, true}};

}  // namespace

const graph_format* graph_kind::format(std::string_view wanted) const {
  const auto found = std::ranges::find(formats, wanted, &graph_format::name);
  return found == formats.end() ? nullptr : &*found;
}

std::vector<std::string> graph_kind::format_names() const {
  std::vector<std::string> names;
  for (const graph_format& one : formats) names.emplace_back(one.name);
  if (format("dot") != nullptr) names.emplace_back("png");
  return names;
}

std::span<const graph_kind> graph_kinds() { return kinds; }

const graph_kind& graph_kind_of(std::string_view name) {
  return *std::ranges::find(kinds, name, &graph_kind::name);
}

}  // namespace heddle::cli
