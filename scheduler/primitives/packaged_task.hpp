#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

#include "scheduler/primitives/future.hpp"

namespace heddle {

template <class Signature>
class packaged_task;

namespace detail {

/// The signature that `std::function` finds for a function object.
template <class Signature>
struct signature_of;
template <class Signature>
struct signature_of<std::function<Signature>> {
  using type = Signature;
};

}  // namespace detail

/// `std::packaged_task`: a function whose result goes to a future. Calling it twice and calling
/// none are misuses. `make_ready_at_thread_exit` is not offered.
template <class Result, class... Arguments>
class packaged_task<Result(Arguments...)> {
 public:
  packaged_task() noexcept = default;
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, packaged_task> &&
             std::is_invocable_r_v<Result, std::decay_t<Function>&, Arguments...>)
  explicit packaged_task(Function&& function, std::string_view name = {},
                         std::source_location where = std::source_location::current())
      : function_(
            std::make_unique<stored<std::decay_t<Function>>>(std::forward<Function>(function))),
        promise_(std::make_unique<promise<Result>>(name, where)) {}

  [[nodiscard]] bool valid() const noexcept { return function_ != nullptr; }

  [[nodiscard]] future<Result> get_future(
      std::source_location where = std::source_location::current()) {
    require_function(where);
    return promise_->get_future(where);
  }

  /// Calls the function and brings its result.
  void operator()(Arguments... arguments,
                  std::source_location where = std::source_location::current()) {
    require_function(where);
    if (promise_->state_->fulfilled())
      detail::refuse(scheduler::misuse::promise_already_satisfied, nullptr, where);
    promise_->set_result(function_->call(std::forward<Arguments>(arguments)...), where);
  }

  /// Forgets the result and the future: the function can be called once more.
  void reset(std::source_location where = std::source_location::current()) {
    require_function(where);
    promise_ = std::make_unique<promise<Result>>(where);
  }

  void swap(packaged_task& other) noexcept {
    function_.swap(other.function_);
    promise_.swap(other.promise_);
  }

 private:
  struct callable {
    virtual ~callable() = default;
    virtual detail::future_result call(Arguments... arguments) = 0;
  };
  template <class Function>
  struct stored final : callable {
    template <class From>
    explicit stored(From&& from) : function(std::forward<From>(from)) {}
    detail::future_result call(Arguments... arguments) override {
      return detail::result_of_call<Result>(function, std::forward<Arguments>(arguments)...);
    }
    Function function;
  };

  void require_function(std::source_location where) const {
    if (function_ == nullptr) detail::refuse(scheduler::misuse::no_state, nullptr, where);
  }

  std::unique_ptr<callable> function_;
  std::unique_ptr<promise<Result>> promise_;
};

template <class Function, class Signature = typename detail::signature_of<
                              decltype(std::function(std::declval<Function>()))>::type>
packaged_task(Function) -> packaged_task<Signature>;

template <class Signature>
void swap(packaged_task<Signature>& left, packaged_task<Signature>& right) noexcept {
  left.swap(right);
}

}  // namespace heddle
