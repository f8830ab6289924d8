#pragma once

#include <string>
#include <vector>

#include "scheduler/event.hpp"
#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

/// What reports call the tasks and objects of one execution, by their places in the tables.
class vocabulary {
 public:
  /// What is known of an object beyond its state.
  struct known_object {
    std::string name;
    value_formatter format = nullptr;
    const void* face = nullptr;
  };

  void name_task(task_index task, std::string name);
  void name_object(object_index object, known_object known);

  /// `nobody` for `no_task`.
  [[nodiscard]] const std::string& task(task_index task) const;
  [[nodiscard]] const std::string& object(object_index object) const;

  [[nodiscard]] bool knows_task(task_index task) const;

  /// A value of an object as people read it. Precondition: the object has not been destroyed.
  [[nodiscard]] std::string value(object_index object, std::uint64_t value) const;

  /// `alice, bob`; `nobody` if it is empty.
  [[nodiscard]] std::string tasks(const task_set& members) const;

 private:
  std::vector<std::string> tasks_;
  std::vector<known_object> objects_;
};

/// The state of an object: `100`, `held by alice`, `2 of 3`, `destroyed`.
std::string state_text(const vocabulary& words, object_index object, const object_state& state);

/// What a task is about to do: `read balance`, `lock A`, `join alice`.
std::string pending_text(const vocabulary& words, const operation& pending);

/// What has happened: `read balance -> 100`, `try_lock A failed`, `notify_one ready -> bob`.
std::string event_text(const vocabulary& words, const operation& announced, const event& done);

}  // namespace heddle::scheduler
