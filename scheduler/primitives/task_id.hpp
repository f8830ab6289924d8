#pragma once

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <string>

#include "scheduler/task_set.hpp"

namespace heddle::detail {

/// `std::thread::id`: a task of the current execution, or none.
class task_id {
 public:
  task_id() noexcept = default;
  explicit task_id(scheduler::task_index task) noexcept : task_(task) {}

  friend bool operator==(task_id, task_id) noexcept = default;
  friend std::strong_ordering operator<=>(task_id, task_id) noexcept = default;

  /// `task 3`, or `no task`.
  friend std::string to_string(task_id id) {
    if (id.task_ == scheduler::no_task) return "no task";
    return "task " + std::to_string(id.task_);
  }
  template <class Char, class Traits>
  friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                      task_id id) {
    return out << to_string(id).c_str();
  }

 private:
  friend struct std::hash<task_id>;

  scheduler::task_index task_ = scheduler::no_task;
};

}  // namespace heddle::detail

template <>
struct std::hash<heddle::detail::task_id> {
  std::size_t operator()(heddle::detail::task_id id) const noexcept { return id.task_; }
};
