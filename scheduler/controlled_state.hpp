#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/spin_watch.hpp"

/// The records behind `controlled_runtime`: private to its sources.
namespace heddle::scheduler {

/// A task's record. It keeps its place, its fiber and its vectors from execution to execution.
struct controlled_runtime::task {
  controlled_runtime* owner = nullptr;
  task_index place = no_task;
  std::unique_ptr<fiber> context;

  // Who it is, and how many others it has created in this execution.
  task_index creator = no_task;
  std::uint32_t number = 0;
  std::uint32_t spawned = 0;
  std::uint32_t created = 0;
  /// With stable numbering: the places of its k-th task and object, kept for ever.
  std::vector<task_index> children;
  std::vector<object_index> objects;
  std::uint32_t process = 0;

  // What it is doing.
  task_entry entry;
  std::uint32_t events = 0;
  /// Set while it runs up to its first operation: then its starter goes on.
  task* starter = nullptr;
  /// The task that waits for this one in `together`.
  task* group = nullptr;
  std::uint32_t group_left = 0;

  bool finished = false;
  bool yielded = false;
  bool detached = false;
  bool in_together = false;
  bool after_group = false;  ///< as in `event`, for its next one
  bool assumed = false;      ///< stopped by an assumption that does not hold
  bool truncated = false;    ///< stopped at its step limit
  bool doomed = false;       ///< ends at its next operation
  bool failing = false;      ///< unwinds by `task_ended`
  bool stranded = false;     ///< would not unwind: its stack is given up
  bool dropping_locals = false;
  std::uint32_t refusals = 0;
  /// So many static variables of functions it is initialising, one within the other.
  std::uint32_t initialising = 0;
  spin_watch spinning;

  std::map<const void*, std::shared_ptr<void>> locals;
};

/// What the controlled runtime knows about an object besides its state.
struct controlled_runtime::object_record {
  /// The execution it was last created in.
  std::uint32_t epoch = 0;
  /// The process it belongs to; copies are made for others.
  std::uint32_t process = 0;
  bool process_shared = false;
  value_type type = value_type::opaque;
  value_formatter format = nullptr;
  void* face = nullptr;
};

/// A process other than the first: which object is its copy of which.
struct controlled_runtime::process {
  task_index root = no_task;  ///< its first task
  std::unordered_map<object_index, object_index> copies;
};

/// Whether `operation::object` is a place in the table of objects.
inline bool acts_on_object(operation_kind kind) { return kind > operation_kind::advance; }

}  // namespace heddle::scheduler
