#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "checker/model.hpp"
#include "checker/native_record.hpp"

namespace heddle::cli {

/// How to run a model on real threads.
struct native_run_options {
  /// Real time for virtual time: a second of the model takes a millisecond.
  double time_scale = 0.001;
  /// The run is cut off after this time.
  std::chrono::nanoseconds time_limit = std::chrono::seconds(10);
  /// What `choose` takes follows from it.
  std::uint64_t seed = 1;
  /// Set by somebody else (a signal handler) to end the run. May be null.
  const std::atomic<bool>* interrupted = nullptr;
};

/// Runs the model once on real threads, in a child process of its own, so that neither a deadlock
/// nor a crash is more than a record. Expectations are applied. Nothing: it was interrupted.
/// Throws `std::system_error` if no process can be had.
std::optional<checker::native_record> run_natively(const model& subject,
                                                   const native_run_options& options = {});

}  // namespace heddle::cli
