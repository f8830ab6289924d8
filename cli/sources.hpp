#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reports/html/source_text.hpp"

namespace heddle::cli {

/// Reads the source files that reports show parts of, each once.
class source_reader {
 public:
  /// Names are looked for below `root` first (nothing: the current folder), then as they are.
  explicit source_reader(const std::optional<std::string>& root) : root_(root.value_or("")) {}

  /// Reads those that have not been looked for yet. A file that cannot be read is no error.
  void read(const std::vector<std::string>& names);

  [[nodiscard]] const reports::source_texts& texts() const { return texts_; }

 private:
  std::string root_;
  std::set<std::string> known_;
  reports::source_texts texts_;
};

}  // namespace heddle::cli
