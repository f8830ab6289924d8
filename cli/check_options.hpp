#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/common_options.hpp"

namespace CLI {
class App;
}

namespace heddle::cli {

/// What `heddle check` was asked to do.
struct check_settings {
  std::vector<std::string> patterns;
  std::optional<std::string> strategy;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> depth;
  std::optional<std::uint64_t> first;
  std::optional<std::string> parameters;
  std::optional<std::string> preemptions;
  std::optional<std::string> delays;
  std::optional<std::uint64_t> executions;
  std::optional<std::string> duration;
  std::optional<std::uint32_t> steps;
  std::optional<std::string> time;
  std::optional<std::string> plain;
  bool spurious = false;
  std::string stop = "all";
  std::optional<std::uint64_t> directed;
  bool no_shrink = false;
  bool no_expect = false;
  std::vector<std::string> fail_on;
  bool require_complete = false;
  bool outcomes = false;
  bool no_failures = false;
  std::string progress = "auto";
  isolation_flags isolation;
  /// A folder for graphs of what was found; empty: none.
  std::string dot;
  bool native = false;
  std::optional<double> time_scale;
  /// A folder.
  std::optional<std::string> html;
  std::optional<std::string> source_root;
  output_settings output;
};

void add_check_options(CLI::App& parser, check_settings& into);

}  // namespace heddle::cli
