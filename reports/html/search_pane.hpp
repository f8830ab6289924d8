#pragma once

#include <string>
#include <string_view>

#include "checker/result.hpp"

namespace heddle::reports {

/// `FAIL (expected) tutorial.deadlock.abba`, in plain text.
std::string page_title(const checker::result& from);

/// The verdict on the model, big, with a line on how it was come by.
std::string page_header(const checker::result& from);

/// The word of the verdict as a badge.
std::string verdict_badge(const checker::result& from);

/// What came out, how it was searched, the commands that search again, and the JSON to download.
std::string search_pane(const checker::result& from, const std::string& command);

}  // namespace heddle::reports
