#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"
#include "checker/races/happens_before.hpp"

namespace heddle::checker {

/// Two accesses to one plain variable by two tasks, at least one of them a write, of which neither
/// happened before the other. By their numbers among the events.
struct race {
  std::uint32_t earlier = 0;
  std::uint32_t later = 0;
  /// The same for all races on that variable between these two lines, in either order.
  std::uint64_t key = 0;
};

/// Finds the data races of finished runs: each racing pair of lines of each variable once, with
/// the first two accesses that show it.
///
/// FastTrack (Flanagan and Freund, PLDI 2009) says which variables race: it remembers the last
/// write of each and the last read, or, where reads are not ordered among each other, the last of
/// each task. From the first race of a variable on that is too little to name all pairs. So a
/// variable that has been seen to race is treated otherwise in this run and all later ones: the
/// last access of each task on each line is remembered, which shows every racing pair of lines.
///
/// Keeps its memory from run to run: in steady state it allocates nothing.
class race_search {
 public:
  /// The races of a run, in the order of the later accesses. Good until the next call.
  [[nodiscard]] std::span<const race> find(const finished_run& run);

 private:
  /// The last access of one task on one line to one variable.
  struct access {
    std::uint32_t event = 0;
    std::uint64_t line = 0;
  };

  struct variable {
    // What the run does with it.
    scheduler::task_index user = scheduler::no_task;
    bool shared = false;
    bool written = false;

    /// It has raced in this run or an earlier one.
    bool races = false;

    // As long as it has not raced.
    std::uint32_t write = no_event;
    std::vector<std::uint32_t> reads;  ///< the last since the write; more than one: not ordered

    // Once it has.
    std::vector<access> history;
  };

  static constexpr std::uint32_t no_event = 0xffff'ffff;

  template <class Visit>
  void for_each_variable(const finished_run& run, Visit&& visit);
  [[nodiscard]] bool look_for_sharing(const finished_run& run);
  [[nodiscard]] bool walk(const finished_run& run);
  [[nodiscard]] bool look_at(const finished_run& run, std::uint32_t number);
  [[nodiscard]] bool is_ordered(variable& what, const scheduler::event& done, std::uint32_t number);
  void compare_with_history(const finished_run& run, variable& what, std::uint32_t number);
  void add(const finished_run& run, const access& earlier, const access& later);

  happens_before order_;
  std::vector<variable> variables_;  ///< by place of the object
  std::uint32_t end_ = 0;            ///< no access from here on can race
  std::vector<race> found_;
  std::vector<std::uint64_t> keys_;  ///< variable and lines of those found, in ascending order
};

}  // namespace heddle::checker
