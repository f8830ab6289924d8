#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/strategies/dpor/event_set.hpp"
#include "checker/strategies/dpor/label_table.hpp"
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
  /// `labels` must stay.
  explicit trace_order(label_table& labels) : table_(&labels) {}

  /// Reads the last execution of `run`, whose first `kept` events are those of the one read before
  /// (0 after a change of the relation). `numbers` are the labels of its events. Invisible events
  /// are left out of the order: they stand only in their task's own.
  void compute(const scheduler::controlled_runtime& run, std::span<const label_number> numbers,
               std::size_t kept);

  /// The number of events; waiting operations have the numbers from here to `total`.
  [[nodiscard]] std::size_t events() const { return events_; }
  [[nodiscard]] std::size_t total() const { return labels_.size(); }
  [[nodiscard]] const scheduler::event& label(std::size_t number) const { return labels_[number]; }
  [[nodiscard]] label_number label_of(std::size_t number) const { return numbers_[number]; }

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

  /// Calls `visit(event)` for the events before `number` that touch what it touches in a way that
  /// may matter, latest first, but for those that are `covered(event)`. It goes back no further
  /// than to where all that is left must be covered, if what is covered contains the past of each
  /// of its members; `visit` may add to it.
  template <class Covered, class Visit>
  void for_each_conflict(std::size_t number, Covered&& covered, Visit&& visit);

  /// Calls `visit(event)` for each visible event after `early` and below `end` that does not come
  /// after it in every execution of the trace, in their order.
  template <class Visit>
  void for_each_unordered(std::size_t early, std::size_t end, Visit&& visit) const;

  /// Whether the two depend on each other, by the relation in use.
  [[nodiscard]] bool dependent(std::size_t left, std::size_t right) const {
    return table_->dependent(numbers_[left], numbers_[right]);
  }

 private:
  static constexpr std::uint32_t no_event = 0xffff'ffff;

  using event_list = std::vector<std::uint32_t>;
  /// The events that touched one thing, in their order.
  struct history {
    event_list reads;
    event_list writes;
    /// For each write: whether all that had touched the thing before comes before it.
    std::vector<bool> covers;

    void cut(std::size_t events);
  };
  /// A walk back through a history.
  struct walk {
    const history* what = nullptr;
    std::size_t reads = 0;   ///< so many are left
    std::size_t writes = 0;  ///< so many are left
  };
  static constexpr std::size_t most_walks = 5;
  struct walks {
    std::array<walk, most_walks> all;
    std::size_t count = 0;
  };

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
  void enter_histories(std::size_t number);
  [[nodiscard]] bool covers_all(const history& before, std::size_t number) const;
  [[nodiscard]] walks begin_walks(std::size_t number) const;
  void begin_walk(const scheduler::resource& what, bool all, std::size_t end, walks& into) const;
  static void begin_walk(const history& what, bool all, std::size_t end, walks& into);
  [[nodiscard]] history& history_of(const scheduler::resource& what);
  [[nodiscard]] static std::size_t key(const scheduler::resource& what) {
    return std::size_t{what.index} * 3 + static_cast<std::size_t>(what.what);
  }

  label_table* table_;
  std::size_t events_ = 0;
  std::vector<scheduler::event> labels_;
  std::vector<label_number> numbers_;
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
  std::vector<history> histories_;
  history forks_;
  history all_;  ///< every number, as if read
  std::uint32_t last_advance_ = 0;
};

template <class Covered, class Visit>
void trace_order::for_each_conflict(std::size_t number, Covered&& covered, Visit&& visit) {
  walks going = begin_walks(number);
  while (true) {
    std::size_t latest = 0;
    for (std::size_t each = 0; each < going.count; ++each) {
      const walk& one = going.all[each];
      if (one.reads > 0) latest = std::max<std::size_t>(latest, one.what->reads[one.reads - 1] + 1);
      if (one.writes > 0)
        latest = std::max<std::size_t>(latest, one.what->writes[one.writes - 1] + 1);
    }
    if (latest == 0) return;
    const std::size_t event = latest - 1;
    if (!covered(event)) visit(event);
    const bool done = covered(event);
    for (std::size_t each = 0; each < going.count; ++each) {
      walk& one = going.all[each];
      if (one.reads > 0 && one.what->reads[one.reads - 1] == event) --one.reads;
      if (one.writes > 0 && one.what->writes[one.writes - 1] == event) {
        --one.writes;
        if (done && one.what->covers[one.writes]) one.reads = one.writes = 0;
      }
    }
  }
}

template <class Visit>
void trace_order::for_each_unordered(std::size_t early, std::size_t end, Visit&& visit) const {
  // Once an event of a task comes after `early`, all later ones do.
  scheduler::task_set open;
  for (std::size_t task = 0; task < last_of_task_.size(); ++task)
    if (last_of_task_[task] != no_event && last_of_task_[task] > early)
      open.insert(static_cast<scheduler::task_index>(task));
  for (std::size_t each = early + 1; each < end && !open.empty(); ++each) {
    const scheduler::task_index task = labels_[each].task;
    if (task == scheduler::no_task || !open.contains(task)) continue;
    const bool after = ordered(early, each);
    if (after || last_of_task_[task] == each) open.erase(task);
    if (!after && !labels_[each].invisible) visit(each);
  }
}

}  // namespace heddle::checker
