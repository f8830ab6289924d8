#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/execution.hpp"

/// What repeats for ever in an endless execution, as data: reports find the words.
namespace heddle::checker {

/// What becomes of a task in the part that repeats.
enum class lasso_role : std::uint8_t {
  polls,    ///< only looks at things that nobody changes any more
  retries,  ///< tries again and again, in vain
  circles,  ///< goes round without trying anything that could fail
  gets_on,  ///< does what it wants in each round
  starves,  ///< tries, or waits, for what those who get on have each time
  waits,    ///< waits for something that none of the steps that repeat bring about
};

/// `polls`.
std::string_view name_of(lasso_role role);

/// One task of an endless execution.
struct lasso_task {
  int task = scheduler::execution::none;
  lasso_role role = lasso_role::circles;
  /// The steps of the task in the first round, by number; empty for who waits.
  std::vector<std::uint32_t> steps{};
  /// Those of them that were in vain: failed attempts, time-outs, looks at what does not change.
  std::vector<std::uint32_t> in_vain{};
  /// What it waits for, of who waits: `lock room`.
  std::string waits_for{};
  scheduler::source_line waits_at{};
  std::uint32_t since = 0;  ///< the last step it did before the round; 0: none
};

/// A part of an execution after which everything is as it was before, so that it can go on for
/// ever. The stem is what comes before (with the part, they have the form of a lasso).
struct lasso {
  /// The first round's steps, by number.
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  /// How often it was repeated, each time with the same steps and the same state after it.
  std::uint64_t repeated = 0;
  /// All that decides what comes next is known, since each task of the part has told its own
  /// variables (`heddle::fingerprint`). Otherwise one of them may be about to leave its loop.
  bool certain = false;
  std::vector<lasso_task> tasks{};
};

}  // namespace heddle::checker
