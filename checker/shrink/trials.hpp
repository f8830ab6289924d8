#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "checker/detector.hpp"
#include "checker/finished_run.hpp"
#include "checker/shrink/shrink_options.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// Executions that are run to see what is wrong with them, as long as the budget lasts.
class trials {
 public:
  /// The body must outlive the trials.
  trials(const std::function<void()>& body, const scheduler::execution_options& options,
         const shrink_options& budget,
         scheduler::numbering places = scheduler::numbering::per_execution)
      : body_(body), runtime_(options, places), budget_(budget) {}

  /// The budget is full again.
  void refill() { executions_ = events_ = 0; }

  /// Whether there is room for one more, and all went well so far.
  [[nodiscard]] bool may_go_on() const {
    return !astray_ && executions_ < budget_.executions && events_ < budget_.events;
  }

  /// Whether the model has turned out not to be deterministic.
  [[nodiscard]] bool astray() const { return astray_; }

  /// Runs one. It is not looked at yet.
  void run(scheduler::decider& how, std::size_t repeated = 0);

  /// What is wrong with the last one.
  std::span<const symptom> look();

  /// Whether the last one shows the symptom with this key.
  bool shows(std::uint64_t key);

  [[nodiscard]] const scheduler::controlled_runtime& runtime() const { return runtime_; }
  /// The last one, until the next.
  [[nodiscard]] finished_run last() const { return view_of(runtime_); }

 private:
  const std::function<void()>& body_;
  scheduler::controlled_runtime runtime_;
  shrink_options budget_;
  detector_memory memory_;
  std::vector<symptom> seen_;
  std::uint64_t executions_ = 0;
  std::uint64_t events_ = 0;
  bool astray_ = false;
};

}  // namespace heddle::checker
