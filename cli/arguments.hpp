#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::cli {

/// `500ms`, `30s`, `2m`, `1h`, or a plain number of seconds. Nothing if it is none of these.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

/// `2` is 2 to 2, `0..2` is 0 to 2. Nothing if it is neither, or descends.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_range(std::string_view text);

}  // namespace heddle::cli
