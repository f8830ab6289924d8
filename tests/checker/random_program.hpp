#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Small random programs over all kinds of primitives, to compare searches on.
namespace random_program {

enum class action : std::uint8_t {
  load,
  store,
  add,
  exchange_if_zero,
  lock,
  try_lock,
  lock_for,
  wait,
  wait_for,
  notify_one,
  notify_all,
  acquire,
  try_acquire,
  acquire_for,
  release,
  share,
  try_share,
  own,
  try_own,
  send,
  receive,
  try_receive,
  set,
  wait_set,
  count_down,
  wait_latch,
  meet,
  choose,
  load_and_branch,
  check,
  assume,
  fail,
  read,           // plain accesses: alone, ...
  write,          //
  read_locked,    // ... under a lock of their own choice, ...
  write_locked,   //
  read_shared,    // ... under the lock of readers and writers
  write_shared,   // (which is wrong),
  write_owned,    //
  store_release,  // atomics with weaker orders
  store_relaxed,  //
  load_acquire,   //
  load_relaxed,   //
  add_relaxed,    //
  add_acquire,    //
  try_exchange,   // acquires if it succeeds only
  fence_release,  //
  fence_acquire,  //
};

struct step {
  action what;
  /// Which object of the kind, or a value. Of plain accesses: the variable, plus 2 times the lock.
  int which;
};

/// A program: the steps of each task. Locks taken are released at the end of the task.
struct program {
  std::vector<std::vector<step>> tasks;
  /// Main starts the tasks one by one and joins them, instead of all together.
  bool joined = false;

  /// Runs it, inside a model.
  void run() const;
  [[nodiscard]] std::string text() const;
};

/// How many programs a long test is to look at: HEDDLE_RANDOM_PROGRAMS if that is set, or so many
/// as usual.
std::uint64_t how_many(std::uint64_t usual);

/// The program of a seed: two or three tasks of up to four steps.
program make(std::uint64_t seed);

/// The program of a seed: two to four tasks of up to five accesses and locks. Some mistakes show in
/// nothing smaller; mostly too much for a search of all schedules.
program make_wide(std::uint64_t seed);

/// The program of a seed: plain accesses with and without locks, and no other way to wait or to
/// find out what others do. Few enough events to run all schedules of most.
program make_locked(std::uint64_t seed);

/// The program of a seed: plain accesses among operations that may or may not order them.
program make_racy(std::uint64_t seed);

/// The same, but smaller, and each task accesses the first variable: most have a race, and not many
/// schedules.
program make_small_racy(std::uint64_t seed);

}  // namespace random_program
