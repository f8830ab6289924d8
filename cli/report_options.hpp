#pragma once

#include <optional>
#include <string>

#include "cli/common_options.hpp"

namespace CLI {
class App;
}

namespace heddle::cli {

/// What `heddle report` was asked to write.
struct report_settings {
  /// A token or the name of a model.
  std::string subject;
  /// A file, or `-` for standard output.
  std::string output = "-";
  std::optional<std::string> source_root;
  isolation_flags isolation;
};

void add_report_options(CLI::App& parser, report_settings& into);

/// `--source-root`, for all verbs that write pages.
void add_source_root(CLI::App& parser, std::optional<std::string>& into);

}  // namespace heddle::cli
