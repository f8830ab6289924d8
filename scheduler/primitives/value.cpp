#include "scheduler/primitives/value.hpp"

#include <charconv>

namespace heddle::detail {

namespace {

/// The shortest text that reads back as the same number.
template <class T>
std::string shortest(T value) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

}  // namespace

std::string describe_signed(std::int64_t value) { return shortest(value); }

std::string describe_unsigned(std::uint64_t value) { return shortest(value); }

std::string describe_float(float value) { return shortest(value); }

std::string describe_double(double value) { return shortest(value); }

std::string describe_long_double(long double value) { return shortest(value); }

std::string describe_character(char value) {
  if (value >= ' ' && value <= '~') return {value};
  return shortest(static_cast<int>(value));
}

std::string describe_text(const char* value) { return value != nullptr ? value : "null"; }

}  // namespace heddle::detail
