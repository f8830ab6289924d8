#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/graph/graph_picture.hpp"
#include "reports/graph/graph_subject.hpp"

namespace heddle::reports {

/// Whether there is a deadlock graph of a finding: tasks wait for ever in it.
bool has_deadlock_graph(const checker::finding& found);

/// The resource-allocation graph of a deadlock. Precondition of all: `has_deadlock_graph` of the
/// subject's finding.
graph_picture deadlock_picture(const graph_subject& subject);

/// The same in the language of Graphviz.
std::string deadlock_dot(const graph_subject& subject);

/// The same as SVG.
std::string deadlock_svg(const graph_subject& subject);

}  // namespace heddle::reports
