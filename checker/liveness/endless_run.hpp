#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "checker/finding.hpp"
#include "checker/finished_run.hpp"
#include "checker/liveness/lasso_search.hpp"

namespace heddle::checker {

/// A part of an execution that was repeated again and again.
struct endless_part {
  finding_kind kind = finding_kind::livelock;
  /// The events of the first round, from `first` on and before `end`, and how many rounds there
  /// were.
  std::uint32_t first = 0;
  std::uint32_t end = 0;
  std::uint64_t repeated = 0;
  bool certain = false;
};

/// Runs the model again up to the candidate of `run`, and repeats it as long as everything is the
/// same after each round, at most for a hundred thousand events, more rounds than loops with a
/// count have. Tasks that poll are not made to wait: those that do not run in the candidate go once
/// round their loops after it. Nothing if the part does not repeat so long, or if nobody is
/// the worse for it: a loop that never ends, whose tasks get what they want, is no finding.
std::optional<endless_part> repeat(const std::function<void()>& body, const finished_run& run,
                                   const lasso_candidate& candidate);

/// Runs it once more with recording on, up to the end of the first round, and completes the finding
/// with it: kind, message, line, execution, and `endless`. False if the part does not repeat.
bool tell_endless(const std::function<void()>& body, const finished_run& run,
                  const lasso_candidate& candidate, finding& into);

}  // namespace heddle::checker
