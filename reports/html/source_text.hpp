#pragma once

#include <map>
#include <string>
#include <vector>

#include "checker/replay.hpp"
#include "checker/result.hpp"

namespace heddle::reports {

/// The lines of source files, by the name a `source_line` has for them. Files that could not be
/// read are missing.
using source_texts = std::map<std::string, std::vector<std::string>>;

/// The files that a page shows parts of, by name: those in which tasks do something in the
/// executions of the findings, or in the one that was replayed.
std::vector<std::string> source_files_of(const checker::result& from);
std::vector<std::string> source_files_of(const checker::replay_result& from);

}  // namespace heddle::reports
