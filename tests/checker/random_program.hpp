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
};

struct step {
  action what;
  int which;  ///< which object of the kind, or a value
};

/// A program: the steps of each task. Locks taken are released at the end of the task.
struct program {
  std::vector<std::vector<step>> tasks;

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

}  // namespace random_program
