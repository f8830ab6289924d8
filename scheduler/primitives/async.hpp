#pragma once

#include <concepts>
#include <functional>
#include <future>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "scheduler/location.hpp"
#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/future.hpp"

namespace heddle {

using std::launch;

namespace detail {

/// What a call of `async` returns.
template <class Function, class... Arguments>
using async_result = std::invoke_result_t<std::decay_t<Function>, std::decay_t<Arguments>...>;

/// A state, deferred or with a task of its own, with its call. Both are copied in the caller.
template <class State, class Function, class... Arguments>
class state_with_call final : public State {
 public:
  template <class... From>
  explicit state_with_call(scheduler::code_site site, From&&... from)
      : State(site), call_(std::forward<From>(from)...) {}
  ~state_with_call() override {
    if constexpr (std::same_as<State, task_state>) this->await_task();
  }

 private:
  future_result run() override {
    return std::apply(
        [](auto&&... parts) {
          return result_of_call<std::invoke_result_t<Function, Arguments...>>(std::move(parts)...);
        },
        std::move(call_));
  }

  std::tuple<Function, Arguments...> call_;
};

template <class State, class Function, class... Arguments>
auto make_state(scheduler::code_site site, Function&& function, Arguments&&... arguments) {
  return std::make_shared<
      state_with_call<State, std::decay_t<Function>, std::decay_t<Arguments>...>>(
      site, std::forward<Function>(function), std::forward<Arguments>(arguments)...);
}

template <class Function, class... Arguments>
future<async_result<Function, Arguments...>> start_async(scheduler::code_site site,
                                                         Function&& function,
                                                         Arguments&&... arguments) {
  auto state = make_state<task_state>(site, std::forward<Function>(function),
                                      std::forward<Arguments>(arguments)...);
  state->start();
  return future<async_result<Function, Arguments...>>(std::move(state));
}

template <class Function, class... Arguments>
HEDDLE_NEVER_INLINE future<async_result<Function, Arguments...>> start_async_for_caller(
    Function&& function, Arguments&&... arguments) {
  return start_async(HEDDLE_CALL_SITE(), std::forward<Function>(function),
                     std::forward<Arguments>(arguments)...);
}

}  // namespace detail

/// `std::async` with a policy: `launch::async`, alone or with others, starts a task, which the end
/// of the future waits for; `launch::deferred` alone leaves the call to the first who waits.
template <class Function, class... Arguments>
[[nodiscard]] future<detail::async_result<Function, Arguments...>> async(
    scheduler::located<launch> policy, Function&& function, Arguments&&... arguments) {
  const auto site = scheduler::code_site::at(policy.where);
  if ((policy.value & launch::async) == launch::async)
    return detail::start_async(site, std::forward<Function>(function),
                               std::forward<Arguments>(arguments)...);
  return future<detail::async_result<Function, Arguments...>>(
      detail::make_state<detail::deferred_state>(site, std::forward<Function>(function),
                                                 std::forward<Arguments>(arguments)...));
}

/// `std::async` without a policy: starts a task.
template <class Function, class... Arguments>
  requires(!std::same_as<std::decay_t<Function>, launch>)
[[nodiscard]] HEDDLE_ALWAYS_INLINE inline future<detail::async_result<Function, Arguments...>>
async(Function&& function, Arguments&&... arguments) {
  auto started = detail::start_async_for_caller(std::forward<Function>(function),
                                                std::forward<Arguments>(arguments)...);
  detail::stay_here();
  return started;
}

}  // namespace heddle
