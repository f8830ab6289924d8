#pragma once

#include <cstddef>
#include <limits>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

/// `std::latch`: opens for ever when it has been counted down to zero. Counting below zero and a
/// negative argument, undefined in the standard, are misuses.
class latch {
 public:
  explicit latch(std::ptrdiff_t expected,
                 std::source_location where = std::source_location::current())
      : latch(expected, {}, where) {}
  latch(std::ptrdiff_t expected, std::string_view name,
        std::source_location where = std::source_location::current());
  latch(const latch&) = delete;
  latch& operator=(const latch&) = delete;

  [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept {
    return std::numeric_limits<std::ptrdiff_t>::max();
  }

  /// Counts down by `amount`; never waits.
  void count_down(std::ptrdiff_t amount = 1,
                  std::source_location where = std::source_location::current());
  /// Whether the latch is open. The standard allows a false "no"; this one says none.
  [[nodiscard]] bool try_wait(std::source_location where = std::source_location::current());
  /// Waits until the latch is open.
  void wait(std::source_location where = std::source_location::current());
  /// Counts down, then waits: two events.
  void arrive_and_wait(std::ptrdiff_t amount = 1,
                       std::source_location where = std::source_location::current());

 private:
  bool pass(scheduler::time_limit limit, std::source_location where);

  scheduler::object_handle handle_;
};

}  // namespace heddle
