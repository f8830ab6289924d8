#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduler/failure.hpp"
#include "scheduler/location.hpp"
#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"

namespace heddle::scheduler {

/// How an execution ended.
enum class ending : std::uint8_t {
  completed,  ///< every task has ended
  stuck,      ///< some task waits for what will never come
  pruned,     ///< an assumption did not hold: the execution does not count
  truncated,  ///< a task reached its step limit
  given_up,   ///< the decider ended it
  diverged,   ///< it did not go as recorded, or went beyond the limits of the scheduler
};

/// One execution with everything people want to know about it: what reports are made of. Plain
/// data without pointers into the model; tasks, objects and steps refer to each other by their
/// places in the vectors.
struct execution {
  static constexpr int none = -1;

  struct task {
    std::string name;
    int parent = none;         ///< none: the main task, or one of `together`
    std::uint32_t number = 0;  ///< it was the parent's k-th spawn, from 1
    bool process = false;
    source_line started_at;
    bool finished = false;
    /// What it was about to do when the execution ended; empty if it has finished.
    std::string pending;
    source_line pending_at;
    int pending_object = none;  ///< what it waits for, if that is an object
    int pending_task = none;    ///< what it waits for, if that is a task
  };

  struct object {
    std::string name;
    object_kind kind = object_kind::variable;
    int creator = none;        ///< none: a static
    std::uint32_t number = 0;  ///< it was the creator's k-th object, from 1
    int copy_of = none;        ///< the object it was copied from when a process began
    source_line created_at;
    std::string initial;  ///< its first state, as text
  };

  struct step {
    std::uint32_t number = 0;  ///< from 1
    int task = none;           ///< none: the clock
    operation_kind kind = operation_kind::fence;
    outcome how = outcome::done;
    patience timing = patience::blocking;
    std::memory_order order = std::memory_order_seq_cst;
    /// What happened, in a few words: `read balance -> 100`, `lock A`, `wait on ready`.
    std::string text;
    int object = none;
    int second = none;
    int other_task = none;  ///< the task spawned, joined or woken
    /// The object's state as text, before and after: `100`, `held by alice`, `2 of 3`.
    std::string before;
    std::string after;
    source_line where;
    std::vector<int> enabled;  ///< the tasks that could have gone on instead, and this one
    std::uint32_t ways = 1;    ///< in how many ways its task could go on
    std::uint32_t way = 0;     ///< in which of them it did, by rank
    /// The task that did the step before could have gone on.
    bool preempts = false;
    /// What the preempted task was about to do; empty if `preempts` is false.
    std::string preempted;
    bool invisible = false;
    virtual_time now{0};
  };

  struct observation {
    std::string name;
    std::string value;
    std::uint32_t step = 0;  ///< how many steps had been done
  };

  struct remark {
    int task = none;
    std::uint32_t step = 0;
    std::string text;
    source_line where;
  };

  struct problem {
    failure_kind kind = failure_kind::check;
    misuse what = misuse::none;
    int task = none;
    int object = none;
    std::uint32_t step = 0;
    std::string text;
    source_line where;
    int other_task = none;  ///< the task that a misuse is about
  };

  // Compiled once, for it has many members and is used in many files.
  execution();
  execution(const execution&);
  execution(execution&&) noexcept;
  execution& operator=(const execution&);
  execution& operator=(execution&&) noexcept;
  ~execution();

  std::vector<task> tasks;
  std::vector<object> objects;
  std::vector<step> steps;
  std::vector<observation> observations;
  std::vector<remark> remarks;
  std::vector<problem> problems;
  ending how = ending::completed;
};

}  // namespace heddle::scheduler
