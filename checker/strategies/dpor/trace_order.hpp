#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/strategies/dpor/event_set.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "scheduler/event.hpp"
#include "scheduler/operation_table.hpp"

namespace heddle::checker {

/// The order that dependence imposes on the events of one finished execution: the Mazurkiewicz
/// trace it belongs to. (Not the happens-before of race detection, which only knows
/// synchronisation.)
///
/// The operations that tasks were still waiting to do when the execution ended, or each time the
/// clock moved, are looked at as well, as if they had been done then: a task that waits for a lock
/// races for it too. Their numbers come behind those of the events.
class trace_order {
 public:
  /// Reads the last execution of `run`, whose first `kept` events are those of the one read before
  /// (0 after a change of the relation). Invisible events are left out of the order: they stand
  /// only in their task's own.
  void compute(const scheduler::controlled_runtime& run, scheduler::relation which,
               std::size_t kept);

  /// The number of events; waiting operations have the numbers from here to `total`.
  [[nodiscard]] std::size_t events() const { return events_; }
  [[nodiscard]] std::size_t total() const { return labels_.size(); }
  [[nodiscard]] const scheduler::event& label(std::size_t number) const { return labels_[number]; }

  /// How many events had been done when the operation was.
  [[nodiscard]] std::size_t position(std::size_t number) const { return positions_[number]; }

  /// Whether `early` comes before `late` (or is it) in every execution of the trace.
  [[nodiscard]] bool ordered(std::size_t early, std::size_t late) const {
    return past_.contains(late, early);
  }

  /// The events that come before `number` whatever happens on objects: those of its task, its
  /// start, what it joined.
  void own_past(std::size_t number, event_set& into) const;
  /// Adds the past of `number` to a set.
  void add_past(std::size_t number, event_set& into) const;

  /// The events that come before every event from `first` on.
  void common_past(std::size_t first, event_set& into) const;

  /// The events before `number` that share something with it, latest first; some may be
  /// independent of it after all.
  void neighbours(std::size_t number, std::vector<std::uint32_t>& into) const;

  /// Whether the two depend on each other, by the relation in use.
  [[nodiscard]] bool dependent(std::size_t left, std::size_t right) const {
    return scheduler::dependent(labels_[left], labels_[right], which_);
  }

 private:
  using chain = std::vector<std::uint32_t>;

  void keep(std::size_t events, const scheduler::controlled_runtime& run);
  void add_waiting(const scheduler::controlled_runtime& run);
  void add_waiting_at(std::size_t advance);
  void add_waiting(scheduler::event label, std::size_t position);
  [[nodiscard]] bool was_spawned(scheduler::task_index task) const;
  void link(std::size_t number);
  [[nodiscard]] std::uint32_t start_of(scheduler::task_index task) const;
  void link_group(scheduler::task_index parent);
  void order(std::size_t number);
  void enter(std::size_t number);
  void enter_chains(std::size_t number);
  [[nodiscard]] chain& chain_of(const scheduler::resource& what);
  [[nodiscard]] const chain* find_chain(const scheduler::resource& what) const;
  [[nodiscard]] static std::size_t key(const scheduler::resource& what) {
    return std::size_t{what.index} * 3 + static_cast<std::size_t>(what.what);
  }
  void append(const chain* from, std::size_t number, std::vector<std::uint32_t>& into) const;

  scheduler::relation which_ = scheduler::relation::refined;
  std::size_t events_ = 0;
  std::vector<scheduler::event> labels_;
  std::vector<std::size_t> positions_;
  std::vector<scheduler::event> stuck_;
  event_rows past_;
  /// Direct predecessors that are not a matter of objects.
  struct links {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  std::vector<links> links_;
  std::vector<std::uint32_t> linked_;
  std::vector<std::uint32_t> last_of_task_;
  std::vector<std::uint32_t> start_of_task_;
  std::vector<scheduler::task_index> creator_of_task_;
  std::vector<chain> chains_;
  chain forks_;
  std::uint32_t last_advance_ = 0;
  std::vector<std::uint32_t> near_;
};

}  // namespace heddle::checker
