#pragma once

#include <string>

#include "reports/html/page_view.hpp"
#include "reports/html/source_text.hpp"

namespace heddle::reports {

/// A card for each task that does something: where it is, and its source with room for a pointer.
std::string source_pane(const page_view& from, const source_texts& sources);

}  // namespace heddle::reports
