#include "scheduler/operation_rules.hpp"
#include "scheduler/operation_table.hpp"

/// What each operation does to the states. The functions of one family of objects stand together;
/// each relies on `apply` for what all have in common: giving up, and destroyed objects.
namespace heddle::scheduler {

namespace {

constexpr result failed{outcome::failed};

constexpr result wrong(misuse what) { return {outcome::misuse, what}; }

// Variables and atomics.

result compare_exchange(object_state& object, const operation& pending) {
  const std::uint64_t before = object.value;
  if (before != pending.expected) return {outcome::failed, misuse::none, before};
  object.value = pending.argument;
  return {outcome::done, misuse::none, before};
}

result read_modify_write(object_state& object, const operation& pending) {
  const std::uint64_t before = object.value;
  object.value = combine(pending.function, pending.type, before, pending.argument);
  return {outcome::done, misuse::none, before};
}

// Mutexes.

result lock(object_state& mutex, task_index task) {
  mutex.owner = task;
  ++mutex.count;
  return {};
}

result unlock(object_state& mutex, task_index task) {
  if (mutex.owner != task) {
    const bool held = mutex.owner != no_task || !mutex.tasks.empty();
    return wrong(held ? misuse::unlock_not_owner : misuse::unlock_not_locked);
  }
  if (--mutex.count == 0) mutex.owner = no_task;
  return {};
}

result lock_shared(object_state& mutex, task_index task) {
  if (mutex.tasks.contains(task)) return wrong(misuse::already_locked);
  mutex.tasks.insert(task);
  return {};
}

result unlock_shared(object_state& mutex, task_index task) {
  if (!mutex.tasks.contains(task)) {
    const bool held = mutex.owner != no_task || !mutex.tasks.empty();
    return wrong(held ? misuse::unlock_not_owner : misuse::unlock_not_locked);
  }
  mutex.tasks.erase(task);
  return {};
}

// Sleeping and waking.

result fall_asleep(const state_view& state, object_state& object, task_index task) {
  object.tasks.insert(task);
  state.tasks[task].woken = false;
  return {};
}

result park(const state_view& state, object_state& object, task_index task,
            const operation& pending) {
  if (object.value != pending.expected) return {outcome::failed, misuse::none, object.value};
  fall_asleep(state, object, task);
  return {outcome::done, misuse::none, object.value};
}

result wait(const state_view& state, object_state& object, task_index task,
            const operation& pending) {
  if (pending.second != no_object) {
    object_state& mutex = state.objects[pending.second];
    if (mutex.destroyed) return wrong(misuse::use_after_destruction);
    if (mutex.owner != task) return wrong(misuse::wait_without_lock);
    unlock(mutex, task);
  }
  return fall_asleep(state, object, task);
}

result wake(const state_view& state, task_index task, const operation& pending,
            alternative chosen) {
  if (chosen != 0) {
    state.objects[pending.object].tasks.erase(task);
    state.tasks[task].woken = true;
    return {chosen == 1 ? outcome::timed_out : outcome::spurious};
  }
  if (pending.second != no_object) {
    object_state& mutex = state.objects[pending.second];
    if (mutex.destroyed) return wrong(misuse::use_after_destruction);
    lock(mutex, task);
  }
  state.tasks[task].woken = false;
  return {};
}

result notify_one(const state_view& state, object_state& object, alternative chosen) {
  if (object.tasks.empty()) return failed;
  object.tasks.erase(chosen);
  state.tasks[chosen].woken = true;
  return {outcome::done, misuse::none, chosen};
}

result notify_all(const state_view& state, object_state& object) {
  if (object.tasks.empty()) return failed;
  std::uint64_t woken = 0;
  object.tasks.for_each([&](task_index sleeper) {
    state.tasks[sleeper].woken = true;
    woken |= task_bit(sleeper);
  });
  object.tasks.clear();
  return {outcome::done, misuse::none, woken};
}

// Counters.

result release(object_state& semaphore, const operation& pending) {
  if (pending.argument > semaphore.limit - semaphore.count)
    return wrong(misuse::semaphore_above_maximum);
  semaphore.count += pending.argument;
  return {};
}

/// Takes away from a semaphore or latch.
result take(object_state& object, std::uint64_t amount) {
  object.count -= amount;
  return {};
}

result count_down(object_state& latch, const operation& pending) {
  if (pending.argument > latch.count) return wrong(misuse::latch_below_zero);
  return take(latch, pending.argument);
}

result end_phase(object_state& barrier) {
  barrier.count = 0;
  return {outcome::done, misuse::none, barrier.value++};
}

result arrive(object_state& barrier, const operation& pending) {
  if (barrier.count >= barrier.limit) return wrong(misuse::barrier_above_expected);
  if (pending.flag)
    --barrier.limit;
  else
    ++barrier.count;
  if (barrier.count < barrier.limit) return {outcome::done, misuse::none, barrier.value};
  if (barrier.flag) return {outcome::last, misuse::none, barrier.value};
  return end_phase(barrier);
}

// Channels.

result send(object_state& channel) {
  if (channel.flag) return {outcome::failed, misuse::none, 1};
  return {outcome::done, misuse::none, channel.value++};
}

result receive(object_state& channel) {
  if (messages_in(channel) == 0) return {outcome::failed, misuse::none, 1};
  return {outcome::done, misuse::none, channel.received++};
}

// Flags.

/// Raises the flag of a channel (closed) or an event (set).
result raise(object_state& object) {
  if (object.flag) return failed;
  object.flag = true;
  return {};
}

result lower(object_state& object) {
  object.flag = false;
  return {};
}

result enter_once(object_state& once, task_index task) {
  if (once.flag) return {};
  once.owner = task;
  return {outcome::last};
}

result leave_once(object_state& once, const operation& pending) {
  once.flag = pending.argument != 0;
  once.owner = no_task;
  return {};
}

// All objects.

result destroy(object_state& object) {
  object.destroyed = true;
  if (object.owner != no_task) return wrong(misuse::destroyed_while_held);
  if (object.tasks.empty()) return {};
  return wrong(object.kind == object_kind::shared_mutex ? misuse::destroyed_while_held
                                                        : misuse::destroyed_while_waited_on);
}

constexpr misuse misuse_after_destruction(operation_kind kind) {
  const bool notifies = kind == operation_kind::notify_one || kind == operation_kind::notify_all;
  return notifies ? misuse::notified_object_destroyed : misuse::use_after_destruction;
}

result apply_to_object(const state_view& state, task_index task, const operation& pending,
                       alternative chosen) {
  object_state& object = state.objects[pending.object];
  if (object.destroyed) return wrong(misuse_after_destruction(pending.kind));
  switch (pending.kind) {
    case operation_kind::read_modify_write:
      return read_modify_write(object, pending);
    case operation_kind::compare_exchange:
      return compare_exchange(object, pending);
    case operation_kind::park:
      return park(state, object, task, pending);
    case operation_kind::lock:
      return lock(object, task);
    case operation_kind::unlock:
      return unlock(object, task);
    case operation_kind::lock_shared:
      return lock_shared(object, task);
    case operation_kind::unlock_shared:
      return unlock_shared(object, task);
    case operation_kind::wait:
      return wait(state, object, task, pending);
    case operation_kind::notify_one:
      return notify_one(state, object, chosen);
    case operation_kind::notify_all:
      return notify_all(state, object);
    case operation_kind::acquire:
      return take(object, pending.argument);
    case operation_kind::release:
      return release(object, pending);
    case operation_kind::count_down:
      return count_down(object, pending);
    case operation_kind::arrive:
      return arrive(object, pending);
    case operation_kind::complete_phase:
      return end_phase(object);
    case operation_kind::send:
      return send(object);
    case operation_kind::receive:
      return receive(object);
    case operation_kind::close:
    case operation_kind::set:
      return raise(object);
    case operation_kind::reset:
      return lower(object);
    case operation_kind::is_set:
      return {outcome::done, misuse::none, object.flag ? 1U : 0U};
    case operation_kind::enter_once:
      return enter_once(object, task);
    case operation_kind::leave_once:
      return leave_once(object, pending);
    case operation_kind::destroy:
      return destroy(object);
    default:
      return {};
  }
}

/// Whether a timed or trying operation goes without what it wants.
bool gives_up(const state_view& state, task_index task, const operation& pending,
              alternative chosen) {
  if (pending.timing == patience::blocking) return false;
  return chosen == 1 || !can_succeed(state, task, pending);
}

}  // namespace

result detail::apply_otherwise(const state_view& state, task_index task, const operation& pending,
                               alternative chosen) {
  if (pending.kind == operation_kind::wake) return wake(state, task, pending, chosen);
  if (may_wait(pending.kind) && gives_up(state, task, pending, chosen))
    return {pending.timing == patience::attempt ? outcome::failed : outcome::timed_out};
  if (has_object(pending.kind)) return apply_to_object(state, task, pending, chosen);
  if (pending.kind == operation_kind::spawn) state.tasks[pending.object].started = true;
  if (pending.kind == operation_kind::choose) return {outcome::done, misuse::none, chosen};
  return {};
}

}  // namespace heddle::scheduler
