#include "checker/strategies/surw.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {
namespace {

using scheduler::no_task;
using scheduler::task_index;

/// Whether an event or a pending operation is one on the object.
template <class Operation>
bool uses(const Operation& what, std::uint32_t object) {
  return scheduler::has_object(what.kind) && object != scheduler::no_object &&
         (what.object == object || what.second == object);
}

}  // namespace

surw::surw(const strategy_options& options) : sampling_strategy(options), counts_(true) {
  if (!options.parameters.empty()) counts_ = task_counts::from_text(true, options.parameters);
  shared_ = counts_.shared_objects();
}

void surw::begin() {
  object_ = scheduler::no_object;
  if (!shared_.empty()) object_ = shared_[scheduler::scale(draw(), shared_.size())];
  counts_.select(object_);
  left_.begin();
  intended_ = no_task;
  seen_ = 0;
}

void surw::ended(const scheduler::controlled_runtime& run) {
  if (!learns()) return;
  counts_.learn(left_.births(), run.events());
  shared_ = counts_.shared_objects();
}

/// Takes in the tasks and events that came since the last scheduling point.
void surw::catch_up(const scheduler::scheduling_point& point) {
  left_.meet(point,
             [&](task_index child, task_index mother, std::uint64_t weight, std::uint64_t before) {
               // What was to be the mother's turn is the child's in proportion to its part of her
               // events.
               if (intended_ == mother && scheduler::scale(draw(), before) < weight)
                 intended_ = child;
             });
  for (; seen_ < point.events().size(); ++seen_) {
    const scheduler::event& done = point.events()[seen_];
    if (done.task == no_task || done.invisible || !uses(done, object_)) continue;
    left_.did_one(done.task);
    if (done.task == intended_) intended_ = no_task;
  }
  if (intended_ != no_task && point.state().tasks[intended_].finished) intended_ = no_task;
}

/// Draws who does the next interesting event, from all tasks that have not ended.
void surw::intend(const scheduler::scheduling_point& point) {
  scheduler::task_set living;
  for (std::size_t each = 0; each < left_.size(); ++each)
    if (!point.state().tasks[each].finished) living.insert(static_cast<task_index>(each));
  intended_ = draw_by_weight(living, draw(), [&](task_index each) { return left_[each]; });
}

/// The enabled tasks that are not held.
scheduler::task_set surw::free_tasks(const scheduler::scheduling_point& point) const {
  if (intended_ == no_task) return point.enabled();
  scheduler::task_set found;
  point.enabled().for_each([&](task_index each) {
    if (each == intended_ || !uses(point.pending(each), object_)) found.insert(each);
  });
  return found;
}

scheduler::choice surw::pick(const scheduler::scheduling_point& point) {
  catch_up(point);
  if (intended_ == no_task && object_ != scheduler::no_object) intend(point);
  const scheduler::task_set candidates = free_tasks(point);
  const std::uint64_t drawn = draw();
  if (candidates.empty()) {
    const auto weigh = [&](task_index each) { return std::max<std::uint64_t>(1, left_[each]); };
    intended_ = draw_by_weight(point.enabled(), drawn, weigh);
    return go_on(point, intended_, drawn);
  }
  return go_on(point, candidates.nth(scheduler::scale(drawn, candidates.size())), drawn);
}

}  // namespace heddle::checker
