#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "checker/detector.hpp"
#include "checker/lock_order/direction_options.hpp"
#include "checker/lock_order/lock_order.hpp"
#include "checker/lock_order/predictions.hpp"
#include "checker/shrink/trials.hpp"

namespace heddle::checker {

/// What has become of a prediction.
struct settled_prediction {
  prediction what;
  lock_order_status status = lock_order_status::potential;
  /// The executions that were directed at it, up to the one that showed it; 0: none.
  std::uint64_t directed = 0;
  /// Refuted: the executions of the search that did not show it.
  std::uint64_t executions = 0;
};

/// Looks for predicted deadlocks where the search has not settled them: with executions directed at
/// each, then, for those left, in a complete search as far as the budget allows.
class direction {
 public:
  /// Called with the deadlocks of an execution that confirms a prediction.
  using listener = std::function<void(std::span<const symptom> deadlocks, const finished_run& run)>;

  /// The body must outlive the object.
  direction(const std::function<void()>& body, const scheduler::execution_options& options,
            const direction_options& budget, const std::atomic<bool>* interrupted)
      : body_(body), options_(options), budget_(budget), interrupted_(interrupted) {}

  /// Settles those that are still `potential`, if it can; with a complete search only if that
  /// could say more than the search before.
  void run(std::span<settled_prediction> all, bool may_search, const listener& found);

 private:
  void direct(settled_prediction& towards, std::span<settled_prediction> all,
              const listener& found);
  void search(std::span<settled_prediction> all, const listener& found);
  void judge(trials& runs, std::span<settled_prediction> all, const listener& found);
  [[nodiscard]] bool may_go_on(const trials& runs) const;

  const std::function<void()>& body_;
  scheduler::execution_options options_;
  direction_options budget_;
  const std::atomic<bool>* interrupted_;
  lock_requests requests_;
  std::vector<symptom> deadlocks_;
};

}  // namespace heddle::checker
