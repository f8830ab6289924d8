#pragma once

#include <string>

#include "reports/html/page_view.hpp"
#include "reports/html/source_text.hpp"

namespace heddle::reports {

/// Everything about one execution: why it is wrong, the bar to step with, the diagram, the graph,
/// the state, the sources, and the commands that have to do with it.
std::string view_html(const page_view& from, const std::string& command,
                      const source_texts& sources);

}  // namespace heddle::reports
