#pragma once

#include "scheduler/operation_table.hpp"

/// When an operation can succeed: the rules that `enabled` and `apply` share.
namespace heddle::scheduler {

/// Whether operations of this kind act on an entry of the table of objects.
inline bool has_object(operation_kind kind) { return kind > operation_kind::advance; }

/// Whether `task` could take the mutex exclusively.
inline bool can_lock(const object_state& mutex, task_index task) {
  if (mutex.owner != no_task)
    return mutex.kind == object_kind::recursive_mutex && mutex.owner == task;
  return mutex.kind != object_kind::shared_mutex || mutex.tasks.empty();
}

/// How many messages a channel holds.
inline std::uint64_t messages_in(const object_state& channel) {
  return channel.value - channel.received;
}

/// Whether a sleeper can go on once it has been woken: whether its mutex, if any, is free.
inline bool can_wake(const state_view& state, task_index task, const operation& pending) {
  if (pending.second == no_object) return true;
  const object_state& mutex = state.objects[pending.second];
  return mutex.destroyed || can_lock(mutex, task);
}

/// Whether an operation that may have to wait, but for `wake`, can go on now other than by giving
/// up. Operations on destroyed objects can: they are misuses.
inline bool can_succeed(const state_view& state, task_index task, const operation& pending) {
  switch (pending.kind) {
    case operation_kind::join:
      return state.tasks[pending.object].finished;
    case operation_kind::assume:
      return false;
    case operation_kind::sleep:
      return state.now >= pending.deadline;
    default:
      break;
  }
  const object_state& object = state.objects[pending.object];
  if (object.destroyed) return true;
  switch (pending.kind) {
    case operation_kind::lock:
      return can_lock(object, task);
    case operation_kind::lock_shared:
      return object.owner == no_task;
    case operation_kind::acquire:
      return object.count >= pending.argument;
    case operation_kind::latch_wait:
      return object.count == 0;
    case operation_kind::pass:
      return object.value != pending.argument;
    case operation_kind::send:
      return object.flag || messages_in(object) < object.limit;
    case operation_kind::receive:
      return object.flag || messages_in(object) > 0;
    case operation_kind::event_wait:
      return object.flag;
    case operation_kind::enter_once:
      return object.owner == no_task;
    case operation_kind::await:
      return visible_value(object) != pending.argument ||
             (pending.second != no_object &&
              visible_value(state.objects[pending.second]) != pending.expected);
    default:
      return true;
  }
}

}  // namespace heddle::scheduler
