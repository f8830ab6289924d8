#pragma once

#include <string>

namespace heddle::cli {

/// Prints reports of models one after the other: an empty line around those longer than a line.
class report_printer {
 public:
  void print_report(const std::string& text);

 private:
  bool any_ = false;
  bool last_was_long_ = false;
};

}  // namespace heddle::cli
