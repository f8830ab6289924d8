#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "checker/detector.hpp"
#include "checker/finished_run.hpp"

namespace heddle::checker {

/// Whether findings of this kind are about endless executions. A symptom of that kind is but a
/// candidate: it counts if the part repeats when the model is run again.
inline bool is_endless(finding_kind kind) {
  return kind == finding_kind::livelock || kind == finding_kind::starvation;
}

/// Chooses, during a search, which runs are worth looking for endless executions in, and which of
/// the candidates found there are tried. Both cost as much as running the model again, some of the
/// latter much more; so there are limits, and models without loops come up with next to nothing.
class lasso_filter {
 public:
  /// Whether to look into a run: it is longer than those before it, or ended with tasks that poll.
  bool worth_looking(const finished_run& run);

  /// Leaves of the candidates those that are endless, with the kinds of findings they are. What
  /// else is there stays.
  void keep_endless(const std::function<void()>& body, const finished_run& run,
                    std::vector<symptom>& seen);

 private:
  struct attempts {
    std::uint32_t made = 0;
    bool confirmed = false;
    std::uint32_t preemptions = 0;  ///< of the best run that was endless
    std::size_t events = 0;         ///< before the part of it that repeats
  };
  [[nodiscard]] bool worth_trying(const attempts& so_far, const symptom& next,
                                  const finished_run& run) const;

  std::size_t longest_ = 0;
  std::uint32_t looks_ = 0;
  std::uint64_t polling_ends_ = 0;
  std::uint32_t tried_ = 0;
  std::unordered_map<std::uint64_t, attempts> known_;
};

}  // namespace heddle::checker
