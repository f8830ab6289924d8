#pragma once

#include <concepts>
#include <source_location>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "scheduler/location.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::detail {

/// What can start a task: callable with these arguments once both are copied.
template <class Function, class... Arguments>
concept task_callable = std::is_invocable_v<std::decay_t<Function>, std::decay_t<Arguments>...>;

/// A task's name, and where it was written.
using task_name = scheduler::located<std::string_view>;

/// A function and its arguments, copied by the starter and moved to the stack of the task.
template <class Function, class... Arguments>
class task_call {
 public:
  template <class F, class... A>
  explicit task_call(std::in_place_t /*tag*/, F&& function, A&&... arguments)
      : function_(std::forward<F>(function)), arguments_(std::forward<A>(arguments)...) {}

  /// The callee of a `task_entry` whose context is a `task_call`.
  static void run(void* context) {
    task_call mine(std::move(*static_cast<task_call*>(context)));
    scheduler::current().entered();
    std::apply(std::move(mine.function_), std::move(mine.arguments_));
  }

 private:
  Function function_;
  std::tuple<Arguments...> arguments_;
};

enum class task_flavour : bool { thread, process };

/// The owner of a started task: what `thread`, `jthread` and `process` have in common.
class joinable_task {
 public:
  joinable_task() noexcept = default;
  joinable_task(joinable_task&& other) noexcept;
  joinable_task& operator=(joinable_task&& other) noexcept;
  /// A task nobody joined or detached is a misuse, unless the owner is unwinding. Then waits for
  /// the task, which may use what its starter is about to destroy.
  ~joinable_task();

  /// Starts a task as one operation. Precondition: owns none.
  template <class Function, class... Arguments>
  void start(task_flavour flavour, std::string_view name, scheduler::code_site site,
             Function&& function, Arguments&&... arguments) {
    using call = task_call<std::decay_t<Function>, std::decay_t<Arguments>...>;
    call body(std::in_place, std::forward<Function>(function),
              std::forward<Arguments>(arguments)...);
    start_entry({&call::run, &body, name, site, flavour == task_flavour::process});
  }

  [[nodiscard]] bool joinable() const noexcept { return handle_.valid(); }
  [[nodiscard]] scheduler::task_index index() const noexcept { return handle_.index; }
  /// Waits until the task has ended. A task that cannot be joined, and joining oneself, are
  /// misuses.
  void join(std::source_location where);
  void detach(std::source_location where);
  /// Waits until the task has ended, if there is one. Throws nothing.
  void join_if_joinable() noexcept;
  void swap(joinable_task& other) noexcept;

 private:
  void start_entry(const scheduler::task_entry& entry);
  /// Whether the task belongs to the execution under way; if not there is nothing to wait for.
  [[nodiscard]] bool current() const noexcept;
  void end() noexcept;
  void refuse_task(std::source_location where) const;

  scheduler::task_handle handle_;
  std::uint32_t epoch_ = 0;
  scheduler::code_site started_at_;
  /// The task it stood for until that was joined or detached.
  scheduler::task_handle former_;
};

}  // namespace heddle::detail
