#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace heddle::reports {

/// How much a text report says.
enum class detail : std::uint8_t {
  brief,   ///< verdicts only
  normal,  ///< explained, with what does not matter left out
  full,    ///< every step of every task
};

/// How a text report looks. The same result and options give the same bytes, but for the seconds.
struct text_options {
  /// Lines are no longer than this, except those with a command to paste.
  std::size_t width = 80;
  /// Colour repeats what the words say.
  bool colour = false;
  detail how_much = detail::normal;
  /// All outcomes as a table instead of a line.
  bool outcomes = false;
  /// Seconds differ from run to run; tests leave them out.
  bool seconds = true;
  /// What to type to call this program, for commands to paste.
  std::string command = "heddle";
};

/// What a colour stands for.
enum class tone : std::uint8_t { plain, good, bad, declared, notice, faint, strong };

/// `text` in the colour of `meaning`, or as it is without colour.
std::string paint(std::string_view text, tone meaning, const text_options& options);

/// `3.1 ms`, `12.4 s`, `2 min 5 s`.
std::string duration_text(double seconds);

}  // namespace heddle::reports
