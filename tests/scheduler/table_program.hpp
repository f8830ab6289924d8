#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/operation_table.hpp"

/// Small concurrent programs of bare operations, run on nothing but object states: what the table
/// of operations is tested with. No fibers, no primitives.
namespace heddle::scheduler::table_tests {

/// When a jump is taken, by how the task's last operation went.
enum class condition : std::uint8_t {
  always,
  went_without,  ///< failed or timed out
  left_queue,    ///< a `wake` that must be repeated
  not_last,      ///< somebody else completes the phase, or runs the function
  value_is_zero,
  value_is_not_zero,
};

/// Where an operation's argument comes from.
enum class argument_source : std::uint8_t {
  constant,
  sum_with_last_value,
  phase_of_last_arrival,
};

/// One line of a task: an operation, or a jump by `offset` from the next line.
struct instruction {
  bool jumps = false;
  operation what{operation_kind::fence};
  argument_source source = argument_source::constant;
  condition when = condition::always;
  int offset = 0;
};

/// The lines of one task. Each member adds lines and returns the body, for chains.
class body {
 public:
  std::vector<instruction> lines;
  /// Whether it begins by itself, without a `spawn`.
  bool started = true;

  body& perform(operation what, argument_source source = argument_source::constant);
  body& perform(operation_kind kind, object_index object = no_object, std::uint64_t argument = 0);
  body& perform(operation_kind kind, object_index object, patience timing, int deadline = 1,
                std::uint64_t argument = 0);
  body& jump_if(condition when, int offset);

  /// Waits on a condition variable or, without a mutex, parks on an atomic that holds `expected`.
  body& wait(object_index object, object_index mutex, patience timing = patience::blocking,
             int deadline = 1);
  body& park(object_index atomic, std::uint64_t expected, patience timing = patience::blocking);
  /// Arrives at a barrier and waits for the end of the phase.
  body& arrive_and_wait(object_index barrier);
  /// Takes part in a `call_once`; the function returns if `returns`.
  body& call_once(object_index once, bool returns = true);
  /// Locks in some way and, if that worked, unlocks.
  body& lock_and_unlock(object_index mutex, patience timing = patience::blocking);
  body& lock_and_unlock_shared(object_index mutex, patience timing = patience::blocking);
};

object_state make_object(object_kind kind, std::uint64_t count = 0, std::uint64_t limit = 0,
                         bool flag = false);

/// A semaphore without a maximum that matters.
object_state make_semaphore(std::uint64_t permits);

struct program {
  std::vector<object_state> objects;
  std::vector<body> tasks;
  time_mode time = time_mode::any;
  bool spurious = false;
};

/// A moment of a run.
struct moment {
  struct local {
    std::size_t line = 0;
    result last;
    std::uint64_t phase = 0;
  };

  std::vector<object_state> objects;
  std::vector<task_state> tasks;
  std::vector<local> locals;
  virtual_time now{0};

  /// Equal moments have equal keys and the other way round.
  [[nodiscard]] std::string key() const;
};

/// An event with its result.
struct done_event {
  event record;
  result given;

  /// What the event's label consists of, as bytes: equal labels have equal keys.
  [[nodiscard]] std::string key() const;
};

/// Runs programs. A misuse ends its task where it stands.
class machine {
 public:
  explicit machine(program what) : program_(std::move(what)) {}

  [[nodiscard]] moment begin() const;
  [[nodiscard]] std::size_t tasks() const { return program_.tasks.size(); }
  /// What the task is about to do, if it is alive.
  [[nodiscard]] std::optional<operation> pending(const moment& now, task_index task) const;
  [[nodiscard]] std::vector<alternative> ways(const moment& now, task_index task) const;
  [[nodiscard]] bool anybody_enabled(const moment& now) const;
  /// Lets the task go on.
  done_event step(moment& now, task_index task, alternative way) const;
  /// Moves the clock to the next deadline, if time may pass and somebody waits for it.
  std::optional<done_event> advance(moment& now) const;

 private:
  [[nodiscard]] state_view view(moment& now) const;
  void settle(moment& now, task_index task) const;

  program program_;
};

}  // namespace heddle::scheduler::table_tests
