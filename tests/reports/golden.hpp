#pragma once

#include <cstddef>
#include <string>

namespace heddle::reports::test {

/// Checks `text` against `tests/reports/golden/NAME`. With HEDDLE_UPDATE_GOLDEN set in the
/// environment, writes the file instead: look at it before you keep it.
void check_golden(const std::string& name, const std::string& text);

/// The widest line of `text` in code points, lines with a command to paste (` replay `) and colour
/// escapes excluded.
std::size_t widest_line(const std::string& text);

}  // namespace heddle::reports::test
