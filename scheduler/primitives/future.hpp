#pragma once

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "scheduler/primitives/refuse.hpp"
#include "scheduler/primitives/shared_state.hpp"

namespace heddle {

using std::future_errc;
using std::future_error;
using std::future_status;

template <class T>
class shared_future;
template <class Signature>
class packaged_task;

namespace detail {

/// What `future` and `shared_future` have in common.
template <class T>
class future_face {
 public:
  /// Whether there is a state to wait for. All but this, where there is none, is a misuse.
  [[nodiscard]] bool valid() const noexcept { return state_ != nullptr; }

  /// Waits until the result is there.
  void wait(std::source_location where = std::source_location::current()) const {
    state(where).wait(where);
  }
  /// Waits at most `duration` of virtual time; a deferred function is not run.
  template <class Rep, class Period>
  future_status wait_for(const std::chrono::duration<Rep, Period>& duration,
                         std::source_location where = std::source_location::current()) const {
    return state(where).wait(scheduler::waiting_for(duration), where);
  }
  /// Waits at most until `time`; a deferred function is not run.
  template <class Clock, class Duration>
  future_status wait_until(const std::chrono::time_point<Clock, Duration>& time,
                           std::source_location where = std::source_location::current()) const {
    return state(where).wait(scheduler::waiting_until(time), where);
  }

 protected:
  future_face() noexcept = default;
  explicit future_face(std::shared_ptr<shared_state> state) : state_(std::move(state)) {}

  [[nodiscard]] shared_state& state(std::source_location where) const {
    if (state_ == nullptr) refuse(scheduler::misuse::no_state, nullptr, where);
    return *state_;
  }

  std::shared_ptr<shared_state> state_;
};

}  // namespace detail

/// `std::future`. That of `async` waits for its task when it ends. Results are told to one task:
/// what happened before the result was made has happened for whoever gets it.
template <class T>
class future : public detail::future_face<T> {
 public:
  future() noexcept = default;
  future(future&&) noexcept = default;
  future& operator=(future&&) noexcept = default;
  /// For `promise` and its like: the only end that may take the result out.
  explicit future(std::shared_ptr<detail::shared_state> state)
      : detail::future_face<T>(std::move(state)) {}

  /// Waits for the result and takes it: the value, or the exception, which is thrown.
  T get(std::source_location where = std::source_location::current()) {
    this->state(where).wait(where);
    const auto state = std::move(this->state_);
    return detail::take_value<T>(state->take_result());
  }

  /// Makes a future that can be copied out of this one.
  shared_future<T> share() noexcept { return shared_future<T>(std::move(*this)); }
};

/// `std::shared_future`: a future for several tasks.
template <class T>
class shared_future : public detail::future_face<T> {
 public:
  /// How a result is looked at.
  using reference =
      std::conditional_t<std::is_void_v<T>, void, std::add_lvalue_reference_t<const T>>;

  shared_future() noexcept = default;
  shared_future(future<T>&& from) noexcept  // NOLINT: as in the standard
      : detail::future_face<T>(std::move(from)) {}

  /// Waits for the result: a reference to the value, or the exception, which is thrown.
  reference get(std::source_location where = std::source_location::current()) const {
    this->state(where).wait(where);
    const detail::future_result& result = this->state_->result();
    if (result.failure != nullptr) std::rethrow_exception(result.failure);
    if constexpr (!std::is_void_v<T>) {
      if (result.value == nullptr) throw scheduler::task_ended{};
      auto& value = *static_cast<detail::kept<T>*>(result.value.get());
      if constexpr (std::is_reference_v<T>)
        return *value;
      else
        return value;
    }
  }
};

/// `std::promise`. Setting the result a second time and getting the future a second time are
/// misuses. A promise that ends without a result leaves `future_error` (broken promise) to its
/// future, unless its task is unwinding because it has failed: then nobody hears from it again.
/// `set_value_at_thread_exit` is not offered.
template <class T>
class promise {
  using object_value = std::conditional_t<std::is_object_v<T>, T, std::monostate>;
  using referred_value =
      std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T>, std::monostate>;

 public:
  promise(std::source_location where = std::source_location::current())  // NOLINT: the default
      : promise(std::string_view{}, where) {}
  explicit promise(std::string_view name,
                   std::source_location where = std::source_location::current())
      : where_(where),
        state_(std::make_shared<detail::shared_state>(name, scheduler::code_site::at(where))) {}
  promise(promise&&) noexcept = default;
  promise& operator=(promise&& other) noexcept {
    promise(std::move(other)).swap(*this);
    return *this;
  }
  ~promise() {
    if (state_ != nullptr) state_->abandon(where_);
  }

  void swap(promise& other) noexcept {
    std::swap(where_, other.where_);
    state_.swap(other.state_);
  }

  /// The future of this promise.
  [[nodiscard]] future<T> get_future(std::source_location where = std::source_location::current()) {
    if (state_ == nullptr) detail::refuse(scheduler::misuse::no_state, nullptr, where);
    if (!state_->retrieve())
      detail::refuse(scheduler::misuse::future_already_retrieved, &state_->handle(), where);
    return future<T>(state_);
  }

  // Brings the value; for references and nothing with that, or no, argument.

  void set_value(const object_value& value,
                 std::source_location where = std::source_location::current())
    requires std::is_object_v<T>
  {
    set_result(detail::result_of<T>(value), where);
  }
  void set_value(object_value&& value, std::source_location where = std::source_location::current())
    requires std::is_object_v<T>
  {
    set_result(detail::result_of<T>(std::move(value)), where);
  }
  void set_value(referred_value& value,
                 std::source_location where = std::source_location::current())
    requires std::is_reference_v<T>
  {
    set_result(detail::result_of<T>(std::addressof(value)), where);
  }
  void set_value(std::source_location where = std::source_location::current())
    requires std::is_void_v<T>
  {
    set_result(detail::result_of<T>(), where);
  }

  /// Brings an exception for `get` to throw.
  void set_exception(std::exception_ptr failure,
                     std::source_location where = std::source_location::current()) {
    set_result({nullptr, std::move(failure)}, where);
  }

  /// Brings the result of a call.
  void set_result(detail::future_result result, std::source_location where) {
    if (state_ == nullptr) detail::refuse(scheduler::misuse::no_state, nullptr, where);
    if (!state_->fulfil(std::move(result), where))
      detail::refuse(scheduler::misuse::promise_already_satisfied, &state_->handle(), where);
  }

 private:
  template <class Signature>
  friend class packaged_task;

  std::source_location where_;
  std::shared_ptr<detail::shared_state> state_;
};

template <class T>
void swap(promise<T>& left, promise<T>& right) noexcept {
  left.swap(right);
}

}  // namespace heddle
