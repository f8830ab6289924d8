#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/strategies/dpor/trace_order.hpp"
#include "checker/strategies/dpor/wakeup_tree.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// Answers what a task could have done had an event not come first: object states are rebuilt from
/// the trace, no code of the model runs.
class reversal {
 public:
  /// Looks at the last execution of `run`, ordered by `order`; both must stay. Its first `known`
  /// events are those of the one before.
  void begin(const scheduler::controlled_runtime& run, const trace_order& order, std::size_t known);

  /// Whether the step `late` of a task can be done after all that came before `early` and all
  /// between the two that does not depend on `early`. If so, `as` is that step with the outcome it
  /// would have there.
  bool possible(std::size_t early, std::size_t late, label_table& labels, labelled_step& as);

 private:
  /// The states after the events of some rounds of `between_checkpoints`, so that rebuilding need
  /// not begin at the first event.
  struct checkpoint {
    std::vector<scheduler::object_state> objects;
    std::vector<scheduler::task_state> tasks;
    scheduler::virtual_time now{0};
  };
  static constexpr std::size_t between_checkpoints = 256;

  const checkpoint& checkpoint_before(std::size_t number);
  void begin_at(const checkpoint* from);
  void rebuild(std::size_t early, std::size_t late, const scheduler::operation& pending);
  void rebuild_before(std::size_t early, const scheduler::operation& pending);
  void pass(const scheduler::event& done);
  void redo(const scheduler::event& done);
  [[nodiscard]] bool concerns(const scheduler::event& done,
                              const scheduler::operation& pending) const;
  void restore(scheduler::object_index object);

  const scheduler::controlled_runtime* run_ = nullptr;
  const trace_order* order_ = nullptr;
  std::vector<checkpoint> checkpoints_;
  const checkpoint* from_ = nullptr;
  std::vector<scheduler::object_state> objects_;
  std::vector<std::uint32_t> restored_in_;
  std::uint32_t round_ = 0;
  std::vector<scheduler::task_state> tasks_;
  scheduler::state_view view_;
  scheduler::task_index subject_ = scheduler::no_task;
};

}  // namespace heddle::checker
