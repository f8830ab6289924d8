#pragma once

#include <string>

#include "cli/common_options.hpp"

namespace CLI {
class App;
}

namespace heddle::cli {

/// What `heddle graph` was asked to draw.
struct graph_settings {
  /// A token or the name of a model.
  std::string subject;
  std::string kind;
  /// A file, or `-` for standard output.
  std::string output = "-";
  /// Empty: as the file's name ends, `dot` for standard output.
  std::string format;
  isolation_flags isolation;
};

void add_graph_options(CLI::App& parser, graph_settings& into);

}  // namespace heddle::cli
