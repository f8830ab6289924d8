#include "reports/diagram/svg_parts.hpp"

#include <algorithm>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// Widths in hundredths of the font's size, after DejaVu Sans, which is wider than most.
int character_width(char character) {
  constexpr std::string_view narrow = "fijlrtI.,:;!'|()[]{}/\\- ";
  constexpr std::string_view wide = "mwMW@%";
  if (narrow.find(character) != std::string_view::npos) return 42;
  if (wide.find(character) != std::string_view::npos) return 100;
  if (character >= 'A' && character <= 'Z') return 76;
  if (character == '>' || character == '<' || character == '=') return 84;
  return 64;
}

/// The length in bytes of the code point that begins with `first`.
std::size_t bytes_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

int code_point_width(std::string_view code_point) {
  return code_point.size() == 1 ? character_width(code_point.front()) : 100;
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char character : printable(text)) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

int text_width(std::string_view text, int font_size) {
  int hundredths = 0;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, bytes_of(text.front()));
    hundredths += code_point_width(one);
    text.remove_prefix(one.size());
  }
  return hundredths * font_size / 100;
}

std::string fitted(std::string_view text, int font_size, int width) {
  if (text_width(text, font_size) <= width) return std::string{text};
  constexpr std::string_view ellipsis = "\u2026";
  int left = (width - text_width(ellipsis, font_size)) * 100 / font_size;
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t bytes = bytes_of(text[end]);
    left -= code_point_width(text.substr(end, bytes));
    if (left < 0) break;
    end += bytes;
  }
  return std::string{text.substr(0, end)} + std::string{ellipsis};
}

std::vector<std::string> text_lines(std::string_view text, int font_size, int width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word{text.substr(0, end)};
    std::string& last = lines.back();
    const std::string longer = last.empty() ? word : last + ' ' + word;
    if (last.empty() || text_width(longer, font_size) <= width)
      last = longer;
    else
      lines.push_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace heddle::reports
