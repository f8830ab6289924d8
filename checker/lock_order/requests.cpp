#include "checker/lock_order/requests.hpp"

#include <algorithm>
#include <iterator>

namespace heddle::checker {

using scheduler::event;
using scheduler::object_kind;
using scheduler::operation_kind;
using scheduler::outcome;

namespace {

bool is_kind_of_lock(object_kind kind) {
  return kind == object_kind::mutex || kind == object_kind::recursive_mutex ||
         kind == object_kind::shared_mutex;
}

bool has_two_locks(const finished_run& run) {
  int locks = 0;
  for (const auto& each : run.created_objects)
    if (is_kind_of_lock(each.kind) && ++locks == 2) return true;
  return false;
}

}  // namespace

std::optional<lock_use> lock_taken(const event& done) {
  if (done.how != outcome::done) return std::nullopt;
  switch (done.kind) {
    case operation_kind::lock:
      return lock_use{done.object, false};
    case operation_kind::lock_shared:
      return lock_use{done.object, true};
    case operation_kind::wake:
      if (done.second != scheduler::no_object) return lock_use{done.second, false};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<lock_use> lock_given_back(const event& done) {
  if (done.how != outcome::done) return std::nullopt;
  switch (done.kind) {
    case operation_kind::unlock:
      return lock_use{done.object, false};
    case operation_kind::unlock_shared:
      return lock_use{done.object, true};
    case operation_kind::wait:
      if (done.second != scheduler::no_object) return lock_use{done.second, false};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

void lock_requests::find(const finished_run& run) {
  requests_.clear();
  holds_.clear();
  if (!has_two_locks(run)) return;
  for (const auto& each : run.created_tasks) {
    if (tasks_.size() <= each.place) tasks_.resize(each.place + std::size_t{1});
    tasks_[each.place].holds.clear();
  }
  std::uint32_t number = 0;
  for (const event& done : run.events) {
    const bool may_concern_locks =
        done.kind >= operation_kind::lock && done.kind <= operation_kind::wake;
    if (may_concern_locks && done.task != scheduler::no_task) follow(done, number);
    ++number;
  }
  for (const auto& one : run.stuck) add_waiting(run, one);
}

void lock_requests::follow(const event& done, std::uint32_t number) {
  holder& task = tasks_[done.task];
  if (const auto taken = lock_taken(done)) {
    // A wait takes its mutex again for good, also where the wait itself could have given up.
    const bool wakes = done.kind == operation_kind::wake;
    add({.task = done.task,
         .lock = taken->lock,
         .shared = taken->shared,
         .timing = wakes ? scheduler::patience::blocking : done.timing,
         .event = number,
         .site = done.site},
        task);
    task.holds.push_back({taken->lock, taken->shared, number});
  } else if (const auto given = lock_given_back(done)) {
    const auto last = std::find_if(task.holds.rbegin(), task.holds.rend(),
                                   [&](const hold& one) { return one.lock == given->lock; });
    if (last != task.holds.rend()) task.holds.erase(std::next(last).base());
  }
}

void lock_requests::add_waiting(const finished_run& run, const finished_run::waiting& one) {
  const scheduler::operation& pending = one.pending;
  if (pending.kind == operation_kind::wake) {
    const bool notified = !run.objects[pending.object].tasks.contains(one.task);
    if (pending.second == scheduler::no_object || !notified) return;
    add({.task = one.task, .lock = pending.second, .site = pending.site}, tasks_[one.task]);
  } else if (pending.timing == scheduler::patience::blocking &&
             (pending.kind == operation_kind::lock ||
              pending.kind == operation_kind::lock_shared)) {
    add({.task = one.task,
         .lock = pending.object,
         .shared = pending.kind == operation_kind::lock_shared,
         .site = pending.site},
        tasks_[one.task]);
  }
}

void lock_requests::add(request asked, const holder& by) {
  const auto is_the_same = [&](const hold& one) { return one.lock == asked.lock; };
  if (by.holds.empty() || std::ranges::any_of(by.holds, is_the_same)) return;
  asked.first_hold = static_cast<std::uint32_t>(holds_.size());
  // A recursive mutex held several times counts once, since it was taken first.
  for (const hold& one : by.holds) {
    const auto first = holds_.begin() + asked.first_hold;
    if (std::none_of(first, holds_.end(),
                     [&](const hold& other) { return other.lock == one.lock; }))
      holds_.push_back(one);
  }
  asked.hold_count = static_cast<std::uint32_t>(holds_.size()) - asked.first_hold;
  requests_.push_back(asked);
}

}  // namespace heddle::checker
