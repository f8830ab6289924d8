#pragma once

#include <string>
#include <string_view>

namespace heddle::reports {

/// `text` in quotes of the language of Graphviz; a line feed in it stays one, everything else is
/// printable and means nothing. With `to_the_left`, lines are not centred.
std::string dot_quoted(std::string_view text, bool to_the_left = false);

}  // namespace heddle::reports
