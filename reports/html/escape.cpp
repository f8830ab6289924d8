#include "reports/html/escape.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "reports/html/sha256.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

std::string_view reference_for(char letter) {
  switch (letter) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string safe;
  for (const char letter : printable(text)) {
    const std::string_view reference = reference_for(letter);
    if (reference.empty())
      safe += letter;
    else
      safe += reference;
  }
  return safe;
}

std::string script_escaped(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char letter : json) {
    if (letter == '<')
      safe += "\\u003c";
    else
      safe += letter;
  }
  return safe;
}

std::string policy_hash(std::string_view text) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::array<std::uint8_t, 32> bytes = sha256(text);
  std::string name;
  for (std::size_t first = 0; first < bytes.size(); first += 3) {
    const std::size_t count = std::min<std::size_t>(bytes.size() - first, 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | (i < count ? bytes[first + i] : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      name += i <= count ? digits[group >> (18 - 6 * i) & 63U] : '=';
  }
  return "'sha256-" + name + "'";
}

}  // namespace heddle::reports
