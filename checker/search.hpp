#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/finding_table.hpp"
#include "checker/liveness/lasso_filter.hpp"
#include "checker/lock_order/direction.hpp"
#include "checker/lock_order/predictions.hpp"
#include "checker/nondeterminism/repetition.hpp"
#include "checker/outcome_table.hpp"
#include "checker/trace_hash.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// One search: runs executions until the strategy has none left or a limit is reached, lets the
/// detectors look at each, and counts. Everything that makes texts waits for the end or for
/// something new.
class search {
 public:
  search(std::string_view name, const std::function<void()>& body, strategy& how,
         const check_options& options);

  result run(std::span<const expectation> expect);

 private:
  using clock = std::chrono::steady_clock;

  void tell_sample();
  void run_next();
  void start_over();
  void repeat_last();
  void judge(const finished_run& run);
  void look_for_lassos(const finished_run& run);
  void count(const finished_run& run);
  [[nodiscard]] std::vector<settled_prediction> settle_predictions();
  [[nodiscard]] bool may_direct() const;
  void add_outcome(const finished_run& run, bool deadlocked);
  [[nodiscard]] std::string reason_to_stop();
  void look_at_clock();
  void report_progress();
  [[nodiscard]] coverage final_coverage() const;

  std::string name_;
  const std::function<void()>& body_;
  strategy& how_;
  const check_options& options_;
  scheduler::controlled_runtime runtime_;
  result total_;
  finding_table findings_;
  outcome_table outcomes_;
  trace_sample traces_;
  lock_predictions predictions_;
  detector_memory memory_;
  lasso_filter lassos_;
  bool probed_ = false;
  std::vector<symptom> seen_;
  repetition repetition_;
  /// What the next execution repeats of the last one.
  std::uint64_t runs_ = 0;
  std::string stopped_because_;
  bool nondeterministic_ = false;
  bool steps_reached_ = false;
  bool beyond_limits_ = false;
  bool clock_read_ = false;
  std::uint32_t spin_rounds_ = 0;  ///< the most that any execution followed

  clock::time_point started_;
  clock::time_point reported_;
  std::chrono::nanoseconds elapsed_{0};
  std::uint64_t runs_at_look_ = 0;
  std::uint64_t events_at_look_ = 0;
};

}  // namespace heddle::checker
