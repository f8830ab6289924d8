#include "tests/reports/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/text/columns.hpp"
#include "tests/catch.hpp"

namespace heddle::reports::test {

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string{HEDDLE_SOURCE_DIR} + "/tests/reports/golden/" + name;
  if (std::getenv("HEDDLE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{path} << text;
    WARN("wrote " << path);
    return;
  }
  std::ifstream file{path};
  REQUIRE(file.is_open());
  std::ostringstream wanted;
  wanted << file.rdbuf();
  CHECK(text == wanted.str());
}

namespace {

/// Whether the line has a command to paste, which must stay whole.
bool pasted(const std::string& line) {
  return line.find(" replay ") != std::string::npos || line.find(" shrink ") != std::string::npos;
}

}  // namespace

std::size_t widest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);)
    if (!pasted(line)) widest = std::max(widest, width_of(line));
  return widest;
}

}  // namespace heddle::reports::test
