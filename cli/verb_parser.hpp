#pragma once

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace heddle::cli {

/// A command line parser for one verb, without options yet. Help is not its business.
class verb_parser {
 public:
  explicit verb_parser(const std::string& verb);
  ~verb_parser();

  // Options are added to what CLI11 makes of it, where CLI11's large headers are known.
  operator CLI::App&() { return *parser_; }  // NOLINT(google-explicit-constructor)

  /// Parses what follows the verb. Throws `command_error` (usage): an unknown flag with the nearest
  /// one suggested, a value that is none, too many arguments.
  void parse(const std::vector<std::string>& arguments);

  /// The names and descriptions of its options in two columns.
  [[nodiscard]] std::string options_help() const;

 private:
  std::unique_ptr<CLI::App> parser_;
};

}  // namespace heddle::cli
