#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace heddle::cli {

/// A command line parser for one verb, without options yet. Help is not its business.
class verb_parser : public CLI::App {
 public:
  explicit verb_parser(const std::string& verb);
};

/// Parses what follows the verb. Throws `command_error` (usage): an unknown flag with the nearest
/// one suggested, a value that is none, too many arguments.
void parse(CLI::App& parser, const std::vector<std::string>& arguments);

/// A value that must be one of `names`; the message suggests the nearest.
CLI::Validator one_of(std::vector<std::string> names);

/// `500ms`, `30s`, `2m`, `1h`, or a plain number of seconds. Nothing if it is none of these.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

/// `2` is 2 to 2, `0..2` is 0 to 2. Nothing if it is neither, or descends.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_range(std::string_view text);

/// The names and descriptions of a parser's options in two columns.
std::string options_help(const CLI::App& parser);

}  // namespace heddle::cli
