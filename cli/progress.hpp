#pragma once

#include <chrono>
#include <deque>
#include <string>

#include "checker/check.hpp"
#include "cli/console.hpp"

namespace heddle::cli {

/// `12 431 executions  3.1 M/s  about 38 k +-9 %  8 s left`. The estimate is of all executions;
/// `spread` is how far estimates have lately been apart, as a share.
std::string progress_text(const checker::progress& now, double spread = 0);

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
  /// The same for a line that another process may have left on the same terminal.
  void clear_of_others();

 private:
  [[nodiscard]] double spread_with(const checker::progress& now);

  using clock = std::chrono::steady_clock;

  bool rewrites_;
  bool silent_;
  bool shown_ = false;
  std::string model_;
  std::deque<double> estimates_;  ///< the latest, of all executions
  clock::time_point last_line_ = clock::now();
};

}  // namespace heddle::cli
