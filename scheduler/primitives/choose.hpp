#pragma once

#include <concepts>
#include <cstdint>
#include <source_location>
#include <utility>

namespace heddle {

namespace detail {

std::uint64_t choose(std::int64_t count, std::source_location where);

}  // namespace detail

/// A value from 0 to `count` - 1: the checker tries each. `count` is at least 1 and at most
/// 65 536; anything else is a misuse.
template <std::integral Number>
Number choose(Number count, std::source_location where = std::source_location::current()) {
  return static_cast<Number>(detail::choose(
      std::in_range<std::int64_t>(count) ? static_cast<std::int64_t>(count) : 0, where));
}

}  // namespace heddle
