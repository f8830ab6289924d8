#include "reports/diagram/dot_text.hpp"

#include <algorithm>

#include "reports/text/columns.hpp"

namespace heddle::reports {

std::string dot_quoted(std::string_view text, bool to_the_left) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const char character : printable(text.substr(0, end))) {
      if (character == '"' || character == '\\') quoted += '\\';
      quoted += character;
    }
    if (to_the_left)
      quoted += "\\l";
    else if (end < text.size())
      quoted += "\\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return quoted + "\"";
}

}  // namespace heddle::reports
