#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Small random programs that are right: nothing must be found in them.
namespace correct_program {

/// What keeps the accesses to a variable apart. Whoever has one takes no second.
enum class guard : std::uint8_t {
  mutex,
  recursive_mutex,     // taken twice
  timed_mutex,         // for some time: who does not get it goes without the access
  tried_mutex,         // likewise, at once
  shared_mutex,        // readers together
  shared_timed_mutex,  // readers for some time
  semaphore,           // with one permit
  channel,             // with one message
  atomic_flag,         // set by acquire, cleared by release
  monitor,             // a condition variable
  read_modify_write,   // a ticket lock, of relaxed increments and an acquiring poll by `wait`
};
inline constexpr std::size_t guards = 11;

/// How the first task hands a variable over to the others.
enum class handover : std::uint8_t {
  nothing,
  published,  // by an atomic: release, and acquire by those who look and may come too early
  awaited,    // the same, by those who wait for it
  fenced,     // relaxed accesses between fences
  latch,
  barrier,
  event,
  promise,
  condition,  // a condition variable with its state
  call_once,  // whoever comes first writes
  messages,   // one for each of the others
};
inline constexpr std::size_t handovers = 11;

/// An access to a variable under its guard.
struct step {
  std::size_t variable = 0;
  bool writes = false;
  bool guarded = true;
};

/// What one task does: accesses, its part of the handover, accesses.
struct task {
  std::vector<step> before;
  std::vector<step> after;
};

struct program {
  std::vector<guard> guarded_by;  ///< one for each variable
  handover by = handover::nothing;
  std::vector<task> tasks;
  /// Main starts the tasks one by one and joins them, instead of all together.
  bool joined = false;

  /// Runs it, inside a model. At the end main looks at all variables.
  void run() const;
  [[nodiscard]] std::string text() const;
};

/// The program of a seed: two or three tasks, two variables.
program make(std::uint64_t seed);

/// The same with the lock of one access left out, so that it races with an access of another task:
/// it is the very first access of its task, another task accesses the variable, and one of the two
/// writes. Nothing is acquired before it, and the other task can be done with its access first.
/// Nothing of the kind in the program: empty tasks.
program with_one_lock_dropped(program from);

}  // namespace correct_program
