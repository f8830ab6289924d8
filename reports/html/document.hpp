#pragma once

#include <string>
#include <string_view>

namespace heddle::reports {

/// A whole HTML document with the style of the pages. With `script`, their script is in it, too.
/// `content` is HTML, `title` is text.
std::string html_document(std::string_view title, std::string_view content, bool script);

/// JSON for the script to read, or the reader to download: an element that does nothing.
std::string json_block(std::string_view identity, std::string_view json);

}  // namespace heddle::reports
