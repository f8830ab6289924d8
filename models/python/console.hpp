#pragma once

#include <source_location>
#include <string>
#include <string_view>

#include "models/python/text.hpp"
#include "scheduler/primitives/channel.hpp"

namespace heddle::models::python {

/// Where a program prints. Each `print` adds a line to what has been printed, in one step: lines
/// are never mixed up, as they are in the tutorial when two threads print at once, but their order
/// is that of the steps.
class console {
 public:
  /// For the threads of one process.
  console() : lines_(most_lines, "output") {}
  /// For several processes that print to one terminal.
  explicit console(process_shared_t) : lines_(most_lines, process_shared, "output") {}

  void print(const text& line, std::source_location where = std::source_location::current()) {
    lines_.send(line, where);
  }
  /// All that has been printed, ` | ` between two lines. To be called by one task, when the others
  /// have ended.
  std::string printed(std::source_location where = std::source_location::current());

 private:
  static constexpr std::size_t most_lines = 1024;

  channel<text> lines_;
  std::string printed_;
};

}  // namespace heddle::models::python
