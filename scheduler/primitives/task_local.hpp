#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {

/// Tells one `task_local` from another that comes to be at the same address.
std::uint64_t next_task_local() noexcept;

}  // namespace detail

/// A variable of which each task has its own, like `thread_local`, which all tasks of a model
/// share under the checker. A task's own begins as a copy of the first value when the task first
/// uses it, and ends with the task. No operations: nobody else sees it.
template <class T>
class task_local {
 public:
  using value_type = T;

  task_local()
    requires std::default_initializable<T>
      : task_local(T()) {}
  explicit task_local(T first) : first_(std::move(first)) {}
  task_local(const task_local&) = delete;
  task_local& operator=(const task_local&) = delete;

  /// The running task's own.
  [[nodiscard]] T& get() const {
    std::shared_ptr<void>& place = scheduler::current().local(this);
    auto* mine = static_cast<owned*>(place.get());
    if (mine == nullptr || mine->number != number_) {
      auto made = std::make_shared<owned>(owned{number_, first_});
      mine = made.get();
      place = std::move(made);
    }
    return mine->value;
  }
  operator T&() const { return get(); }  // NOLINT: reads like the variable it stands for
  T& operator*() const { return get(); }
  T* operator->() const { return std::addressof(get()); }

  template <class U>
    requires std::assignable_from<T&, U>
  T& operator=(U&& value) const {  // NOLINT: assigns the task's own
    return get() = std::forward<U>(value);
  }

 private:
  struct owned {
    std::uint64_t number;
    T value;
  };

  std::uint64_t number_ = detail::next_task_local();
  T first_;
};

template <class T>
task_local(T) -> task_local<T>;

}  // namespace heddle
