#pragma once

#include <string_view>
#include <vector>

/// A model to be run on real threads.
struct native_case {
  std::string_view name;
  /// Whether accesses to its variables are unordered, so that ThreadSanitizer must report them. All
  /// others must be clean: no report, no failure, the end reached.
  bool races = false;
  void (*body)() = nullptr;
};

/// The cases of each file.
const std::vector<native_case>& bank_cases();
const std::vector<native_case>& ordering_cases();
const std::vector<native_case>& primitive_cases();
