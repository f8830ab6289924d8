#include "checker/strategies/dpor/reversal.hpp"

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {

using scheduler::event;
using scheduler::operation;
using scheduler::operation_kind;
using scheduler::outcome;
using scheduler::patience;

namespace {

operation operation_of(const event& done) {
  operation again{done.kind};
  again.timing = done.timing;
  again.function = done.function;
  again.type = done.type;
  again.order = done.order;
  again.flag = done.flag;
  again.object = done.object;
  again.second = done.second;
  again.argument = done.argument;
  again.expected = done.expected;
  again.deadline = done.deadline;
  return again;
}

/// Whether the event did what its operation does in every state, so that it needs no rebuilding.
bool same_everywhere(const event& done) {
  if (done.how == outcome::misuse) return false;
  switch (done.kind) {
    case operation_kind::read:
    case operation_kind::write:
    case operation_kind::load:
    case operation_kind::store:
    case operation_kind::read_modify_write:
    case operation_kind::fence:
    case operation_kind::choose:
    case operation_kind::spawn:
      return true;
    default:
      return false;
  }
}

/// Whether the operation meets tasks asleep on its object. How they came there is a matter of their
/// mutexes too.
bool meets_sleepers(operation_kind kind) {
  return kind == operation_kind::wait || kind == operation_kind::wake ||
         kind == operation_kind::notify_one || kind == operation_kind::notify_all;
}

}  // namespace

void reversal::begin(const scheduler::controlled_runtime& run, const trace_order& order) {
  run_ = &run;
  order_ = &order;
  objects_.resize(run.initial_objects().size());
  restored_in_.assign(objects_.size(), 0);
  round_ = 0;
}

bool reversal::possible(std::size_t early, std::size_t late, labelled_step& as) {
  const event& done = order_->label(late);
  as = {{done.task, done.chosen}, done};
  if (done.kind == operation_kind::join) return false;
  if (same_everywhere(done)) return true;
  const operation pending = operation_of(done);
  subject_ = done.task;
  rebuild(early, late, pending);
  bool found = false;
  bool same_way = false;
  scheduler::alternative first = 0;
  scheduler::for_each_alternative(view_, subject_, pending, [&](scheduler::alternative way) {
    if (!found) first = way;
    found = true;
    same_way = same_way || way == done.chosen;
  });
  if (!found) return false;
  as.what.way = same_way ? done.chosen : first;
  as.label.chosen = as.what.way;
  const scheduler::result would = scheduler::apply(view_, subject_, pending, as.what.way);
  as.label.how = would.how;
  as.label.value = would.value;
  if (scheduler::has_object(pending.kind))
    scheduler::complete_label(as.label, objects_[pending.object]);
  return true;
}

/// Brings the objects that matter for `pending` into the state they have after everything before
/// `early`, and everything between `early` and `late` that does not come after `early`.
void reversal::rebuild(std::size_t early, std::size_t late, const operation& pending) {
  ++round_;
  tasks_.assign(run_->tasks().size(), scheduler::task_state{});
  for (scheduler::task_state& each : tasks_) each.started = true;
  view_ = {objects_, tasks_, scheduler::virtual_time{0}, run_->options().time,
           run_->options().spurious};
  if (pending.object != scheduler::no_object && scheduler::has_object(pending.kind))
    restore(pending.object);
  if (pending.second != scheduler::no_object) restore(pending.second);
  const std::size_t end = order_->position(late);
  for (std::size_t each = 0; each < end; ++each) {
    if (each == early || (each > early && order_->ordered(early, each))) continue;
    const event& done = order_->label(each);
    if (done.kind == operation_kind::advance)
      view_.now = scheduler::virtual_time{static_cast<std::int64_t>(done.after)};
    else if (concerns(done, pending))
      redo(done);
  }
}

bool reversal::concerns(const event& done, const operation& pending) const {
  if (!scheduler::has_object(done.kind) || done.invisible) return false;
  if (meets_sleepers(pending.kind)) return true;
  const auto touches = [&](scheduler::object_index object) {
    return object != scheduler::no_object && (done.object == object || done.second == object);
  };
  return touches(pending.object) || touches(pending.second);
}

void reversal::redo(const event& done) {
  restore(done.object);
  if (done.second != scheduler::no_object) restore(done.second);
  scheduler::apply(view_, done.task, operation_of(done), done.chosen);
}

void reversal::restore(scheduler::object_index object) {
  if (restored_in_[object] == round_) return;
  restored_in_[object] = round_;
  objects_[object] = run_->initial_objects()[object];
}

}  // namespace heddle::checker
