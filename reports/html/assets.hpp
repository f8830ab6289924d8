#pragma once

#include <string_view>

namespace heddle::reports {

/// `page.css` and `page.js`, which are part of every page, as they were when heddle was built.
std::string_view page_style();
std::string_view page_script();

}  // namespace heddle::reports
