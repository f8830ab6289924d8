#pragma once

#include <concepts>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/joinable_task.hpp"
#include "scheduler/primitives/stop_token.hpp"
#include "scheduler/primitives/task_id.hpp"

namespace heddle {

namespace detail {

/// What can start a `jthread`: called with a stop token first if it takes one.
template <class Function, class... Arguments>
concept stoppable_callable =
    task_callable<Function, Arguments...> ||
    std::is_invocable_v<std::decay_t<Function>, stop_token, std::decay_t<Arguments>...>;

/// The name of the stop request of a task. Only records tell names.
std::string name_of_stop(std::string_view task);

}  // namespace detail

/// `std::jthread`, also with a name: its destructor requests to stop and joins.
class jthread {
 public:
  using id = detail::task_id;

  /// No task.
  jthread() noexcept : source_(nostopstate) {}
  template <class Function, class... Arguments>
    requires(detail::stoppable_callable<Function, Arguments...> &&
             !std::same_as<std::remove_cvref_t<Function>, jthread>)
  HEDDLE_ALWAYS_INLINE explicit jthread(Function&& function, Arguments&&... arguments)
      : source_(nostopstate) {
    start_for_caller(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
    detail::stay_here();
  }
  template <class Function, class... Arguments>
    requires detail::stoppable_callable<Function, Arguments...>
  explicit jthread(detail::task_name name, Function&& function, Arguments&&... arguments)
      : source_(detail::name_of_stop(name.value), name.where) {
    start(name.value, scheduler::code_site::at(name.where), std::forward<Function>(function),
          std::forward<Arguments>(arguments)...);
  }
  jthread(jthread&&) noexcept = default;
  jthread& operator=(jthread&& other) noexcept;
  ~jthread();

  [[nodiscard]] bool joinable() const noexcept { return task_.joinable(); }
  /// Waits until the task has ended.
  void join(std::source_location where = std::source_location::current()) { task_.join(where); }
  void detach(std::source_location where = std::source_location::current()) { task_.detach(where); }
  [[nodiscard]] id get_id() const noexcept { return id(task_.index()); }
  [[nodiscard]] stop_source get_stop_source() noexcept { return source_; }
  [[nodiscard]] stop_token get_stop_token() const noexcept { return source_.get_token(); }
  bool request_stop(std::source_location where = std::source_location::current()) {
    return source_.request_stop(where);
  }
  void swap(jthread& other) noexcept;
  friend void swap(jthread& left, jthread& right) noexcept { left.swap(right); }

  /// Always 2, so that models do not depend on the machine.
  [[nodiscard]] static constexpr unsigned hardware_concurrency() noexcept { return 2; }

 private:
  template <class Function, class... Arguments>
  void start(std::string_view name, scheduler::code_site site, Function&& function,
             Arguments&&... arguments) {
    if constexpr (std::is_invocable_v<std::decay_t<Function>, stop_token,
                                      std::decay_t<Arguments>...>)
      task_.start(detail::task_flavour::thread, name, site, std::forward<Function>(function),
                  source_.get_token(), std::forward<Arguments>(arguments)...);
    else
      task_.start(detail::task_flavour::thread, name, site, std::forward<Function>(function),
                  std::forward<Arguments>(arguments)...);
  }
  template <class... All>
  HEDDLE_NEVER_INLINE void start_for_caller(All&&... all) {
    source_ = stop_source();
    start({}, HEDDLE_CALL_SITE(), std::forward<All>(all)...);
  }
  void stop_and_join() noexcept;

  stop_source source_;
  detail::joinable_task task_;
};

}  // namespace heddle
