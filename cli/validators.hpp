#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace heddle::cli {

/// A value that must be one of `names`; the message suggests the nearest.
CLI::Validator one_of(std::vector<std::string> names);

CLI::Validator whole_number_from(std::uint64_t least);

/// `30s`, `500ms`, `2m` or `1h`.
CLI::Validator a_duration();

/// `auto`, `always` or `never`.
CLI::Validator a_when();

}  // namespace heddle::cli
