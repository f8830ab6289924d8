#include <algorithm>
#include <string>
#include <utility>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/controlled_state.hpp"
#include "scheduler/task_failure.hpp"

/// Turns of the controlled runtime: an operation is announced, its task waits to be chosen, and
/// carries it out. All that happens at every scheduling point stands here together.
namespace heddle::scheduler {

namespace {

/// An event as people know it without names: ``lock` of object 2 by task 1`.
std::string describe(const event& done) {
  std::string text = '`' + std::string(name_of(done.kind)) + '`';
  if (acts_on_object(done.kind)) text += " of object " + std::to_string(done.object);
  if (done.kind == operation_kind::spawn || done.kind == operation_kind::join)
    text += " of task " + std::to_string(done.object);
  if (done.task != no_task) text += " by task " + std::to_string(done.task);
  if (done.how == outcome::failed) text += ", which failed";
  if (done.how == outcome::timed_out) text += ", which timed out";
  return text;
}

/// What an operation returns that is not done any more. A failed park ends loops around it.
result skipped(const operation& pending) {
  return {pending.kind == operation_kind::park ? outcome::failed : outcome::done};
}

}  // namespace

/// Whether the operation is only recorded, and scheduled nowhere.
bool controlled_runtime::is_invisible(const operation& pending) const {
  return options_.plain == plain_mode::invisible &&
         (pending.kind == operation_kind::read || pending.kind == operation_kind::write);
}

result controlled_runtime::execute(operation& pending, object_handle* /*first*/,
                                   object_handle* /*second*/) {
  task& me = *running_;
  if (abandoning_ || me.doomed || me.failing) [[unlikely]]
    if (must_leave(me, pending.kind, pending.site)) return skipped(pending);
  if (me.initialising > 0) [[unlikely]]
    return refuse_in_initialiser(me, pending);
  if (me.spinning.suspects()) [[unlikely]]
    if (const auto until = me.spinning.silently(pending); until && !abandoning_ && !lets_spin_)
      await_change(*until, silent_spin_rounds, pending.site);
  if (me.spinning.sleeps_in_vain() && pending.kind == operation_kind::wake) [[unlikely]]
    wait_for_notification(me, pending);
  if (is_invisible(pending) && me.events < options_.steps && !over_) {
    pending_[me.place] = &pending;
    event& next = next_event();
    next.task = me.place;
    next.chosen = next.rank = 0;
    next.preempts = next.decided = false;
    next.invisible = true;
    return carry_out(me, pending);
  }
  announce(me, pending);
  await_turn(me);
  if (abandoning_) [[unlikely]]
    if (must_leave(me, pending.kind, pending.site)) return skipped(pending);
  // With numbers per execution a task's place depends on who spawned before.
  if (pending.kind == operation_kind::spawn) pending.object = place_of_next_task(me);
  return carry_out(me, pending);
}

/// An operation while a static variable of a function is initialised: another task that comes to
/// the same variable would wait for it behind the scheduler's back. It is not done.
result controlled_runtime::refuse_in_initialiser(task& me, const operation& pending) {
  add_failure({failure_kind::misuse,
               misuse::static_initialiser,
               me.place,
               acts_on_object(pending.kind) ? pending.object : no_object,
               static_cast<std::uint32_t>(events_.size()),
               pending.site,
               {}});
  me.doomed = true;
  if (may_end_task(pending.kind) && !must_not_throw(me)) end_task(me);
  return skipped(pending);
}

void controlled_runtime::announce(task& me, const operation& pending) {
  pending_[me.place] = &pending;
  if (me.events >= options_.steps) [[unlikely]] {
    me.truncated = steps_reached_ = true;
    return;
  }
  if (always_has_one_way(pending)) [[likely]]
    enabled_.insert(me.place);
  else
    announce_otherwise(me, pending);
}

/// Announces what may have to wait, or may go on in several ways.
void controlled_runtime::announce_otherwise(task& me, const operation& pending) {
  if (may_have_ways(pending)) many_ways_.insert(me.place);
  if (always_enabled(pending)) {
    enabled_.insert(me.place);
    return;
  }
  waiting_.insert(me.place);
  settled_ = false;
  awaits_value_ = awaits_value_ || pending.kind == operation_kind::await;
}

/// The task has waited in vain so often that it goes on only when it is notified. If that never
/// happens and it would have gone on by a time-out, it is no deadlock.
void controlled_runtime::wait_for_notification(task& me, operation& pending) {
  if (task_states_[me.place].woken || lets_spin_) return;
  rounds_followed_ = std::max(rounds_followed_, vain_rounds);
  me.truncated = pending.timing == patience::timed;
  pending.timing = patience::blocking;
  pending.flag = true;
}

/// In quiescent time a time-out comes when nothing else can happen: its loops take their time.
void controlled_runtime::note_wake(task& me, const event& done) {
  const bool timed_out = done.how == outcome::timed_out && options_.time == time_mode::any;
  if (timed_out || done.how == outcome::spurious) {
    me.spinning.woke_in_vain();
  } else if (done.flag) {
    me.truncated = false;
    me.spinning.notified();
  }
}

/// Returns when the task has been chosen, or the execution is being abandoned.
void controlled_runtime::await_turn(task& me) {
  if (me.starter != nullptr) {
    task& starter = *std::exchange(me.starter, nullptr);
    running_ = &starter;
    fiber::switch_to(*me.context, *starter.context);
    return;
  }
  task* next = next_task();
  if (next == &me) return;
  running_ = next;
  fiber::switch_to(*me.context, next != nullptr ? *next->context : engine_);
}

/// Leaves a task that will only be resumed to unwind, if at all.
void controlled_runtime::switch_away(task& me) {
  enabled_.erase(me.place);
  waiting_.erase(me.place);
  await_turn(me);
}

/// Finds out who goes on: as in the execution before, or as the decider wants. Returns null when
/// the execution is over.
controlled_runtime::task* controlled_runtime::next_task() {
  if (repeats() && events_.next().task != no_task) return same_task();
  if ((over_ || !settled_ || enabled_.empty()) && !somebody_can_go_on()) return nullptr;
  if (repeats()) return same_task();
  point_.arrive(pending_.data(), current_, current_ != no_task && tasks_[current_]->yielded);
  const choice chosen = decider_->pick(point_);
  if (chosen.task >= max_tasks || !enabled_.contains(chosen.task)) [[unlikely]]
    return refuse(chosen);
  event& next = events_.next();
  next.task = current_ = chosen.task;
  next.chosen = chosen.way;
  next.rank = 0;
  next.preempts = point_.preempts(chosen.task);
  next.decided = !enabled_.single();
  next.invisible = false;
  if (many_ways_.contains(chosen.task) && !choose_way(chosen)) return nullptr;
  enabled_.erase(chosen.task);
  waiting_.erase(chosen.task);
  return tasks_[chosen.task].get();
}

/// The task that did the next event the last time, if it can go on.
controlled_runtime::task* controlled_runtime::same_task() {
  if (over_) return nullptr;
  event& next = next_event();
  const choice chosen{next.task, next.chosen};
  if (!can_go_on(chosen.task)) [[unlikely]]
    return somebody_can_go_on() ? refuse(chosen) : nullptr;
  if (many_ways_.contains(chosen.task)) {
    point_.arrive(pending_.data(), current_, false);
    next.rank = 0;
    if (!choose_way(chosen)) return nullptr;
  }
  enabled_.erase(chosen.task);
  waiting_.erase(chosen.task);
  settled_ = false;
  current_ = chosen.task;
  return tasks_[chosen.task].get();
}

bool controlled_runtime::can_go_on(task_index who) const {
  if (who >= tasks_.size()) return false;
  return waiting_.contains(who) ? enabled(view_, who, *pending_[who]) : enabled_.contains(who);
}

/// The event to come, for those who fill it in. Keeps what it was the last time for `compare`.
event& controlled_runtime::next_event() {
  event& next = events_.next();
  if (repeats()) before_ = next;
  return next;
}

/// Finds out who can go on, if need be after some time has passed.
bool controlled_runtime::somebody_can_go_on() {
  while (!over_) {
    if (!settled_) settle();
    if (!enabled_.empty()) return true;
    if (!advance_clock()) break;
  }
  return false;
}

/// Finds out who of those waiting can go on.
void controlled_runtime::settle() {
  settled_ = true;
  waiting_.for_each([this](task_index each) {
    if (enabled(view_, each, *pending_[each]))
      enabled_.insert(each);
    else
      enabled_.erase(each);
  });
}

/// The decider gives up, or the task to go on cannot.
controlled_runtime::task* controlled_runtime::refuse(choice chosen) {
  if (repeats()) {
    tell_sides(before_, nullptr);
    diverge("step " + std::to_string(events_.size() + 1) + " was " + describe(before_) +
                " the first time, and cannot be done again under the same schedule",
            {});
  } else if (chosen.task == no_task)
    over_ = given_up_ = true;
  else
    diverge("the schedule wants a task to go on that cannot", {});
  return nullptr;
}

/// Completes the decision about a task that may go on in several ways. Returns whether the chosen
/// one is among them.
bool controlled_runtime::choose_way(choice chosen) {
  event& next = events_.next();
  std::uint32_t ways = 0;
  bool found = false;
  point_.for_each_way(chosen.task, [&](alternative way) {
    if (way == chosen.way) found = true;
    if (way < chosen.way) ++next.rank;
    ++ways;
  });
  if (!found) {
    if (repeats()) tell_sides(before_, nullptr);
    diverge("the schedule wants an operation to go on in a way it cannot",
            pending_[chosen.task]->site);
    return false;
  }
  next.decided = next.decided || ways > 1;
  many_ways_.erase(chosen.task);
  return true;
}

/// Quiescent time: when nothing can run, the clock moves to the earliest deadline.
bool controlled_runtime::advance_clock() {
  if (options_.time != time_mode::quiescent) return false;
  virtual_time earliest = never;
  waiting_.for_each([&](task_index each) {
    const operation& pending = *pending_[each];
    const bool waits_for_time =
        pending.kind == operation_kind::sleep || pending.timing == patience::timed;
    if (!waits_for_time || pending.deadline <= view_.now) return;
    if (pending.kind == operation_kind::wake && task_states_[each].woken) return;
    earliest = std::min(earliest, pending.deadline);
  });
  if (earliest == never) return false;
  const bool repeated = repeats();
  if (repeated) before_ = events_.next();
  event& passed = events_.append();
  passed = {};
  passed.kind = operation_kind::advance;
  passed.before = static_cast<std::uint64_t>(view_.now.count());
  passed.after = passed.value = static_cast<std::uint64_t>(earliest.count());
  view_.now = earliest;
  settled_ = false;
  current_ = no_task;
  operation announced{operation_kind::advance};
  announced.deadline = earliest;
  if (repeated) compare(passed, announced);
  if (recorder_ != nullptr) recorder_->event_done(passed, announced, point_);
  return true;
}

/// What remains to be done after every event.
[[gnu::always_inline]] inline void controlled_runtime::conclude(task& me, const operation& pending,
                                                                const event& done) {
  preemptions_ += done.preempts ? 1U : 0U;
  ++me.events;
  me.spinning.note(done);
  if (!done.invisible) me.yielded = false;
  if (events_.size() <= repeated_) compare(done, pending);
  if (recorder_ != nullptr) [[unlikely]] {
    enabled_.insert(me.place);
    recorder_->event_done(done, pending, point_);
    enabled_.erase(me.place);
  }
  pending_[me.place] = nullptr;
  if (events_.size() >= max_events) [[unlikely]]
    exceed(misuse::too_many_events, pending.site);
}

result controlled_runtime::carry_out(task& me, const operation& pending) {
  event& done = events_.append();
  copy_operation(done, pending);
  done.after_group = std::exchange(me.after_group, false);
  if (is_plain_access(pending.kind)) {
    object_state& state = objects_[pending.object];
    if (!state.destroyed) [[likely]] {
      done.how = outcome::done;
      done.target = state.kind;
      done.completion = false;
      done.before = state.value;
      done.value = detail::access_value(state.value, pending);
      done.after = state.value;
      settled_ = settled_ && !awaits_value_;
      conclude(me, pending, done);
      return {outcome::done, misuse::none, done.value};
    }
  }
  return carry_out_otherwise(me, pending, done);
}

/// Carries out what does more than read or write a value.
result controlled_runtime::carry_out_otherwise(task& me, const operation& pending, event& done) {
  result outcome_of;
  if (acts_on_object(pending.kind)) {
    const object_state& state = objects_[pending.object];
    done.before = visible_value(state);
    outcome_of = apply(view_, me.place, pending, done.chosen);
    done.after = visible_value(state);
    complete_label(done, state);
  } else {
    done.target = object_kind::variable;
    done.completion = false;
    done.before = done.after = 0;
    outcome_of = detail::apply_otherwise(view_, me.place, pending, done.chosen);
  }
  done.how = outcome_of.how;
  done.value = outcome_of.value;
  settled_ = settled_ && only_accesses_value(pending.kind) && !awaits_value_;
  if (done.how == outcome::timed_out && options_.time == time_mode::any &&
      pending.deadline != never)
    view_.now = std::max(view_.now, pending.deadline);
  conclude(me, pending, done);
  if (pending.kind == operation_kind::wake) note_wake(me, done);
  if (done.how == outcome::misuse) [[unlikely]]
    handle_misuse(me, pending, outcome_of.wrong);
  return outcome_of;
}

/// A replayed prefix must go as it went before: the last event is compared.
void controlled_runtime::compare(const event& done, const operation& pending) {
  if (before_.task == done.task && before_.kind == done.kind && before_.object == done.object &&
      before_.how == done.how)
    return;
  tell_sides(before_, &done);
  diverge("step " + std::to_string(events_.size()) + " was " + describe(before_) +
              " the first time and " + describe(done) + " under the same schedule",
          pending.site, 1);
}

}  // namespace heddle::scheduler
