#include "reports/ci/xml.hpp"

#include <cstddef>

#include <fmt/format.h>

namespace heddle::reports {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

/// A code point of UTF-8 and its bytes; `length` is 0 if they are none (RFC 3629).
struct decoded {
  char32_t code = 0;
  std::size_t length = 0;
};

decoded first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  char32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return {};
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least[length] || code > 0x10ffff || surrogate) return {};
  return {code, length};
}

bool allowed_in_xml(char32_t code) {
  return code == '\t' || code == '\n' || code == '\r' ||
         (code >= 0x20 && code != 0xfffe && code != 0xffff);
}

/// The reference for a code point that cannot stand for itself; empty if it can.
std::string reference_of(char32_t code, bool in_attribute) {
  switch (code) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\r':
      return "&#13;";
    case '\n':
    case '\t':
      return in_attribute ? fmt::format("&#{};", static_cast<unsigned>(code)) : "";
    default:
      return "";
  }
}

std::string escaped_xml(std::string_view text, bool in_attribute) {
  std::string safe;
  while (!text.empty()) {
    const decoded next = first_of(text);
    const std::size_t length = next.length == 0 ? 1 : next.length;
    if (next.length == 0 || !allowed_in_xml(next.code)) {
      safe += replacement;
    } else {
      const std::string reference = reference_of(next.code, in_attribute);
      safe += reference.empty() ? text.substr(0, length) : std::string_view{reference};
    }
    text.remove_prefix(length);
  }
  return safe;
}

}  // namespace

std::string xml_content(std::string_view text) { return escaped_xml(text, false); }

std::string xml_attribute(std::string_view text) { return escaped_xml(text, true); }

}  // namespace heddle::reports
