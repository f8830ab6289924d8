#include "checker/strategies/dpor/reversal.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {

using scheduler::event;
using scheduler::object_kind;
using scheduler::object_state;
using scheduler::operation;
using scheduler::operation_kind;
using scheduler::outcome;

namespace {

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

/// Whether what the event has shown of its object before is all that matters there for `pending`.
bool shows_enough(const event& done, const operation& pending) {
  if (done.how == outcome::misuse || done.invisible || !scheduler::has_object(done.kind))
    return false;
  if (pending.object != done.object || pending.second != scheduler::no_object) return false;
  if (pending.timing == scheduler::patience::timed) return false;
  switch (done.target) {
    case object_kind::atomic:
      return pending.kind == operation_kind::compare_exchange;
    case object_kind::mutex:
    case object_kind::semaphore:
    case object_kind::latch:
      return true;
    default:
      return false;
  }
}

/// Gives an object the state that it had before the event, of which `shows_enough` holds.
void take_back(object_state& object, const event& done) {
  object.value = done.before;
  if (done.target != object_kind::mutex) {
    object.count = done.before;
    return;
  }
  object.owner = static_cast<scheduler::task_index>(done.before);
  object.count = object.owner == scheduler::no_task ? 0 : 1;
}

}  // namespace

void reversal::begin(const scheduler::controlled_runtime& run, const trace_order& order,
                     std::size_t known) {
  run_ = &run;
  order_ = &order;
  objects_.resize(run.initial_objects().size());
  restored_in_.assign(objects_.size(), 0);
  round_ = 0;
  if (checkpoints_.size() > known / between_checkpoints)
    checkpoints_.resize(known / between_checkpoints);
}

bool reversal::possible(std::size_t early, std::size_t late, label_table& labels,
                        labelled_step& as) {
  const event& done = order_->label(late);
  as = {{done.task, done.chosen}, order_->label_of(late)};
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
  event label = done;
  label.chosen = as.what.way;
  const scheduler::result would = scheduler::apply(view_, subject_, pending, as.what.way);
  label.how = would.how;
  label.value = would.value;
  if (scheduler::has_object(pending.kind))
    scheduler::complete_label(label, objects_[pending.object]);
  as.label = labels.number_of(label);
  return true;
}

/// The last checkpoint at or before an event. Precondition: there is one.
const reversal::checkpoint& reversal::checkpoint_before(std::size_t number) {
  const std::size_t wanted = number / between_checkpoints;
  while (checkpoints_.size() < wanted) {
    const std::size_t first = checkpoints_.size() * between_checkpoints;
    begin_at(checkpoints_.empty() ? nullptr : &checkpoints_.back());
    for (std::size_t each = first; each < first + between_checkpoints; ++each)
      pass(order_->label(each));
    for (scheduler::object_index object = 0; object < objects_.size(); ++object) restore(object);
    checkpoints_.push_back({objects_, tasks_, view_.now});
  }
  return checkpoints_[wanted - 1];
}

/// Puts everything back to how it was at a checkpoint, or at first. Objects follow when they are
/// needed.
void reversal::begin_at(const checkpoint* from) {
  ++round_;
  from_ = from;
  tasks_.assign(run_->tasks().size(), scheduler::task_state{});
  for (scheduler::task_state& each : tasks_) each.started = true;
  if (from != nullptr) std::copy(from->tasks.begin(), from->tasks.end(), tasks_.begin());
  view_ = {objects_, tasks_, from == nullptr ? scheduler::virtual_time{0} : from->now,
           run_->options().time, run_->options().spurious};
}

/// Brings the objects that matter for `pending` into the state they have after everything before
/// `early`, and everything between `early` and `late` that does not come after `early`.
void reversal::rebuild(std::size_t early, std::size_t late, const operation& pending) {
  if (const event& done = order_->label(early); shows_enough(done, pending)) {
    begin_at(nullptr);
    restore(done.object);
    take_back(objects_[done.object], done);
  } else {
    rebuild_before(early, pending);
  }
  order_->for_each_unordered(early, order_->position(late), [&](std::size_t each) {
    const event& between = order_->label(each);
    if (concerns(between, pending)) pass(between);
  });
}

/// Does the first part of `rebuild`.
void reversal::rebuild_before(std::size_t early, const operation& pending) {
  const std::size_t first = early / between_checkpoints * between_checkpoints;
  begin_at(first == 0 ? nullptr : &checkpoint_before(early));
  if (pending.object != scheduler::no_object && scheduler::has_object(pending.kind))
    restore(pending.object);
  if (pending.second != scheduler::no_object) restore(pending.second);
  for (std::size_t each = first; each < early; ++each) {
    const event& done = order_->label(each);
    if (done.kind == operation_kind::advance || concerns(done, pending)) pass(done);
  }
}

/// Does again what an event has done.
void reversal::pass(const event& done) {
  if (done.kind == operation_kind::advance)
    view_.now = scheduler::virtual_time{static_cast<std::int64_t>(done.after)};
  else if (scheduler::has_object(done.kind) && !done.invisible)
    redo(done);
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
  const bool known = from_ != nullptr && object < from_->objects.size();
  objects_[object] = known ? from_->objects[object] : run_->initial_objects()[object];
}

}  // namespace heddle::checker
