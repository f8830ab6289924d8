#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/graph/graph_picture.hpp"

/// What fits into nodes, and where their borders are: the same in all formats.
namespace heddle::reports {

/// Half of what a node takes, in pixels.
inline constexpr double task_radius = 40;
inline constexpr double resource_half_width = 58;
inline constexpr double resource_half_height = 34;

/// The name of a node in at most two lines that fit into it; what is too long ends with an
/// ellipsis.
std::vector<std::string> name_lines(const graph_picture::node& one);

/// How many dots there is room for; a node with more has one, and says how many.
std::uint64_t dots_drawn(const graph_picture::node& one);

/// What is written below the name: the note, or how many instances the one dot stands for.
std::string note_text(const graph_picture::node& one);

/// Where the text of a node is: the middle of the rows of `name_lines` and `note_text`.
double text_middle(const graph_picture::node& one);

/// Puts the dots of nodes above the names where most lines from them go up.
void turn_dots(graph_picture& picture);

/// Where a dot is. Precondition: `dot < dots_drawn(one)`.
graph_point dot_place(const graph_picture::node& one, std::uint64_t dot);

/// Where the line from the middle of the node towards a point leaves the node.
graph_point border_towards(const graph_picture::node& one, graph_point there);

}  // namespace heddle::reports
