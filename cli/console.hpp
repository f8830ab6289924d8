#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Standard output, standard error, files, the terminal and the environment.
namespace heddle::cli {

/// When to do what depends on a terminal: `auto` is on a terminal only.
enum class when : std::uint8_t { automatic, always, never };

/// Writes to standard output. Throws `command_error` if that fails.
void print(std::string_view text);

/// Writes to standard error.
void print_error(std::string_view text);

/// Throws `command_error` unless a file of that name can be written, and leaves none behind that
/// was not there before. `-` is standard output.
void require_writable(const std::string& path);

/// Replaces the file, or writes to standard output if `path` is `-`. Throws `command_error`.
void write_file(const std::string& path, std::string_view text);

/// Whether standard error is a terminal.
bool error_is_terminal();

/// Whether to use colour on standard output. `automatic`: not if NO_COLOR is set; if
/// CLICOLOR_FORCE is set and not 0; else on a terminal that is not dumb.
bool use_colour(when wanted);

/// The width of lines: 80, or less (at least 60) on a narrower terminal.
std::size_t text_width();

/// What to type to call this program: HEDDLE_COMMAND, for scripts that wrap it, or the name it was
/// called by, quoted for the shell if it needs to be.
std::string command_to_type(std::string_view called_by);

}  // namespace heddle::cli
