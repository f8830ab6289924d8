#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Pieces of SVG. Texts are escaped, coordinates are whole pixels.
namespace heddle::reports {

/// `text` as XML shows it, also within quotes: the five characters with a meaning are written as
/// entities, and what XML does not allow (control characters, broken UTF-8) as `printable` does.
std::string xml_escaped(std::string_view text);

/// About how many pixels wide a sans-serif font shows `text`: rather too many than too few. It
/// needs no font, so that pictures are the same everywhere.
int text_width(std::string_view text, int font_size);

/// `text`, or as much of its beginning as is no wider than `width` pixels, with an ellipsis.
std::string fitted(std::string_view text, int font_size, int width);

/// `text` in lines no wider than `width` pixels, broken at spaces.
std::vector<std::string> text_lines(std::string_view text, int font_size, int width);

}  // namespace heddle::reports
