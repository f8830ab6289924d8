#pragma once

#include <vector>

#include "cli/check_options.hpp"
#include "cli/exit_code.hpp"

/// `heddle check --native`: each model once, on real threads.
namespace heddle::cli {

/// Its own flags.
void add_native_options(CLI::App& parser, check_settings& into);

/// Throws `command_error` (usage) if flags of a search come together with `--native`, or its own
/// without it.
void require_native_consistent(const check_settings& settings);

/// Runs the models one after the other and tells what came out.
exit_code check_natively(const check_settings& settings, const std::string& command,
                         const std::vector<const model*>& models);

}  // namespace heddle::cli
