#include "checker/races/happens_before.hpp"

#include <algorithm>

namespace heddle::checker {

using scheduler::event;
using scheduler::operation_kind;
using scheduler::outcome;
using scheduler::task_index;

namespace {

bool acquires(std::memory_order order) {
  return order != std::memory_order_relaxed && order != std::memory_order_release;
}

bool releases(std::memory_order order) {
  return order == std::memory_order_release || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

bool succeeded(const event& done) { return done.how == outcome::done || done.how == outcome::last; }

/// Whether a failed operation on a channel failed because it is closed.
bool found_closed(const event& done) { return done.how == outcome::failed && done.value == 1; }

}  // namespace

void happens_before::start(const finished_run& run) {
  events_ = run.events;
  position_ = 0;
  width_ = 0;
  for (const auto& each : run.created_tasks)
    width_ = std::max<std::size_t>(width_, each.place + std::size_t{1});
  tasks_.assign(width_, {});
  for (const auto& each : run.created_tasks) tasks_[each.place].creator = each.creator;
  objects_.assign(run.objects.size(), {});
  for (std::uint32_t each = 0; each < many_used_; ++each) many_[each].clear();
  many_used_ = 0;
  rows_ = 0;
  for (std::size_t each = 0; each < width_; ++each) make();
}

void happens_before::advance() {
  const event& done = events_[position_];
  const auto number = static_cast<std::uint32_t>(position_++);
  if (done.task == scheduler::no_task) return;
  if (!tasks_[done.task].begun) begin(done.task);
  if (done.after_group) gather_group(done.task);
  const bool plain = done.kind == operation_kind::read || done.kind == operation_kind::write;
  const bool synchronises = !plain && done.how != outcome::misuse;
  if (synchronises) acquire(done);
  clocks_[done.task * width_ + done.task] = number + 1;
  if (synchronises) release(done);
}

/// A task that no event has started is one of a `together`: its starter waits since then.
void happens_before::begin(task_index task) {
  task_record& here = tasks_[task];
  here.begun = true;
  if (here.creator == scheduler::no_task) return;
  if (!tasks_[here.creator].begun) begin(here.creator);
  here.grouped = true;
  copy(here.creator, task);
}

/// The parent goes on after all that its `together` has started. Those that have done nothing can
/// be passed over.
void happens_before::gather_group(task_index parent) {
  for (std::size_t each = 0; each < width_; ++each) {
    if (!tasks_[each].grouped || tasks_[each].creator != parent) continue;
    const auto member = static_cast<task_index>(each);
    tasks_[member].grouped = false;
    gather_group(member);
    join(member, parent);
  }
}

void happens_before::acquire(const event& done) {
  const task_index me = done.task;
  switch (done.kind) {
    case operation_kind::join: {
      if (!succeeded(done)) return;
      const auto joined = static_cast<task_index>(done.object);
      gather_group(joined);
      join(joined, me);
      return;
    }
    case operation_kind::load:
    case operation_kind::read_modify_write:
    case operation_kind::park:
      read_atomic(done, done.order);
      return;
    case operation_kind::compare_exchange:
      read_atomic(done, succeeded(done) ? done.order : done.failure_order);
      return;
    case operation_kind::fence:
      if (acquires(done.order)) join(tasks_[me].read, me);
      return;
    case operation_kind::lock:
      if (succeeded(done)) take_exclusively(me, done.object);
      return;
    case operation_kind::wake:
      if (succeeded(done) && done.second != scheduler::no_object) take_exclusively(me, done.second);
      return;
    case operation_kind::lock_shared:
    case operation_kind::acquire:
    case operation_kind::latch_wait:
    case operation_kind::event_wait:
    case operation_kind::enter_once:
      if (succeeded(done)) join(objects_[done.object].handed_on, me);
      return;
    case operation_kind::is_set:
      if (done.value != 0) join(objects_[done.object].handed_on, me);
      return;
    case operation_kind::arrive:
      if (done.how == outcome::last) join(numbered(done, done.value), me);
      return;
    case operation_kind::pass:
      join(numbered(done, done.argument), me);
      return;
    case operation_kind::send:
    case operation_kind::receive:
      if (succeeded(done)) join(numbered(done, done.value % done.expected), me);
      if (found_closed(done)) join(objects_[done.object].handed_on, me);
      return;
    default:
      return;
  }
}

void happens_before::release(const event& done) {
  const task_index me = done.task;
  switch (done.kind) {
    case operation_kind::spawn:
      // The execution may have come to its end before the new task was made.
      if (done.object >= width_) return;
      tasks_[done.object].begun = true;
      copy(me, static_cast<row>(done.object));
      return;
    case operation_kind::store:
      write_atomic(done, false);
      return;
    case operation_kind::read_modify_write:
      write_atomic(done, true);
      return;
    case operation_kind::compare_exchange:
      if (succeeded(done)) write_atomic(done, true);
      return;
    case operation_kind::fence:
      if (releases(done.order)) copy(me, made(tasks_[me].released));
      return;
    case operation_kind::unlock_shared:
      join(me, made(objects_[done.object].shared));
      return;
    case operation_kind::wait:
      if (done.second != scheduler::no_object) copy(me, made(objects_[done.second].handed_on));
      return;
    case operation_kind::release:
    case operation_kind::count_down:
      join(me, made(objects_[done.object].handed_on));
      return;
    case operation_kind::unlock:
    case operation_kind::close:
    case operation_kind::set:
    case operation_kind::leave_once:
      if (succeeded(done)) copy(me, made(objects_[done.object].handed_on));
      return;
    case operation_kind::arrive:
    case operation_kind::complete_phase:
      join(me, made(numbered(done, done.value)));
      return;
    case operation_kind::send:
    case operation_kind::receive:
      if (succeeded(done)) copy(me, made(numbered(done, done.value % done.expected)));
      return;
    default:
      return;
  }
}

void happens_before::read_atomic(const event& done, std::memory_order order) {
  const row from = objects_[done.object].handed_on;
  if (from == none) return;
  join(from, acquires(order) ? row{done.task} : made(tasks_[done.task].read));
}

/// `continues`: the release sequence that the value before belongs to goes on.
void happens_before::write_atomic(const event& done, bool continues) {
  row& place = objects_[done.object].handed_on;
  const row from = releases(done.order) ? row{done.task} : tasks_[done.task].released;
  if (!continues && place != none)
    std::fill_n(clocks_.begin() + static_cast<std::ptrdiff_t>(place * width_), width_, 0);
  if (from != none) join(from, made(place));
}

void happens_before::take_exclusively(task_index task, std::uint32_t mutex) {
  join(objects_[mutex].handed_on, task);
  join(objects_[mutex].shared, task);
}

/// A clock of nothing.
happens_before::row happens_before::make() {
  const std::size_t end = (rows_ + std::size_t{1}) * width_;
  if (clocks_.size() < end) clocks_.resize(std::max(end, clocks_.size() * 2));
  std::fill_n(clocks_.begin() + static_cast<std::ptrdiff_t>(rows_ * width_), width_, 0);
  return rows_++;
}

happens_before::row happens_before::made(row& place) {
  if (place == none) place = make();
  return place;
}

void happens_before::copy(row from, row to) {
  std::copy_n(clocks_.begin() + static_cast<std::ptrdiff_t>(from * width_), width_,
              clocks_.begin() + static_cast<std::ptrdiff_t>(to * width_));
}

void happens_before::join(row from, row into) {
  if (from == none) return;
  const std::uint32_t* const theirs = &clocks_[from * width_];
  std::uint32_t* const ours = &clocks_[into * width_];
  for (std::size_t task = 0; task < width_; ++task) ours[task] = std::max(ours[task], theirs[task]);
}

happens_before::row& happens_before::numbered(const event& done, std::uint64_t number) {
  row& place = objects_[done.object].many;
  if (place == none) {
    place = many_used_++;
    if (many_.size() < many_used_) many_.emplace_back();
  }
  std::vector<row>& rows = many_[place];
  if (rows.size() <= number) rows.resize(number + 1, none);
  return rows[number];
}

}  // namespace heddle::checker
