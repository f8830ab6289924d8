#include "cli/check_files.hpp"

#include <array>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/console.hpp"
#include "reports/ci/junit.hpp"
#include "reports/ci/sarif.hpp"
#include "reports/json/json.hpp"

namespace heddle::cli {

namespace {

/// A flag and the file it names.
struct named_file {
  std::string_view flag;
  const std::optional<std::string>& path;
};

std::array<named_file, 3> files_of(const output_settings& settings) {
  return {named_file{"--json", settings.json}, named_file{"--junit", settings.junit},
          named_file{"--sarif", settings.sarif}};
}

/// The program as somebody else would type it: without the path of this machine.
std::string portable(const std::string& command) {
  return command.starts_with('/') ? std::filesystem::path{command}.filename().string() : command;
}

std::string junit_text(const reports::checked_run& run, const output_settings& settings,
                       const std::string& command) {
  reports::text_options options;
  options.how_much = settings.verbose ? reports::detail::full : reports::detail::normal;
  options.command = portable(command);
  return reports::junit_xml(run, options);
}

std::string sarif_text(const reports::checked_run& run, const std::string& command) {
  reports::sarif_options options;
  options.command = portable(command);
  std::error_code none_known;
  options.source_root = std::filesystem::current_path(none_known).string();
  return reports::sarif_log(run, options);
}

}  // namespace

void add_ci_options(CLI::App& parser, output_settings& into) {
  parser
      .add_option("--junit", into.junit,
                  "Write JUnit XML to a file, a test case per model; - is standard output, without "
                  "text (default: none)")
      ->type_name("FILE");
  parser
      .add_option(
          "--sarif", into.sarif,
          "Write SARIF 2.1.0 to a file, a result per finding; - is standard output, without "
          "text (default: none)")
      ->type_name("FILE");
}

void require_check_files(const output_settings& settings) {
  const std::array files = files_of(settings);
  for (std::size_t one = 0; one < files.size(); ++one)
    for (std::size_t other = one + 1; other < files.size(); ++other)
      if (files[one].path && files[one].path == files[other].path)
        throw command_error{
            exit_code::usage,
            fmt::format("{} and {} cannot both be written to {}", files[one].flag,
                        files[other].flag,
                        *files[one].path == "-" ? "standard output" : *files[one].path)};
  for (const named_file& each : files)
    if (each.path) require_writable(*each.path);
}

std::optional<command_error> write_check_files(const reports::checked_run& run,
                                               const output_settings& settings,
                                               const std::string& command) {
  std::string problems;
  const auto write = [&problems](const std::optional<std::string>& path, auto&& text) {
    if (!path) return;
    try {
      write_file(*path, text());
    } catch (const command_error& error) {
      problems += (problems.empty() ? "" : "; ") + std::string{error.what()};
    }
  };
  write(settings.json, [&] { return reports::results_json(run.results); });
  write(settings.junit, [&] { return junit_text(run, settings, command); });
  write(settings.sarif, [&] { return sarif_text(run, command); });
  if (problems.empty()) return std::nullopt;
  return command_error{exit_code::bad_file, problems};
}

}  // namespace heddle::cli
