#pragma once

#include <string>
#include <vector>

#include "scheduler/execution.hpp"

namespace heddle::reports {

/// The states of all objects of an execution as texts, step by step.
class shared_state {
 public:
  /// The beginning.
  explicit shared_state(const scheduler::execution& told);

  /// One step further: `step` is the next one.
  void advance(const scheduler::execution::step& step);

  /// By object.
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  const scheduler::execution& told_;
  std::vector<std::string> texts_;
};

}  // namespace heddle::reports
