#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/graph/node_placer.hpp"
#include "reports/graph/resource_graph.hpp"

namespace heddle::reports {

/// A graph as it is to be drawn, in whatever format. Texts are as people gave them: each format
/// escapes them in its own way.
struct graph_picture {
  enum class shape : std::uint8_t { circle, square };
  enum class line : std::uint8_t {
    solid,   ///< has
    dashed,  ///< waits for
    dotted,  ///< has done what is waited for
  };

  struct node {
    shape form = shape::circle;
    std::string name;
    /// A word or two below the name: `ended`, `not set`.
    std::string note{};
    /// One for each instance of a resource.
    std::uint64_t dots = 0;
    /// The dots stand above the name, because lines from them go up.
    bool dots_above = false;
    bool ended = false;
    graph_part part = graph_part::none;
    graph_point middle{};
  };

  struct edge {
    std::size_t from = 0;  ///< place in `nodes`
    std::size_t to = 0;
    line style = line::solid;
    /// It begins at one of the dots: its number from 0. Negative: at the border.
    int dot = -1;
    std::vector<std::string> label{};  ///< lines
    graph_part part = graph_part::none;
  };

  /// What a sign of the picture means.
  struct key {
    enum class sign : std::uint8_t { task, resource, signal, solid, dashed, dotted, faint };

    sign what = sign::task;
    std::string meaning;
  };

  std::string title;
  std::vector<node> nodes;
  std::vector<edge> edges;
  /// What the picture shows, for people who see it: paragraphs.
  std::vector<std::string> caption;
  /// What the signs in it mean.
  std::vector<key> legend{};
  /// All of it in sentences, for people who do not see it.
  std::string description;
  /// The middle of the ring, or of the picture: labels go away from it.
  graph_point centre{};
};

/// In the language of Graphviz, with the places of the nodes.
std::string picture_dot(const graph_picture& picture);

/// As SVG, for light and dark backgrounds; needs no Graphviz.
std::string picture_svg(const graph_picture& picture);

}  // namespace heddle::reports
