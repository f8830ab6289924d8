#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

/// An operation that has been done: one record of the compact trace. It holds all that is needed
/// to do the same operation again on object states, and its label for the dependence relation.
struct event {
  // As in `operation`, and in the same order, for `copy_operation`.
  operation_kind kind = operation_kind::fence;
  patience timing = patience::blocking;
  rmw_function function = rmw_function::exchange;
  value_type type = value_type::opaque;
  std::memory_order order = std::memory_order_seq_cst;
  std::memory_order failure_order = std::memory_order_seq_cst;
  bool flag = false;
  object_index object = no_object;
  object_index second = no_object;
  std::uint64_t argument = 0;
  /// `send`, `receive`: the capacity. `release`: the maximum. Else as in `operation`.
  std::uint64_t expected = 0;
  virtual_time deadline = never;
  code_site site{};

  task_index task = no_task;
  alternative chosen = 0;
  /// Among the ways in which its task could go on, how many were smaller than `chosen`.
  std::uint16_t rank = 0;
  outcome how = outcome::done;
  /// The scheduler left a task that could have gone on, and that had not offered to wait.
  bool preempts = false;
  /// An access to a plain variable that was not scheduled (`plain_mode::invisible`).
  bool invisible = false;
  /// What the object is. Meaningless for events without an object.
  object_kind target = object_kind::variable;
  /// Barriers: the operation changed or used the phase of a barrier with a completion function.
  bool completion = false;
  /// The first event after a `together` of its task: comes after all that was started there.
  bool after_group = false;
  /// There was more than one choice before this event.
  bool decided = false;
  /// `visible_value` of the object before and after.
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  /// What the operation returned.
  std::uint64_t value = 0;

  friend bool operator==(const event&, const event&) = default;
};

/// Makes `done` an event of the operation: what the two have in common, in one piece.
inline void copy_operation(event& done, const operation& pending) {
  static_assert(offsetof(event, kind) == offsetof(operation, kind) &&
                offsetof(event, timing) == offsetof(operation, timing) &&
                offsetof(event, function) == offsetof(operation, function) &&
                offsetof(event, type) == offsetof(operation, type) &&
                offsetof(event, order) == offsetof(operation, order) &&
                offsetof(event, failure_order) == offsetof(operation, failure_order) &&
                offsetof(event, flag) == offsetof(operation, flag) &&
                offsetof(event, object) == offsetof(operation, object) &&
                offsetof(event, second) == offsetof(operation, second) &&
                offsetof(event, argument) == offsetof(operation, argument) &&
                offsetof(event, expected) == offsetof(operation, expected) &&
                offsetof(event, deadline) == offsetof(operation, deadline) &&
                offsetof(event, site) == offsetof(operation, site) &&
                offsetof(event, task) == sizeof(operation));
  std::memcpy(static_cast<void*>(&done), &pending, offsetof(event, task));
}

/// The operation that an event was, to do it again.
inline operation operation_of(const event& done) {
  operation again{done.kind};
  std::memcpy(static_cast<void*>(&again), &done, sizeof(again));
  return again;
}

}  // namespace heddle::scheduler
