#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scheduler/execution.hpp"

/// Why a check fails, as data: reports find the words.
namespace heddle::checker {

/// A pattern of conflicting accesses that explains a failed check. Those of three accesses are the
/// unserializable interleavings of S. Lu, J. Tucek, F. Qin, Y. Zhou, "AVIO: Detecting Atomicity
/// Violations via Access Interleaving Invariants", ASPLOS 2006; the order violation is from S. Lu,
/// S. Park, E. Seo, Y. Zhou, "Learning from Mistakes", ASPLOS 2008.
enum class cause_kind : std::uint8_t {
  /// It was woken, but before it had its mutex again another task took what it had waited for, and
  /// it did not look again.
  stolen_wakeup,
  /// It read a variable and wrote it, and another task's write between the two is lost.
  lost_update,
  /// It read a variable and later changed it, having read it anew; what the first read had shown
  /// was no longer so.
  stale_check,
  /// It used a variable and then checked it, and another task wrote between the two.
  atomicity_violation,
  /// It checked two variables between another task's changes of the one and of the other.
  partial_update,
  /// It read a variable before the task that first writes it.
  order_violation,
};

/// `stale_check`.
std::string_view name_of(cause_kind kind);

/// One step of a cause.
struct cause_step {
  std::uint32_t number = 0;  ///< from 1; 0: there is none
  int object = scheduler::execution::none;
  bool writes = false;
  std::string value{};  ///< read or written; empty for what is no access
  scheduler::source_line where{};
};

/// What one task did at two steps as if they were one, and what another did in between:
///
/// | kind | first | between | second |
/// |---|---|---|---|
/// | `stolen_wakeup` | the notification | the theft | it goes on |
/// | `lost_update` | its read | the other's write | its write |
/// | `stale_check` | its first read | the other's write | its write |
/// | `atomicity_violation` | its access | the other's write | its check |
/// | `partial_update` | its write of one variable | the other's check | its write of another one |
/// | `order_violation` | its check | the other's first write | none |
struct cause {
  cause_kind kind = cause_kind::stale_check;
  int task = scheduler::execution::none;
  int other = scheduler::execution::none;
  cause_step first{};
  cause_step between{};
  cause_step second{};
};

}  // namespace heddle::checker
