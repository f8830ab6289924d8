#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/console.hpp"
#include "cli/isolation/isolation.hpp"
#include "reports/text/text_options.hpp"

/// Options that several verbs have, and what their words may look like.
namespace CLI {
class App;
}

namespace heddle::cli {

/// How to write results, for all verbs that do.
struct output_settings {
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  /// A file, `-` for standard output, or nothing.
  std::optional<std::string> json;
  /// Likewise; `check` only.
  std::optional<std::string> junit;
  std::optional<std::string> sarif;

  /// Whether text goes to standard output.
  [[nodiscard]] bool prints_text() const { return json != "-" && junit != "-" && sarif != "-"; }
  /// Whether programs will read what was found.
  [[nodiscard]] bool for_programs() const { return json || junit || sarif; }
  [[nodiscard]] reports::text_options text(const std::string& command) const;
};

/// How to run models that crash or loop, for all verbs that run them.
struct isolation_flags {
  bool isolate = false;
  std::optional<std::string> watchdog;

  [[nodiscard]] isolation_settings settings() const;
};

/// With `file_optional`, `--json` alone means `-`.
void add_output_options(CLI::App& parser, output_settings& into, bool file_optional);
void add_isolation_options(CLI::App& parser, isolation_flags& into);

/// `auto`, `always` or `never`.
when when_of(const std::string& word);

}  // namespace heddle::cli
