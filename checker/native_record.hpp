#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "checker/finding_kind.hpp"
#include "checker/model.hpp"
#include "scheduler/location.hpp"

namespace heddle::checker {

/// How a run on real threads ended.
enum class native_ending : std::uint8_t {
  finished,   ///< every task has ended
  discarded,  ///< likewise, but an assumption did not hold: the run does not count
  cut_off,    ///< it did not end in time; why, real threads do not tell
  crashed,    ///< its process ended before it did
  refused,    ///< the model does what real threads cannot do
};

/// `finished`, `discarded`, ...
std::string_view name_of(native_ending how);

/// Something that went wrong on real threads, as far as it shows there.
struct native_failure {
  finding_kind kind = finding_kind::invariant;
  std::string message;
  scheduler::source_line where;
  /// The model declares it.
  bool expected = false;
};

/// One run of a model on real threads: plain data, for reports.
struct native_record {
  std::string model;
  /// Real time for virtual time.
  double time_scale = 0;
  /// When the run would be cut off.
  std::chrono::nanoseconds time_limit{};
  native_ending how = native_ending::finished;
  /// Why it was refused, or how it crashed.
  std::string reason;
  /// Observed values by name; empty unless finished.
  std::map<std::string, std::string> outcome;
  /// In the order in which they happened; a crash is among them.
  std::vector<native_failure> failures;
  /// Of a run that was cut off: what the model declares that may be the reason; empty: nothing.
  std::string declared_reason;
  double seconds = 0;

  /// Whether it counts: it was not refused, and no assumption failed.
  [[nodiscard]] bool counts() const {
    return how != native_ending::refused && how != native_ending::discarded;
  }
  /// Whether nothing went wrong but what the model declares.
  [[nodiscard]] bool as_declared() const;
};

/// Marks what the model declares.
void apply_expectations(std::span<const expectation> declared, native_record& to);

/// Unmarks it: all that went wrong is wrong.
void forget_expectations(native_record& of);

}  // namespace heddle::checker
