#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text in columns. Widths are counted in code points of UTF-8.
namespace heddle::reports {

/// Everything below a verdict begins at this column.
constexpr std::size_t margin = 6;
/// A source line in a column of a table takes no more columns than this.
constexpr std::size_t widest_where = 24;

/// The number of code points of `text`.
std::size_t width_of(std::string_view text);

/// `text` with control characters written as `\n` or `\x1b` and broken UTF-8 as `?`, so that names
/// and messages of models can neither break a table nor steer a terminal.
std::string printable(std::string_view text);

/// `text` and spaces up to `width`; longer text stays as it is.
std::string pad(std::string_view text, std::size_t width);

/// Spaces and `text` up to `width`; longer text stays as it is.
std::string pad_left(std::string_view text, std::size_t width);

/// At most `width` code points of `text`; where something is left out at the end stands `...`.
std::string elide_end(std::string_view text, std::size_t width);

/// At most `width` code points of `text`; where something is left out at the front stands `...`.
std::string elide_front(std::string_view text, std::size_t width);

/// `text` broken at spaces into lines of at most `width`, all but the first indented by `indent`;
/// the first begins at column `indent`, too. A word longer than a line stands alone and overflows.
std::string wrap(std::string_view text, std::size_t indent, std::size_t width);

/// `1 step`, `2 steps`.
std::string counted(std::size_t count, std::string_view noun);

}  // namespace heddle::reports
