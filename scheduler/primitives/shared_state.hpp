#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "scheduler/failure.hpp"
#include "scheduler/primitives/deadline.hpp"
#include "scheduler/primitives/once.hpp"
#include "scheduler/runtime.hpp"

/// What promises, futures, packaged tasks and `async` share. A state is an event, which is set once
/// the result is there, and the result itself.
namespace heddle::detail {

/// How a result of type T is kept: references as pointers, nothing as an empty value.
template <class T>
using kept =
    std::conditional_t<std::is_void_v<T>, std::monostate,
                       std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T>*, T>>;

/// A value, an exception, or neither yet.
struct future_result {
  std::shared_ptr<void> value;
  std::exception_ptr failure;
};

/// The result a value makes.
template <class T, class... Arguments>
future_result result_of(Arguments&&... arguments) {
  return {std::make_shared<kept<T>>(std::forward<Arguments>(arguments)...), nullptr};
}

/// The result a call has: what it returns or throws. The end of a failed task is no result.
template <class T, class Function, class... Arguments>
future_result result_of_call(Function&& function, Arguments&&... arguments) {
  try {
    if constexpr (std::is_void_v<T>) {
      std::invoke(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
      return result_of<T>();
    } else if constexpr (std::is_reference_v<T>) {
      T referred =
          std::invoke(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
      return result_of<T>(std::addressof(referred));
    } else {
      return result_of<T>(
          std::invoke(std::forward<Function>(function), std::forward<Arguments>(arguments)...));
    }
  } catch (const scheduler::task_ended&) {
    throw;
  } catch (...) {
    return {nullptr, std::current_exception()};
  }
}

/// The value of a result, as `get` of a future returns it: moved out. Throws the exception, if it
/// is one.
template <class T>
T take_value(future_result from) {
  if (from.failure != nullptr) std::rethrow_exception(std::move(from.failure));
  if constexpr (!std::is_void_v<T>) {
    if (from.value == nullptr) throw scheduler::task_ended{};
    auto& value = *static_cast<kept<T>*>(from.value.get());
    if constexpr (std::is_reference_v<T>)
      return static_cast<T>(*value);
    else
      return std::move(value);
  }
}

/// What the two ends of a future hold together.
class shared_state {
 public:
  shared_state(std::string_view name, scheduler::code_site site);
  shared_state(const shared_state&) = delete;
  shared_state& operator=(const shared_state&) = delete;
  virtual ~shared_state() = default;

  /// Waits until the result is there.
  virtual void wait(std::source_location where);
  virtual std::future_status wait(scheduler::time_limit limit, std::source_location where);

  /// Brings the result; false if one was there.
  bool fulfil(future_result with, std::source_location where);

  /// Says that a future is made; false if one was.
  bool retrieve();

  /// Whether this execution has brought a result. No operation: for those who bring results.
  bool fulfilled();

  /// Brings a broken promise, if there is a future and no result.
  void abandon(std::source_location where);

  /// The result, once it is there.
  [[nodiscard]] const future_result& result() const { return result_; }
  [[nodiscard]] future_result take_result() { return std::move(result_); }

  [[nodiscard]] const scheduler::object_handle& handle() const { return handle_; }

 private:
  void forget();
  void forget_earlier_executions();

  scheduler::object_handle handle_;
  /// The execution that the rest belongs to: statics begin each anew.
  std::uint32_t epoch_;
  bool retrieved_ = false;
  /// Whether a result was brought, also after `take_result`. For those who bring results alone: who
  /// takes them must not change what these look at.
  bool fulfilled_ = false;
  future_result result_;
};

/// The state of a deferred `async`: the first to wait makes the result.
class deferred_state : public shared_state {
 public:
  explicit deferred_state(scheduler::code_site site)
      : shared_state({}, site),
        started_({.kind = scheduler::object_kind::once, .site = site, .reference_counted = true}) {}

  void wait(std::source_location where) override;
  std::future_status wait(scheduler::time_limit limit, std::source_location where) override;

 protected:
  virtual future_result run() = 0;

 private:
  once_flag started_;
};

/// The state of an `async` with a task of its own. The end of the state waits for the task.
class task_state : public shared_state {
 public:
  explicit task_state(scheduler::code_site site) : shared_state({}, site), site_(site) {}

  /// Starts the task.
  void start();

 protected:
  virtual future_result run() = 0;
  /// To be called by the destructor of the class that has `run`.
  void await_task();

 private:
  scheduler::code_site site_;
  scheduler::task_handle task_;
};

}  // namespace heddle::detail
