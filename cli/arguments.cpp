#include "cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/errors.hpp"
#include "cli/suggest.hpp"
#include "reports/columns.hpp"

namespace heddle::cli {

namespace {

[[noreturn]] void refuse(const CLI::App& parser, std::string_view what) {
  throw command_error{exit_code::usage, fmt::format("{} (heddle {} --help shows all flags)", what,
                                                    parser.get_name())};
}

std::vector<std::string> flags_of(const CLI::App& parser) {
  std::vector<std::string> flags{"--help", "-h"};
  for (const CLI::Option* option : parser.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  }
  return flags;
}

/// `--strategy dfs|random`, `-q, --quiet`, `PATTERN...`.
std::string names_of(const CLI::Option& option) {
  std::string names;
  const auto add = [&](const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
  for (const std::string& name : option.get_snames()) add("-" + name);
  for (const std::string& name : option.get_lnames()) add("--" + name);
  std::string type = option.get_type_name();
  if (names.empty()) return type;
  return type.empty() ? names : names + " " + type;
}

}  // namespace

verb_parser::verb_parser(const std::string& verb) : CLI::App{"", verb} {
  set_help_flag();
  allow_extras();
}

void parse(CLI::App& parser, const std::vector<std::string>& arguments) {
  try {
    // CLI11 takes them from the back.
    parser.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::ParseError& error) {
    refuse(parser, error.what());
  }
  for (const std::string& extra : parser.remaining()) {
    if (!extra.starts_with("-")) refuse(parser, fmt::format("unexpected argument '{}'", extra));
    const std::string flag = extra.substr(0, extra.find('='));
    refuse(parser, fmt::format("unknown flag {}{}", flag, did_you_mean(flag, flags_of(parser))));
  }
}

CLI::Validator one_of(std::vector<std::string> names) {
  return CLI::Validator{[names = std::move(names)](std::string& value) -> std::string {
                          if (std::ranges::find(names, value) != names.end()) return "";
                          return fmt::format("'{}' is none of {}{}", value, fmt::join(names, ", "),
                                             did_you_mean(value, names));
                        },
                        ""};
}

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number) || number <= 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const double seconds = unit.empty() || unit == "s" ? 1
                         : unit == "ms"              ? 1e-3
                         : unit == "m"               ? 60
                         : unit == "h"               ? 3600
                                                     : 0;
  // Beyond a year it is a mistake, and before the nanoseconds run over.
  if (seconds == 0 || number * seconds > 3.2e7) return std::nullopt;
  return std::chrono::nanoseconds{std::llround(number * seconds * 1e9)};
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_range(std::string_view text) {
  const auto number = [](std::string_view digits) -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  const std::size_t dots = text.find("..");
  const auto from = number(text.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : number(text.substr(dots + 2));
  if (!from || !to || *from > *to) return std::nullopt;
  return std::pair{*from, *to};
}

std::string options_help(const CLI::App& parser) {
  constexpr std::size_t column = 28;
  constexpr std::size_t width = 80;
  std::string text;
  for (const CLI::Option* option : parser.get_options()) {
    const std::string names = "  " + names_of(*option);
    const bool fits = reports::width_of(names) + 2 <= column;
    text += fits ? reports::pad(names, column) : names + "\n" + std::string(column, ' ');
    text += reports::wrap(option->get_description(), column, width) + "\n";
  }
  return text;
}

}  // namespace heddle::cli
