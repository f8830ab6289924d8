#pragma once

#include <chrono>
#include <string>

#include "checker/check.hpp"
#include "cli/console.hpp"

namespace heddle::cli {

/// `12 431 executions  3.1 M/s  about 38 %  8 s left`.
std::string progress_text(const checker::progress& now);

/// Tells on standard error how far a search is: on a terminal one line, rewritten, else a plain
/// line each 10 seconds. The screen is never cleared.
class progress_line {
 public:
  explicit progress_line(when wanted);
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  ~progress_line() { clear(); }

  /// The search of `model` begins.
  void begin(const std::string& model);
  /// The search has got this far.
  void update(const checker::progress& now);
  /// Takes the line away, before something else is printed.
  void clear();

 private:
  using clock = std::chrono::steady_clock;

  bool rewrites_;
  bool silent_;
  bool shown_ = false;
  std::string model_;
  clock::time_point last_line_ = clock::now();
};

}  // namespace heddle::cli
