#pragma once

#include <source_location>
#include <string_view>

#include "scheduler/primitives/atomic_value.hpp"

namespace heddle {

/// `std::atomic_flag`.
class atomic_flag {
 public:
  /// Clear.
  atomic_flag(std::source_location where = std::source_location::current());  // NOLINT
  explicit atomic_flag(std::string_view name,
                       std::source_location where = std::source_location::current());
  atomic_flag(const atomic_flag&) = delete;
  atomic_flag& operator=(const atomic_flag&) = delete;

  /// Sets the flag; returns whether it was set before.
  bool test_and_set(memory_order order = memory_order_seq_cst,
                    std::source_location where = std::source_location::current());
  void clear(memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current());
  [[nodiscard]] bool test(memory_order order = memory_order_seq_cst,
                          std::source_location where = std::source_location::current()) const;

  /// Sleeps while the flag is `old`; whoever changes it must notify.
  void wait(bool old, memory_order order = memory_order_seq_cst,
            std::source_location where = std::source_location::current()) const;
  void notify_one(std::source_location where = std::source_location::current());
  void notify_all(std::source_location where = std::source_location::current());

 private:
  mutable detail::atomic_value<bool> value_;
};

}  // namespace heddle
