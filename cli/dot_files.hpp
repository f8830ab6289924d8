#pragma once

#include <string>
#include <vector>

#include "checker/result.hpp"

namespace heddle::cli {

/// Makes the folder if it is not there. Throws `command_error` if that cannot be done.
void require_folder(const std::string& folder);

/// Writes a graph of each deadlock and each potential one of a result into a folder: `MODEL.dot`,
/// `MODEL-2.dot` and so on for deadlocks in the order of the report, `MODEL-lockorder.dot` and so
/// on for lock orders, those that make no deadlock among them. Returns the files.
/// Throws `command_error`.
std::vector<std::string> write_dot_files(const std::string& folder, const checker::result& found);

}  // namespace heddle::cli
