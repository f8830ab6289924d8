#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/strategies/dpor/reversal.hpp"
#include "checker/strategies/dpor/trace_order.hpp"
#include "checker/strategies/dpor/wakeup_tree.hpp"
#include "checker/strategy.hpp"

namespace heddle::checker {

/// How a search remembers what is still to be explored.
enum class reduction : std::uint8_t {
  /// Whole sequences, in wakeup trees: exactly one execution of each trace, and no other.
  optimal,
  /// Single steps, in source sets: as few traces, and less to remember, but executions may have to
  /// be given up half way because all that could be done next has been explored before.
  source,
};

/// Dynamic partial-order reduction: one execution of each Mazurkiewicz trace (Abdulla, Aronis,
/// Jonsson and Sagonas, "Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction",
/// JACM 2017).
///
/// What we changed: events are labelled with their outcomes, so that an attempt that failed depends
/// on less than one that succeeded; and one rule covers all operations that block: a race is
/// reversed if the later step is possible after what the earlier one leaves unaffected, which is
/// computed on object states. Ways of one task (whom to wake, which value) are steps that depend on
/// each other. Siblings are explored strictly in order: completeness rests on it.
///
/// Operations that only count in one direction (arrivals at a barrier, releases) are taken to
/// commute until a trace shows that the object's limit is in reach; then the search begins again
/// without that assumption.
///
/// Where several tasks keep a shared lock for ever and another waits for it, executions may be
/// missed; the search then says that it is bounded.
///
/// Memory: a node per event of the current execution, and the sequences still to be explored.
class dpor final : public strategy {
 public:
  explicit dpor(reduction how = reduction::optimal,
                scheduler::relation which = scheduler::relation::refined)
      : how_(how), labels_(which) {}

  [[nodiscard]] std::string name() const override {
    return how_ == reduction::optimal ? "dpor" : "source";
  }
  [[nodiscard]] scheduler::numbering places() const override {
    return scheduler::numbering::stable;
  }
  bool next() override;
  [[nodiscard]] std::size_t repeated_events() const override { return repeated_; }
  scheduler::choice pick(const scheduler::scheduling_point& point) override;
  void finished(const scheduler::controlled_runtime& run) override;
  bool begins_again() override;
  [[nodiscard]] coverage covered() const override;
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  /// A scheduling point on the path of the current execution.
  struct node {
    std::uint32_t step = 0;                           ///< the events before it
    wakeup_forest::place tree = wakeup_forest::none;  ///< the first child is being explored
    bool owns_tree = false;                           ///< the tree is no branch of the node above
    bool labelled = false;       ///< the first child has been done, and bears its label
    std::uint32_t explored = 0;  ///< children done with
    std::vector<labelled_step> asleep;
  };

  [[nodiscard]] scheduler::choice current_choice(const node& here) const;
  node& push();
  void label_current(std::span<const scheduler::event> events);
  void number_events(std::span<const scheduler::event> events);
  void fall_asleep(node& here, std::span<const scheduler::event> events);
  bool choose_freely(node& here, const scheduler::scheduling_point& point);
  void add_other_ways(node& here, const scheduler::scheduling_point& point);
  [[nodiscard]] static bool sleeps(const node& here, const scheduler::choice& what);
  void forget();
  void reverse_known_races(std::size_t known);
  void find_races(std::size_t late);
  void add_sequence(node& here);
  void add_initial(node& here, std::size_t late);
  [[nodiscard]] bool can_begin(std::size_t place) const;
  [[nodiscard]] bool can_begin_with(const labelled_step& step, std::size_t late);
  void drop_sleepers(node& here);
  void reverse(std::size_t early, std::size_t late, const labelled_step& as);
  void find_unordered(std::size_t early, std::size_t end);

  reduction how_;
  label_table labels_;
  std::vector<label_number> numbers_;  ///< the labels of the events so far
  std::vector<node> nodes_;
  std::size_t depth_ = 0;  ///< the nodes of the current execution
  std::size_t passed_ = 0;
  std::size_t fixed_ = 0;
  std::size_t repeated_ = 0;
  /// So many events of the path have been put in order and searched for races.
  std::size_t ordered_ = 0;
  bool started_ = false;
  bool exhausted_ = false;
  bool overfilled_ = false;
  bool sharers_kept_ = false;

  /// Two steps of the path that can be reversed, and what the later one would then be.
  struct race {
    std::uint32_t early = 0;
    std::uint32_t late = 0;
    labelled_step as;
  };
  std::vector<race> races_;  ///< by `late`
  wakeup_forest forest_;
  trace_order order_{labels_};
  reversal reversal_;
  event_set covered_;
  event_set before_all_new_;
  event_set before_late_;
  std::vector<std::uint32_t> node_of_event_;
  std::vector<labelled_step> sequence_;
  /// The steps below `end` that do not come after `early`; nothing if `end` is 0.
  struct {
    std::size_t early = 0;
    std::size_t end = 0;
    std::vector<std::uint32_t> events;
    std::vector<labelled_step> steps;
  } unordered_;
};

}  // namespace heddle::checker
