#pragma once

#include <functional>
#include <string>

#include "checker/finished_run.hpp"
#include "checker/nondeterminism/repetition.hpp"
#include "checker/replay_schedule.hpp"
#include "checker/token.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// How a model's body becomes the main task. The body must outlive the run.
scheduler::task_entry main_task(const std::function<void()>& body);

/// One execution, replayed from a token with recording on.
class recorded_run {
 public:
  recorded_run(const std::function<void()>& body, const token& what,
               replay_mode mode = replay_mode::strict);

  /// What the run left behind; good as long as this object.
  [[nodiscard]] finished_run left() const { return view_of(runtime_); }
  [[nodiscard]] const scheduler::controlled_runtime& runtime() const { return runtime_; }
  [[nodiscard]] const scheduler::execution& told() const { return told_; }
  /// Whether the execution goes the same way once more. What the run left behind is that of the
  /// repetition from then on.
  bool same_again(repetition& how, const std::function<void()>& body) {
    return how.same_again(runtime_, body);
  }
  /// Where and how the execution did not go as the token says; empty if it did.
  [[nodiscard]] const std::string& divergence() const { return divergence_; }

 private:
  [[nodiscard]] std::string compare_shape(const token& what) const;

  scheduler::controlled_runtime runtime_;
  scheduler::execution told_;
  std::string divergence_;
};

}  // namespace heddle::checker
