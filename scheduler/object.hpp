#pragma once

#include <cstdint>
#include <string_view>

#include "scheduler/operation.hpp"
#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

/// What an object is. Several primitives may share a kind: a future is an `event`.
enum class object_kind : std::uint8_t {
  variable,
  atomic,
  mutex,
  recursive_mutex,
  shared_mutex,
  condition_variable,
  semaphore,
  latch,
  barrier,
  channel,
  event,
  once,
};

/// The word for a kind in names and reports: `mutex`, `condition variable`.
std::string_view name_of(object_kind kind);

/// The state of one object, as pure data: the operations of `operation_table.hpp` are functions
/// on it. Which members a kind uses is said beside each.
struct object_state {
  object_kind kind = object_kind::variable;
  bool destroyed = false;
  /// Channels: closed. Events: set. Once: the function has returned. Barriers: has a completion
  /// function, so that the last arrival does not end the phase by itself.
  bool flag = false;
  /// Mutexes: who holds it exclusively. Once: who runs the function.
  task_index owner = no_task;
  /// Recursive mutexes: depth. Semaphores: permits. Latches: what is left. Barriers: arrivals in
  /// this phase, but for those that left.
  std::uint64_t count = 0;
  /// Semaphores: the maximum. Barriers: arrivals expected per phase, but for tasks that
  /// left: a drop lowers it instead of raising `count`. Channels: capacity.
  std::uint64_t limit = 0;
  /// Variables, atomics: the value. Barriers: the number of the phase. Channels: how many were
  /// sent.
  std::uint64_t value = 0;
  /// Channels: how many were received.
  std::uint64_t received = 0;
  /// Condition variables, atomics: who sleeps here. Shared mutexes: who holds it shared.
  task_set tasks;

  friend bool operator==(const object_state&, const object_state&) = default;
};

/// The part of a task's state that operations of other tasks depend on.
struct task_state {
  bool started = false;
  bool finished = false;
  /// A notification has come for the sleep the task is in, or its time-out has passed.
  bool woken = false;

  friend bool operator==(const task_state&, const task_state&) = default;
};

}  // namespace heddle::scheduler
