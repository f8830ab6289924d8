#include "reports/text/columns.hpp"

#include <fmt/format.h>

namespace heddle::reports {

namespace {

constexpr std::string_view ellipsis = "...";

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// The bytes of the well-formed code point at the front of `text`; 0 if it is broken.
std::size_t code_point_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80                     ? 1
                             : first >= 0xc2 && first < 0xe0  ? 2
                             : (first & 0xf0) == 0xe0         ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues(text[i])) return 0;
  return length;
}

/// Whether the code point is a control character, of ASCII or beyond it (U+0080 to U+009F).
bool is_control(std::string_view code_point) {
  const auto first = static_cast<unsigned char>(code_point.front());
  if (code_point.size() == 1) return first < 0x20 || first == 0x7f;
  return first == 0xc2 && static_cast<unsigned char>(code_point[1]) < 0xa0;
}

std::string escaped(std::string_view control) {
  switch (control.front()) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    default:
      return fmt::format("\\x{:02x}", static_cast<unsigned char>(control.back()));
  }
}

/// The place in bytes of the code point with `count` code points before it.
std::size_t byte_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!continues(text[at]) && count-- == 0) break;
  return at;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += continues(byte) ? 0 : 1;
  return count;
}

std::string printable(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t length = code_point_length(text);
    const std::string_view code_point = text.substr(0, length == 0 ? 1 : length);
    if (length == 0)
      clean += '?';
    else if (is_control(code_point))
      clean += escaped(code_point);
    else
      clean += code_point;
    text.remove_prefix(code_point.size());
  }
  return clean;
}

std::string pad(std::string_view text, std::size_t width) {
  const std::size_t used = width_of(text);
  std::string padded{text};
  if (used < width) padded.append(width - used, ' ');
  return padded;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = width_of(text);
  std::string padded(used < width ? width - used : 0, ' ');
  padded += text;
  return padded;
}

std::string elide_end(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string{text};
  if (width <= ellipsis.size()) return std::string{text.substr(0, byte_of(text, width))};
  return std::string{text.substr(0, byte_of(text, width - ellipsis.size()))} +
         std::string{ellipsis};
}

std::string elide_front(std::string_view text, std::size_t width) {
  const std::size_t used = width_of(text);
  if (used <= width) return std::string{text};
  if (width <= ellipsis.size()) return std::string{text.substr(byte_of(text, used - width))};
  return std::string{ellipsis} +
         std::string{text.substr(byte_of(text, used - (width - ellipsis.size())))};
}

std::string wrap(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::size_t column = indent;
  bool fresh = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t used = width_of(word);
    if (!fresh && column + 1 + used > width) {
      while (!lines.empty() && lines.back() == ' ') lines.pop_back();
      lines += '\n';
      lines.append(indent, ' ');
      column = indent;
      fresh = true;
    }
    if (!fresh) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += used;
    fresh = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace heddle::reports
