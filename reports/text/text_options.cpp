#include "reports/text/text_options.hpp"

#include <fmt/format.h>

namespace heddle::reports {

namespace {

/// ANSI select-graphic-rendition parameters.
std::string_view parameters_of(tone meaning) {
  switch (meaning) {
    case tone::plain:
      return "";
    case tone::good:
      return "1;32";
    case tone::bad:
      return "1;31";
    case tone::declared:
      return "1;35";
    case tone::notice:
      return "33";
    case tone::faint:
      return "2";
    case tone::strong:
      return "1";
  }
  return "";
}

}  // namespace

std::string paint(std::string_view text, tone meaning, const text_options& options) {
  const std::string_view parameters = parameters_of(meaning);
  if (!options.colour || parameters.empty() || text.empty()) return std::string{text};
  return fmt::format("\x1b[{}m{}\x1b[0m", parameters, text);
}

std::string duration_text(double seconds) {
  if (seconds < 0.001) return fmt::format("{:.2f} ms", seconds * 1000);
  if (seconds < 1) return fmt::format("{:.1f} ms", seconds * 1000);
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<unsigned long long>(seconds);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

}  // namespace heddle::reports
