#pragma once

#include <optional>
#include <string>

#include "cli/common_options.hpp"
#include "cli/errors.hpp"
#include "reports/ci/checked_run.hpp"

/// What `heddle check` writes for programs: `--json`, `--junit`, `--sarif`.
namespace CLI {
class App;
}

namespace heddle::cli {

/// `--junit` and `--sarif`.
void add_ci_options(CLI::App& parser, output_settings& into);

/// Throws `command_error` if two of them are to be written to one place (usage), or one cannot be
/// written at all.
void require_check_files(const output_settings& settings);

/// Writes all that were asked for. One that cannot be written does not keep the others from being
/// so; it is the error returned.
std::optional<command_error> write_check_files(const reports::checked_run& run,
                                               const output_settings& settings,
                                               const std::string& command);

}  // namespace heddle::cli
