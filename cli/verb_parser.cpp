#include "cli/verb_parser.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.hpp"
#include "cli/suggest.hpp"
#include "reports/text/columns.hpp"

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

verb_parser::verb_parser(const std::string& verb) : parser_(std::make_unique<CLI::App>("", verb)) {
  parser_->set_help_flag();
  parser_->allow_extras();
}

verb_parser::~verb_parser() = default;

void verb_parser::parse(const std::vector<std::string>& arguments) {
  try {
    // CLI11 takes them from the back.
    parser_->parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::ParseError& error) {
    refuse(*parser_, error.what());
  }
  for (const std::string& extra : parser_->remaining()) {
    if (!extra.starts_with("-")) refuse(*parser_, fmt::format("unexpected argument '{}'", extra));
    const std::string flag = extra.substr(0, extra.find('='));
    refuse(*parser_,
           fmt::format("unknown flag {}{}", flag, did_you_mean(flag, flags_of(*parser_))));
  }
}

std::string verb_parser::options_help() const {
  constexpr std::size_t column = 28;
  constexpr std::size_t width = 80;
  std::string text;
  for (const CLI::Option* option : parser_->get_options()) {
    const std::string names = "  " + names_of(*option);
    const bool fits = reports::width_of(names) + 2 <= column;
    text += fits ? reports::pad(names, column) : names + "\n" + std::string(column, ' ');
    text += reports::wrap(option->get_description(), column, width) + "\n";
  }
  return text;
}

}  // namespace heddle::cli
