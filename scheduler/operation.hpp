#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "scheduler/location.hpp"
#include "scheduler/task_set.hpp"
#include "scheduler/time.hpp"

namespace heddle::scheduler {

/// An object of the model by its place in the table of objects.
using object_index = std::uint32_t;
inline constexpr object_index no_object = 0xffff'ffff;

/// One of several ways in which an enabled operation may go on; see `alternatives` in
/// `operation_table.hpp` for what the numbers mean for each kind.
using alternative = std::uint16_t;

/// Everything a task can do that another task could notice. To add one, extend this list, the
/// names in `operation.cpp` and the table in `operation_table.cpp`; the tests walk all kinds.
enum class operation_kind : std::uint8_t {
  // Tasks. The object is the index of the other task.
  spawn,  ///< starts a task (or, with `copies`, a process)
  join,   ///< waits until a task has ended

  // No object.
  choose,   ///< takes one of `argument` values: each an alternative
  assume,   ///< an assumption that does not hold: never enabled
  sleep,    ///< until `deadline`; announced in quiescent time only
  fence,    ///< a memory fence: no effect while memory is sequentially consistent
  advance,  ///< the clock moves to the earliest deadline; done by no task

  // Plain variables.
  read,
  write,

  // Atomic variables.
  load,
  store,
  read_modify_write,  ///< `function` applied to the value and `argument`
  compare_exchange,   ///< stores `argument` if the value is `expected`
  park,               ///< atomic wait: goes to sleep if the value is still `expected`

  // Mutexes of all kinds. Exclusive, then shared ownership.
  lock,
  unlock,
  lock_shared,
  unlock_shared,

  // Condition variables and the waiters of atomics.
  wait,        ///< releases the mutex `second` (if any) and goes to sleep, in one step
  wake,        ///< goes on after a notification, and takes the mutex `second` (if any) again
  notify_one,  ///< wakes one sleeper: which one is the alternative
  notify_all,

  // Semaphores: `argument` permits.
  acquire,
  release,

  // Latches.
  count_down,  ///< by `argument`
  latch_wait,

  // Barriers.
  arrive,          ///< counts one arrival; with `drop`, expects one task less from now on
  complete_phase,  ///< ends the phase after its completion function has run
  pass,            ///< waits until the phase `argument` is over

  // Channels: bounded queues.
  send,
  receive,
  close,

  // Manual events, futures, stop states.
  set,
  reset,
  is_set,
  event_wait,

  // call_once.
  enter_once,  ///< waits while another task runs the function
  leave_once,  ///< `argument` is 1 if the function returned, 0 if it threw

  // Any object.
  destroy,
  await,  ///< waits until `object` shows another value than `argument`, or `second` than `expected`
};

/// The number of operation kinds.
inline constexpr std::size_t operation_kinds = static_cast<std::size_t>(operation_kind::await) + 1;

/// What an operation does when it cannot go on at once.
enum class patience : std::uint8_t {
  blocking,  ///< waits for ever: the task is disabled
  attempt,   ///< gives up at once (`try_...`)
  timed,     ///< gives up at its deadline
};

/// The function of a `read_modify_write`.
enum class rmw_function : std::uint8_t { exchange, add, subtract, bit_and, bit_or, bit_xor };

/// How the 64 bits of a value are to be understood by arithmetic.
enum class value_type : std::uint8_t {
  opaque,  ///< equality only: a boolean, an enumeration, a pointer, a number of a stored copy
  i8,
  i16,
  i32,
  i64,
  u8,
  u16,
  u32,
  u64,
  f32,
  f64,
};

/// An operation as data: announced by a task before it happens, pending until the scheduler
/// chooses the task, then carried out on object states. Nothing in it depends on C++ primitives;
/// other front ends announce the same operations.
struct operation {
  operation_kind kind;
  patience timing = patience::blocking;
  rmw_function function = rmw_function::exchange;
  value_type type = value_type::opaque;
  std::memory_order order = std::memory_order_seq_cst;
  /// Of a `compare_exchange` that fails.
  std::memory_order failure_order = std::memory_order_seq_cst;
  /// `arrive`: leaves the barrier. `spawn`: the new task is a process with copies of all objects.
  /// `wake`: not for no reason. `notify_*`, `wait`: unused.
  bool flag = false;
  object_index object = no_object;
  /// The mutex of `wait` and `wake`; the other object of `await`.
  object_index second = no_object;
  std::uint64_t argument = 0;
  std::uint64_t expected = 0;
  /// With `patience::timed` and for `sleep`: when to give up or go on.
  virtual_time deadline = never;
  code_site site{};
};

/// How an operation went. Part of an event's label: a lock taken and a lock timed out are different
/// labels with different dependences.
enum class outcome : std::uint8_t {
  done,
  failed,     ///< an attempt that could not; a compare_exchange that did not match; a park whose
              ///< value had changed; a notification that found nobody; a channel found closed; a
              ///< `set` of what was set
  timed_out,  ///< the deadline passed; for `wake`: the task left the queue, and must `wake` again
  spurious,   ///< `wake` without a notification: as `timed_out`
  last,       ///< `arrive`: the last of its phase, at a barrier with a completion function, which
              ///< this task must run. `enter_once`: this task runs the function
  misuse,     ///< the operation was not allowed and had no effect
};

/// Things the standard library calls undefined or throws for.
enum class misuse : std::uint32_t {
  none,
  unlock_not_owner,
  unlock_not_locked,
  wait_without_lock,
  notified_object_destroyed,
  destroyed_while_held,
  destroyed_while_waited_on,
  use_after_destruction,
  semaphore_above_maximum,
  latch_below_zero,
  barrier_above_expected,
  not_joinable,
  joined_twice,
  joins_itself,
  joinable_destroyed,
  no_mutex,
  already_locked,
  not_locked,
  no_state,
  promise_already_satisfied,
  future_already_retrieved,
  bad_argument,
  swallowed_unwinding,
  static_initialiser,
  other_process,
  too_many_tasks,
  too_many_objects,
  too_many_events,
};

/// The name of a kind as reports print it: `lock`, `notify_one`.
std::string_view name_of(operation_kind kind);

/// One sentence about a misuse, to follow the name of the object: `unlocked by a task that does
/// not hold it`.
std::string_view description_of(misuse what);

}  // namespace heddle::scheduler
