#include "cli/common_options.hpp"

#include <chrono>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/arguments.hpp"
#include "cli/validators.hpp"

namespace heddle::cli {

void add_output_options(CLI::App& parser, output_settings& into, bool file_optional) {
  const auto store = [&into](const std::vector<std::string>& values) {
    into.json = values.empty() || values.front().empty() ? "-" : values.front();
    return true;
  };
  CLI::Option* file = parser.add_option(
      "--json", store, "Write JSON to a file; - is standard output, without text (default: none)");
  file->type_name(file_optional ? "[FILE]" : "FILE")->expected(file_optional ? 0 : 1, 1);
  parser
      .add_option("--color", into.color,
                  "Colours; auto heeds NO_COLOR, CLICOLOR_FORCE and the terminal (default: auto)")
      ->type_name("auto|always|never")
      ->check(a_when());
  CLI::Option* quiet = parser.add_flag("-q", into.quiet, "Verdicts only (default: off)");
  CLI::Option* verbose =
      parser.add_flag("-v", into.verbose, "Every step of every task, all options (default: off)");
  quiet->excludes(verbose);
}

void add_isolation_options(CLI::App& parser, isolation_flags& into) {
  parser.add_flag(
      "--isolate", into.isolate,
      "Run each model in a process of its own from the start, and not only after it has "
      "crashed (default: off)");
  parser
      .add_option("--watchdog", into.watchdog,
                  "Report a task that takes so much CPU time without a scheduling point; 0: never "
                  "(default: 10s)")
      ->type_name("D")
      ->check(CLI::Validator{[](std::string& value) -> std::string {
                               if (value == "0" || parse_duration(value)) return "";
                               return fmt::format(
                                   "'{}' is neither 0 nor a duration such as 10s or 500ms", value);
                             },
                             ""});
}

isolation_settings isolation_flags::settings() const {
  isolation_settings chosen{.always = isolate};
  if (watchdog)
    chosen.patience = parse_duration(*watchdog).value_or(std::chrono::nanoseconds::zero());
  return chosen;
}

when when_of(const std::string& word) {
  return word == "always" ? when::always : word == "never" ? when::never : when::automatic;
}

reports::text_options output_settings::text(const std::string& command) const {
  reports::text_options options;
  options.width = text_width();
  options.colour = use_colour(when_of(color));
  options.how_much = quiet     ? reports::detail::brief
                     : verbose ? reports::detail::full
                               : reports::detail::normal;
  options.command = command;
  return options;
}

}  // namespace heddle::cli
