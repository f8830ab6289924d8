#pragma once

#include <string>
#include <vector>

namespace heddle::cli {

/// Ten lines about everything.
std::string brief_help(const std::string& command);

/// All commands with all their options.
std::string full_help(const std::string& command);

/// Version of heddle, of its tokens and of its JSON.
std::string version_text();

/// Whether `-h` or `--help` is among the arguments of a verb.
bool wants_help(const std::vector<std::string>& arguments);

/// About one verb: brief with `-h`, all options with `--help`.
std::string verb_help(const std::string& verb, const std::vector<std::string>& arguments,
                      const std::string& command);

}  // namespace heddle::cli
