#pragma once

#include <string>

#include "reports/graph/graph_picture.hpp"
#include "reports/graph/graph_subject.hpp"

namespace heddle::reports {

/// The graph of a lock order: a square for each lock, an edge from each to those that were acquired
/// while it was held, with the task and both lines. Precondition of all: the subject has a lock
/// order.
graph_picture lock_order_picture(const graph_subject& subject);

/// The same in the language of Graphviz.
std::string lock_order_dot(const graph_subject& subject);

/// The same as SVG.
std::string lock_order_svg(const graph_subject& subject);

}  // namespace heddle::reports
