#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "checker/lock_order/direction_options.hpp"
#include "checker/model.hpp"
#include "checker/result.hpp"
#include "checker/shrink/shrink_options.hpp"
#include "checker/strategy.hpp"

namespace heddle::checker {

/// What a search has done so far, for a progress line.
struct progress {
  std::uint64_t executions = 0;
  std::uint64_t events = 0;
  std::uint64_t findings = 0;
  double seconds = 0;
  std::optional<double> share;
};

/// When a search ends, beyond the strategy having nothing left.
enum class stop_at : std::uint8_t { all, first };

/// How far a search is, for somebody who outlives it if the model ends the process.
struct search_position {
  /// Executions that have ended.
  std::uint64_t runs = 0;
};

/// How to search.
struct check_options {
  scheduler::execution_options execution;
  /// `first`: the search ends after the first execution with a finding.
  stop_at stop = stop_at::all;
  /// Limits; 0 or nothing: none.
  std::uint64_t max_executions = 0;
  std::optional<std::chrono::nanoseconds> max_duration;
  /// The distinct findings of each kind that are kept; more are counted in none of them. By kind,
  /// so that a program with many races does not hide what else is wrong with it.
  std::size_t max_findings = 64;
  /// Schedules of findings are shrunk before they are told.
  shrink_options shrink;
  /// Deadlocks that lock orders predict are looked for after the search.
  direction_options direction;
  /// Of a sampling strategy: of how many executions, from the first on, to compare the traces, for
  /// an estimate of those not seen. Comparing costs about half as much as running them.
  std::size_t compared_traces = 0;
  /// Set by somebody else (a signal handler) to end the search after the current execution.
  const std::atomic<bool>* interrupted = nullptr;
  /// Kept up to date while the search runs, if there is one.
  search_position* position = nullptr;
  /// Called now and then (by wall-clock time, not for each execution).
  std::function<void(const progress&)> on_progress;
  std::chrono::milliseconds progress_interval{100};
};

/// Runs the model's executions as the strategy chooses them, and says what is wrong with each.
/// Findings with one signature are one, kept with its smallest schedule. Throws
/// `scheduler::usage_error` if called from inside an execution.
result check(const model& subject, strategy& how, const check_options& options = {});

/// The same for a body that is not registered; tokens carry `name`.
result check(std::string_view name, const std::function<void()>& body, strategy& how,
             const check_options& options = {}, std::span<const expectation> expect = {});

/// The model's options over the defaults.
scheduler::execution_options effective_options(const model& subject);

}  // namespace heddle::checker
