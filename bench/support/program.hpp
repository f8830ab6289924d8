#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/support/measure.hpp"
#include "bench/support/table.hpp"

namespace bench {

/// What the user of a benchmark asked for.
struct settings {
  bool json = false;
  /// Only subjects whose names contain it.
  std::string_view only;
  /// How often to measure each subject; the quickest counts.
  int times = 1;

  [[nodiscard]] bool want(const subject& one) const {
    return one.name.find(only) != std::string::npos;
  }
};

/// What a benchmark tells.
struct report {
  std::vector<table> tables;
  /// Whether all that was counted is what it should be.
  bool correct = true;
};

/// A benchmark of subjects that are measured each in a process of its own.
struct program {
  std::string_view name;
  std::vector<subject> subjects;
  std::function<report(const settings&)> measure;
};

/// The `main` of a benchmark: reads the arguments, measures and prints. Returns the exit code: 0, 1
/// if something was counted wrong, or 64 if the arguments make no sense.
int run(const program& benchmark, int argc, char** argv);

/// Prints the tables that are not empty, as text or as one JSON object.
void print(std::span<const table> tables, bool as_json);

/// A number of at least 1, or nothing.
std::optional<int> positive(std::string_view text);

}  // namespace bench
