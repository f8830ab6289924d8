#pragma once

#include <span>
#include <string_view>

#include "scheduler/decider.hpp"
#include "scheduler/event.hpp"
#include "scheduler/failure.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

/// Who hears everything about one execution while it runs: names, values, lines. Only there when
/// a schedule is replayed to be told; the search runs without. All indices are places in tables;
/// tasks and objects are announced in the order of their creation.
class recorder {
 public:
  virtual ~recorder() = default;

  /// `parent` is `no_task` for the main task; `number` counts the parent's spawns from 1.
  virtual void task_created(task_index task, task_index parent, std::uint32_t number,
                            const task_entry& entry) = 0;
  /// `creator` is `no_task` for statics; `number` counts the creator's objects from 1; `original`
  /// is the object this one is a process' copy of, or `no_object`.
  virtual void object_created(object_index object, task_index creator, std::uint32_t number,
                              const object_description& description, object_index original) = 0;
  /// An event has been done. `point` is the state before the choice, but for the objects'
  /// states, which are those after it.
  virtual void event_done(const event& done, const operation& announced,
                          const scheduling_point& point) = 0;
  virtual void task_finished(task_index task) = 0;
  /// The execution has ended and `task` still waits to do `pending`.
  virtual void task_stuck(task_index task, const operation& pending) = 0;
  virtual void observed(task_index task, std::string_view name, std::string_view value) = 0;
  virtual void noted(task_index task, std::string_view text, code_site site) = 0;
  virtual void failed(const failure& what) = 0;
};

}  // namespace heddle::scheduler
