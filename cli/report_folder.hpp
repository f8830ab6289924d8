#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/exploration_tree.hpp"
#include "checker/result.hpp"
#include "cli/sources.hpp"

namespace heddle::cli {

/// A folder with a page for each model in which something was found, and an index of all models.
class report_folder {
 public:
  /// Makes the folder, if need be. Throws `command_error` if that cannot be.
  report_folder(std::string path, std::string command, const std::optional<std::string>& root);

  /// Writes the page of a result in which something was found; `tree` as for
  /// `page_options`. Throws `command_error`.
  void add(const checker::result& found, const checker::exploration_tree* tree);

  /// Writes `index.html` about all results. Throws `command_error`.
  void finish(const std::vector<checker::result>& results) const;

 private:
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

  std::string path_;
  std::string command_;
  source_reader sources_;
};

}  // namespace heddle::cli
