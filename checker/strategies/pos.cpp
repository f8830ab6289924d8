#include "checker/strategies/pos.hpp"

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {
namespace {

using scheduler::operation_kind;

bool only_reads(operation_kind kind) {
  switch (kind) {
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::lock_shared:
    case operation_kind::unlock_shared:
    case operation_kind::latch_wait:
    case operation_kind::pass:
    case operation_kind::is_set:
    case operation_kind::event_wait:
    case operation_kind::await:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool races(const scheduler::event& done, const scheduler::operation& pending) {
  if (!scheduler::has_object(done.kind) || !scheduler::has_object(pending.kind)) return false;
  const auto used = [&](scheduler::object_index object) {
    return object != scheduler::no_object && (object == done.object || object == done.second);
  };
  if (!used(pending.object) && !used(pending.second)) return false;
  return !only_reads(done.kind) || !only_reads(pending.kind);
}

void pos::begin() {
  priorities_.clear();
  seen_ = 0;
}

void pos::draw_again_after(const scheduler::event& done, const scheduler::scheduling_point& point) {
  if (done.task != scheduler::no_task) priorities_[done.task] = draw();
  point.enabled().for_each([&](scheduler::task_index each) {
    if (each != done.task && races(done, point.pending(each))) priorities_[each] = draw();
  });
}

scheduler::choice pos::pick(const scheduler::scheduling_point& point) {
  while (priorities_.size() < point.state().tasks.size()) priorities_.push_back(draw());
  for (; seen_ < point.events().size(); ++seen_) draw_again_after(point.events()[seen_], point);
  scheduler::task_index best = point.enabled().first();
  point.enabled().for_each([&](scheduler::task_index each) {
    if (priorities_[each] > priorities_[best]) best = each;
  });
  return go_on(point, best, point.count_ways(best) == 1 ? 0 : draw());
}

}  // namespace heddle::checker
