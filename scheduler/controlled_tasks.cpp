#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/controlled_state.hpp"
#include "scheduler/task_failure.hpp"

/// Tasks of the controlled runtime: how they begin, take turns, fail and end.
namespace heddle::scheduler {

/// Whether `creator` can have `more` tasks.
bool controlled_runtime::room_for(const task& creator, std::size_t more) const {
  if (numbering_ == numbering::per_execution) return created_tasks_.size() + more <= max_tasks;
  const std::size_t known = creator.children.size() - creator.spawned;
  return more <= known || task_states_.size() + (more - known) <= max_tasks;
}

void controlled_runtime::make_room_for(task& creator, std::size_t more) {
  if (room_for(creator, more)) return;
  add_failure({failure_kind::misuse,
               misuse::too_many_tasks,
               creator.place,
               no_object,
               static_cast<std::uint32_t>(events_.size()),
               {},
               {}});
  end_task(creator);
}

task_index controlled_runtime::place_of_next_task(task& creator) {
  const std::uint32_t number = creator.spawned;
  const bool stable = numbering_ == numbering::stable;
  if (stable && number < creator.children.size()) return creator.children[number];
  make_room_for(creator, 1);
  const std::size_t place = stable ? task_states_.size() : created_tasks_.size();
  if (stable) creator.children.push_back(static_cast<task_index>(place));
  add_task_state(place);
  return static_cast<task_index>(place);
}

/// Makes room for the state of a task at `place`.
void controlled_runtime::add_task_state(std::size_t place) {
  if (place < task_states_.size()) return;
  while (task_states_.size() <= place) task_states_.emplace_back();
  view_.tasks = task_states_;
}

/// Makes a task at `place`, the one that `place_of_next_task` tells.
controlled_runtime::task& controlled_runtime::add_task(task_index place, task_index creator,
                                                       const task_entry& entry) {
  while (tasks_.size() <= place) {
    tasks_.push_back(std::make_unique<task>());
    pending_.push_back(nullptr);
  }
  task& added = *tasks_[place];
  if (added.context == nullptr) added.context = std::make_unique<fiber>(stack_size_);
  added.owner = this;
  added.place = place;
  added.creator = creator;
  added.number = 1;
  added.spawned = added.created = added.events = added.group_left = added.refusals = 0;
  added.process = 0;
  added.entry = entry;
  added.starter = added.group = nullptr;
  added.finished = added.yielded = added.detached = false;
  added.in_together = added.after_group = false;
  added.assumed = added.truncated = added.doomed = added.failing = added.stranded = false;
  added.dropping_locals = false;
  added.initialising = 0;
  added.spinning.reset();
  pending_[place] = nullptr;
  task_states_[place] = {.started = true};
  task* const parent = creator != no_task ? tasks_[creator].get() : nullptr;
  if (parent != nullptr) {
    added.number = ++parent->spawned;
    added.process = parent->process;
    ++unjoined_;
  }
  // In place: a copy of what has just been written in small pieces would have to wait for them.
  identity& who = created_tasks_.emplace_back();
  who.place = place;
  who.creator = creator;
  who.number = added.number;
  who.process = entry.process;
  ++unfinished_;
  if (recorder_ != nullptr) recorder_->task_created(place, creator, added.number, entry);
  if (entry.process && parent != nullptr) fork(*parent, added);
  return added;
}

/// Runs the child up to its first operation, so that from here on the scheduler knows what it
/// is about to do.
void controlled_runtime::boot(task& child, task& starter) {
  child.starter = &starter;
  running_ = &child;
  child.context->prepare(run_task, &child);
  fiber::switch_to(*starter.context, *child.context);
}

void controlled_runtime::run_task(void* argument) {
  task& me = *static_cast<task*>(argument);
  me.owner->run_body(me);
  me.owner->leave(me);
}

void controlled_runtime::run_body(task& me) {
  const auto record = [&](std::string text) {
    if (abandoning_ || me.failing) return;
    add_failure({failure_kind::exception,
                 misuse::none,
                 me.place,
                 no_object,
                 static_cast<std::uint32_t>(events_.size()),
                 {},
                 std::move(text)});
  };
  try {
    me.entry.run(me.entry.context);
    if (me.failing && !abandoning_) report_swallowed(me, {});
  } catch (const task_ended&) {
  } catch (...) {
    record(text_of_current_exception());
  }
  drop_locals(me);
}

/// Destroys the task's locals on its own stack: they may do operations, and make others anew.
void controlled_runtime::drop_locals(task& me) {
  me.dropping_locals = true;
  while (!me.locals.empty()) const auto dropped = std::exchange(me.locals, {});
}

void controlled_runtime::leave(task& me) {
  me.finished = true;
  settled_ = false;
  if (!abandoning_) {
    task_states_[me.place].finished = true;
    --unfinished_;
  }
  pending_[me.place] = nullptr;
  if (recorder_ != nullptr && !abandoning_) recorder_->task_finished(me.place);
  task* next = nullptr;
  if (abandoning_) {
    next = nullptr;
  } else if (me.starter != nullptr) {
    next = std::exchange(me.starter, nullptr);
    if (me.group != nullptr) --me.group->group_left;
  } else if (me.group != nullptr && --me.group->group_left == 0) {
    next = me.group;
  } else {
    next = next_task();
  }
  running_ = next;
  fiber::switch_to(*me.context, next != nullptr ? *next->context : engine_);
}

task_handle controlled_runtime::spawn(const task_entry& entry) {
  task& me = *running_;
  operation starting{operation_kind::spawn};
  starting.flag = entry.process;
  starting.site = entry.site;
  if (numbering_ == numbering::stable && !abandoning_) starting.object = place_of_next_task(me);
  execute(starting, nullptr, nullptr);
  if (abandoning_) return {};
  task& child = add_task(static_cast<task_index>(starting.object), me.place, entry);
  boot(child, me);
  return {child.place, nullptr};
}

void controlled_runtime::join(task_handle& handle, code_site site) {
  operation waiting_for{operation_kind::join};
  waiting_for.object = handle.index;
  waiting_for.site = site;
  execute(waiting_for, nullptr, nullptr);
  if (!abandoning_) --unjoined_;
}

void controlled_runtime::detach(task_handle& handle) {
  tasks_[handle.index]->detached = true;
  for (identity& each : created_tasks_)
    if (each.place == handle.index) each.detached = true;
}

void controlled_runtime::together(std::span<const task_entry> entries) {
  task& me = *running_;
  if ((abandoning_ || me.doomed || me.failing) && must_leave(me, operation_kind::spawn)) return;
  if (entries.empty()) return;
  make_room_for(me, entries.size());
  if (me.events == 0 && me.starter == nullptr) main_takes_part_ = me.place != 0;
  me.in_together = true;
  me.group_left = static_cast<std::uint32_t>(entries.size());
  task* const starter = std::exchange(me.starter, nullptr);
  for (const task_entry& entry : entries) {
    task& child = add_task(place_of_next_task(me), me.place, entry);
    created_tasks_.back().together = true;
    child.group = &me;
    boot(child, me);
  }
  me.starter = starter;
  if (me.group_left > 0) {
    await_turn(me);
    if (abandoning_ && must_not_throw(me)) return;
    if (abandoning_) end_task(me);
  }
  me.in_together = false;
  me.after_group = true;
  if (me.place == 0) main_takes_part_ = true;
  unjoined_ -= static_cast<std::uint32_t>(entries.size());
}

task_index controlled_runtime::current_task() const {
  return running_ != nullptr ? running_->place : no_task;
}

std::shared_ptr<void>& controlled_runtime::local(const void* key) { return running_->locals[key]; }

virtual_time controlled_runtime::now() {
  if (!abandoning_) clock_read_ = true;
  running_->spinning.disturb();
  return view_.now;
}

virtual_time controlled_runtime::deadline_after(virtual_time duration) {
  if (duration <= virtual_time{0}) return view_.now;
  return duration >= never - view_.now ? never : view_.now + duration;
}

void controlled_runtime::sleep_until(virtual_time deadline, code_site site) {
  task& me = *running_;
  if ((abandoning_ || me.doomed || me.failing) && must_leave(me, operation_kind::sleep, site))
    return;
  if (options_.time == time_mode::quiescent && deadline > view_.now) {
    operation sleeping{operation_kind::sleep};
    sleeping.deadline = deadline;
    sleeping.site = site;
    execute(sleeping, nullptr, nullptr);
  } else if (deadline != never) {
    view_.now = std::max(view_.now, deadline);
  }
  offer_to_wait(me, site);
}

void controlled_runtime::yield(code_site site) {
  task& me = *running_;
  if ((abandoning_ || me.doomed || me.failing) && must_leave(me, operation_kind::sleep)) return;
  offer_to_wait(me, site);
}

/// Lets others go on; a task that only polls, until there is something new.
void controlled_runtime::offer_to_wait(task& me, code_site site) {
  if (const auto until = me.spinning.yielded(); until && !abandoning_ && !lets_spin_)
    await_change(*until, spin_rounds, site);
  me.yielded = true;
}

/// The running task has polled for so many equal rounds, and waits.
void controlled_runtime::await_change(operation until, std::uint32_t rounds, code_site site) {
  rounds_followed_ = std::max(rounds_followed_, rounds);
  until.site = site;
  execute(until, nullptr, nullptr);
}

void controlled_runtime::fail_check(std::string_view message, code_site site) {
  task& me = *running_;
  if (!abandoning_ && !me.failing && !me.doomed)
    add_failure({failure_kind::check, misuse::none, me.place, no_object,
                 static_cast<std::uint32_t>(events_.size()), site, std::string(message)});
  end_task(me);
}

void controlled_runtime::report_misuse(misuse what, misuse_subject about, code_site site,
                                       bool may_throw) {
  task& me = *running_;
  const object_handle* const object = about.object;
  if (!abandoning_ && !me.failing && !me.doomed)
    add_failure({failure_kind::misuse,
                 what,
                 me.place,
                 object != nullptr && object->epoch == epoch_ ? object->index : no_object,
                 static_cast<std::uint32_t>(events_.size()),
                 site,
                 {},
                 about.task});
  me.doomed = true;
  if (may_throw && !must_not_throw(me)) end_task(me);
}

void controlled_runtime::fail_assumption(code_site site) {
  task& me = *running_;
  operation impossible{operation_kind::assume};
  impossible.site = site;
  if (!abandoning_) {
    me.assumed = true;
    pending_[me.place] = &impossible;
    switch_away(me);
  }
  end_task(me);
}

void controlled_runtime::mark_progress() {
  if (!abandoning_)
    marks_.push_back({running_->place, static_cast<std::uint32_t>(events_.size()), true, 0});
}

void controlled_runtime::fingerprint(std::uint64_t local_state) {
  if (!abandoning_)
    marks_.push_back(
        {running_->place, static_cast<std::uint32_t>(events_.size()), false, local_state});
}

void controlled_runtime::begin_initialiser() {
  if (running_ != nullptr) ++running_->initialising;
}

void controlled_runtime::end_initialiser() {
  if (running_ != nullptr && running_->initialising > 0) --running_->initialising;
}

bool controlled_runtime::unwinding() const {
  return abandoning_ || (running_ != nullptr && (running_->failing || running_->doomed));
}

}  // namespace heddle::scheduler
