#include "checker/shrink/bounded_search.hpp"

#include <algorithm>
#include <cstddef>

#include "checker/strategies/dfs.hpp"

namespace heddle::checker {
namespace {

/// Symptoms beyond those that are wanted are remembered up to this number.
constexpr std::size_t most_others = 64;

class rounds {
 public:
  rounds(trials& runs, std::vector<failing_schedule>& wanted)
      : runs_(runs), wanted_(wanted), asked_for_(wanted.size()) {}

  std::uint32_t run() {
    std::uint32_t complete = 0;
    while (somebody_needs(complete) && run_round(complete)) ++complete;
    return complete;
  }

 private:
  /// Whether a round with so many preemptions can find something smaller.
  [[nodiscard]] bool somebody_needs(std::uint32_t preemptions) const {
    return std::any_of(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(asked_for_),
                       [&](const auto& one) { return one.size.preemptions >= preemptions; });
  }

  /// Runs every schedule with so many preemptions; false if the budget did not last.
  bool run_round(std::uint32_t preemptions) {
    dfs within({{bounded_by::preemptions, preemptions, preemptions}});
    while (within.next()) {
      if (!runs_.may_go_on()) return false;
      runs_.run(within, within.repeated_events());
      // Those with fewer preemptions were seen in the rounds before.
      if (runs_.runtime().preemptions() == preemptions) judge();
    }
    return !runs_.astray();
  }

  void judge() {
    for (const symptom& one : runs_.look()) {
      const auto known = std::ranges::find(wanted_, one.key, &failing_schedule::key);
      if (known != wanted_.end())
        take_if_smaller(*known, runs_.last());
      else if (is_wanted(one.kind))
        add(one);
    }
  }

  [[nodiscard]] bool is_wanted(finding_kind kind) const {
    return wanted_.size() < asked_for_ + most_others &&
           std::ranges::count(wanted_, kind, &failing_schedule::kind) > 0;
  }

  void add(const symptom& other) {
    const finished_run run = runs_.last();
    wanted_.push_back({.kind = other.kind,
                       .key = other.key,
                       .how = token_of(wanted_.front().how.model, run),
                       .size = size_of(run)});
  }

  trials& runs_;
  std::vector<failing_schedule>& wanted_;
  std::size_t asked_for_;
};

}  // namespace

std::uint32_t search_by_preemptions(trials& runs, std::vector<failing_schedule>& wanted) {
  return rounds(runs, wanted).run();
}

}  // namespace heddle::checker
