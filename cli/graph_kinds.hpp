#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checker/exploration_tree.hpp"
#include "checker/result.hpp"
#include "reports/graph/graph_subject.hpp"

/// Which graphs there are, and in which formats.
namespace heddle::cli {

/// How to write one kind of graph in one format.
struct graph_format {
  /// As the ending of a file: `dot`, `svg`.
  std::string_view name;
  std::string (*draw)(const reports::graph_subject& subject);
};

/// What there is to draw.
struct graph_material {
  checker::result found;
  /// Of a token.
  scheduler::execution execution{};
  /// Of kinds that need it.
  std::optional<checker::exploration_tree> tree{};
};

/// A kind of graph.
struct graph_kind {
  std::string_view name;
  /// The first thing that it can be drawn of; nothing if there is none.
  std::optional<reports::graph_subject> (*first_in)(const graph_material& from);
  /// What is missing if there is nothing to draw: `no deadlock was found`.
  std::string_view nothing;
  std::span<const graph_format> formats;
  /// It is drawn of all executions of a search.
  bool needs_tree = false;

  /// Null if there is none of that name.
  [[nodiscard]] const graph_format* format(std::string_view wanted) const;
  /// All formats by name, with `png` where there is `dot`.
  [[nodiscard]] std::vector<std::string> format_names() const;
};

/// All of them; the first is the default.
std::span<const graph_kind> graph_kinds();

/// Precondition: there is one of that name.
const graph_kind& graph_kind_of(std::string_view name);

}  // namespace heddle::cli
