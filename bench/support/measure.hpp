#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "checker/strategy.hpp"

namespace bench {

/// What one row of a table runs.
struct subject {
  /// `table/program`; no other subject of the program has it.
  std::string name;
  std::function<void()> body;
  std::string_view strategy = "dpor";
  /// The most executions; 0: as many as the strategy has.
  std::uint64_t executions = 0;
  /// The search is repeated until it has taken so many CPU seconds altogether.
  double least_seconds = 0;
};

/// What running a subject took. Rates are per second of `seconds` or of `search_seconds`.
struct measurement {
  std::uint64_t searches = 0;
  std::uint64_t executions = 0;  ///< of all searches, as are the following
  std::uint64_t blocked = 0;
  std::uint64_t events = 0;
  double search_seconds = 0;  ///< CPU seconds of the searches alone
  double seconds = 0;         ///< CPU seconds of the whole process, its start included
  double megabytes = 0;       ///< its peak of resident memory
};

/// Runs the subject in a process of its own, so often, and returns the quickest. Throws
/// std::runtime_error if that process fails.
measurement measure(const subject& one, int times);

/// What that process does: searches and writes what it has counted to standard output.
void search_and_report(const subject& one);

/// The argument that asks a program of ours to do so with the subject named next.
inline constexpr std::string_view child_argument = "--in-child";

}  // namespace bench
