#pragma once

#include <concepts>
#include <source_location>
#include <type_traits>
#include <utility>

#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/joinable_task.hpp"
#include "scheduler/primitives/task_id.hpp"

namespace heddle {

/// A task that shares nothing, as after `fork`: it begins with its own copies of all objects its
/// starter can see, as they are at that moment. Only objects made to cross processes stay
/// common. Otherwise as `thread`. Plain C++ data is not copied and must not be written across
/// processes.
class process {
 public:
  using id = detail::task_id;

  /// No task.
  process() noexcept = default;
  template <class Function, class... Arguments>
    requires(detail::task_callable<Function, Arguments...> &&
             !std::same_as<std::remove_cvref_t<Function>, process>)
  HEDDLE_ALWAYS_INLINE explicit process(Function&& function, Arguments&&... arguments) {
    start_for_caller(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
    detail::stay_here();
  }
  template <class Function, class... Arguments>
    requires detail::task_callable<Function, Arguments...>
  explicit process(detail::task_name name, Function&& function, Arguments&&... arguments) {
    task_.start(detail::task_flavour::process, name.value, scheduler::code_site::at(name.where),
                std::forward<Function>(function), std::forward<Arguments>(arguments)...);
  }
  process(process&&) noexcept = default;
  process& operator=(process&&) noexcept = default;
  ~process() = default;

  [[nodiscard]] bool joinable() const noexcept { return task_.joinable(); }
  /// Waits until the process has ended.
  void join(std::source_location where = std::source_location::current()) { task_.join(where); }
  void detach(std::source_location where = std::source_location::current()) { task_.detach(where); }
  [[nodiscard]] id get_id() const noexcept { return id(task_.index()); }
  void swap(process& other) noexcept { task_.swap(other.task_); }
  friend void swap(process& left, process& right) noexcept { left.swap(right); }

 private:
  template <class... All>
  HEDDLE_NEVER_INLINE void start_for_caller(All&&... all) {
    task_.start(detail::task_flavour::process, {}, HEDDLE_CALL_SITE(), std::forward<All>(all)...);
  }

  detail::joinable_task task_;
};

}  // namespace heddle
