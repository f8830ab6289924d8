#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/replay_schedule.hpp"
#include "cli/common_options.hpp"

/// What the smaller verbs were asked to do.
namespace CLI {
class App;
}

namespace heddle::cli {

/// What `heddle list` was asked to show.
struct list_settings {
  std::vector<std::string> patterns;
  output_settings output;
};

/// What `heddle replay` was asked to do.
struct replay_settings {
  std::string token;
  isolation_flags isolation;
  std::string mode = "strict";
  output_settings output;
};

/// What `heddle shrink` was asked to do.
struct shrink_settings {
  std::string token;
  std::optional<std::uint64_t> executions;
  isolation_flags isolation;
  output_settings output;
};

/// What `heddle explain` was asked to do.
struct explain_settings {
  std::string token;
  bool all = false;
  isolation_flags isolation;
  output_settings output;
};

void add_list_options(CLI::App& parser, list_settings& into);
void add_replay_options(CLI::App& parser, replay_settings& into);
void add_shrink_options(CLI::App& parser, shrink_settings& into);
void add_explain_options(CLI::App& parser, explain_settings& into);

/// `strict`, `prefix` or `continue`.
checker::replay_mode replay_mode_of(const std::string& word);

}  // namespace heddle::cli
