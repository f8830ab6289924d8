#pragma once

#include <atomic>

namespace heddle::cli {

/// While one lives, the first SIGINT or SIGTERM only sets a flag that ends the search after the
/// current execution; the second ends the program as usual. Processes forked meanwhile see the
/// flag, too.
class interruption {
 public:
  interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;
  ~interruption();

  /// Set by the signal.
  [[nodiscard]] const std::atomic<bool>& requested() const;
};

}  // namespace heddle::cli
