#include "cli/arguments.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

namespace heddle::cli {

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number) || number <= 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const double seconds = unit.empty() || unit == "s" ? 1
                         : unit == "ms"              ? 1e-3
                         : unit == "m"               ? 60
                         : unit == "h"               ? 3600
                                                     : 0;
  // Beyond a year it is a mistake, and before the nanoseconds run over.
  if (seconds == 0 || number * seconds > 3.2e7) return std::nullopt;
  return std::chrono::nanoseconds{std::llround(number * seconds * 1e9)};
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_range(std::string_view text) {
  const auto number = [](std::string_view digits) -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  const std::size_t dots = text.find("..");
  const auto from = number(text.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : number(text.substr(dots + 2));
  if (!from || !to || *from > *to) return std::nullopt;
  return std::pair{*from, *to};
}

}  // namespace heddle::cli
