#pragma once

#include <concepts>
#include <source_location>
#include <type_traits>
#include <utility>

#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/joinable_task.hpp"
#include "scheduler/primitives/task_id.hpp"

namespace heddle {

/// `std::thread`, also with a name: `thread alice{"alice", withdraw, 80}`. Starting it and joining
/// it are operations. Function and arguments are copied by the starter, as ever, and destroyed by
/// the new task. Joining what cannot be joined, joining oneself, and destroying or overwriting a
/// joinable thread are misuses; the last then waits for the thread instead of ending the program.
class thread {
 public:
  using id = detail::task_id;

  /// No task.
  thread() noexcept = default;
  template <class Function, class... Arguments>
    requires(detail::task_callable<Function, Arguments...> &&
             !std::same_as<std::remove_cvref_t<Function>, thread>)
  HEDDLE_ALWAYS_INLINE explicit thread(Function&& function, Arguments&&... arguments) {
    start_for_caller(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
    detail::stay_here();
  }
  template <class Function, class... Arguments>
    requires detail::task_callable<Function, Arguments...>
  explicit thread(detail::task_name name, Function&& function, Arguments&&... arguments) {
    task_.start(detail::task_flavour::thread, name.value, scheduler::code_site::at(name.where),
                std::forward<Function>(function), std::forward<Arguments>(arguments)...);
  }
  thread(thread&&) noexcept = default;
  thread& operator=(thread&&) noexcept = default;
  ~thread() = default;

  [[nodiscard]] bool joinable() const noexcept { return task_.joinable(); }
  /// Waits until the task has ended.
  void join(std::source_location where = std::source_location::current()) { task_.join(where); }
  void detach(std::source_location where = std::source_location::current()) { task_.detach(where); }
  [[nodiscard]] id get_id() const noexcept { return id(task_.index()); }
  void swap(thread& other) noexcept { task_.swap(other.task_); }
  friend void swap(thread& left, thread& right) noexcept { left.swap(right); }

  /// Always 2, so that models do not depend on the machine.
  [[nodiscard]] static constexpr unsigned hardware_concurrency() noexcept { return 2; }

 private:
  template <class... All>
  HEDDLE_NEVER_INLINE void start_for_caller(All&&... all) {
    task_.start(detail::task_flavour::thread, {}, HEDDLE_CALL_SITE(), std::forward<All>(all)...);
  }

  detail::joinable_task task_;
};

}  // namespace heddle
