#pragma once

#include <array>
#include <cstddef>
#include <source_location>

#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/shared_lock.hpp"
#include "scheduler/primitives/unique_lock.hpp"

namespace heddle {

namespace detail {

/// A lock of any type behind one, so that several can be taken in a loop.
struct any_lockable {
  template <class Lockable>
  static any_lockable of(Lockable& lockable) {
    return {&lockable,
            [](void* which, std::source_location where) {
              exclusive_ownership::take(*static_cast<Lockable*>(which), where);
            },
            [](void* which, std::source_location where) {
              return exclusive_ownership::attempt(*static_cast<Lockable*>(which), where);
            },
            [](void* which, std::source_location where) {
              exclusive_ownership::give_back(*static_cast<Lockable*>(which), where);
            }};
  }

  void* lock;
  void (*take)(void* which, std::source_location where);
  bool (*attempt)(void* which, std::source_location where);
  void (*give_back)(void* which, std::source_location where);
};

/// Attempts all in order. If one fails, gives the others back and returns its number, else -1.
int attempt_all(const any_lockable* locks, std::size_t count, std::source_location where);

/// Takes all: waits for one, attempts the others, and when somebody else holds one of these gives
/// all back and waits for that one. Never waits for one of them while it holds another, so no
/// deadlock can come from their order. Two tasks could in principle back off from each other for
/// ever. So a call that has backed off more often than it has locks lets its execution count as
/// pruned, which makes an exhaustive search finite: whatever can happen after more rounds can
/// happen after fewer.
void take_all(const any_lockable* locks, std::size_t count, std::source_location where);

template <class... Lockables>
std::array<any_lockable, sizeof...(Lockables)> as_array(Lockables&... lockables) {
  return {any_lockable::of(lockables)...};
}

}  // namespace detail

/// `std::lock`: takes all locks without deadlock, whatever the order of the arguments.
template <class First, class Second>
void lock(First& first, Second& second,
          std::source_location where = std::source_location::current()) {
  detail::take_all(detail::as_array(first, second).data(), 2, where);
}
template <class First, class Second, class Third>
void lock(First& first, Second& second, Third& third,
          std::source_location where = std::source_location::current()) {
  detail::take_all(detail::as_array(first, second, third).data(), 3, where);
}
/// From four locks on, the operations do not know their line.
template <class First, class Second, class Third, class Fourth, class... Others>
void lock(First& first, Second& second, Third& third, Fourth& fourth, Others&... others) {
  detail::take_all(detail::as_array(first, second, third, fourth, others...).data(),
                   4 + sizeof...(others), {});
}

/// `std::try_lock`: attempts all in order; returns -1, or the number of the one that was taken.
template <class First, class Second>
int try_lock(First& first, Second& second,
             std::source_location where = std::source_location::current()) {
  return detail::attempt_all(detail::as_array(first, second).data(), 2, where);
}
template <class First, class Second, class Third>
int try_lock(First& first, Second& second, Third& third,
             std::source_location where = std::source_location::current()) {
  return detail::attempt_all(detail::as_array(first, second, third).data(), 3, where);
}
template <class First, class Second, class Third, class Fourth, class... Others>
int try_lock(First& first, Second& second, Third& third, Fourth& fourth, Others&... others) {
  return detail::attempt_all(detail::as_array(first, second, third, fourth, others...).data(),
                             4 + sizeof...(others), {});
}

/// `std::scoped_lock`: holds any number of locks for a scope, taken as by `heddle::lock`.
template <class... Mutexes>
class [[nodiscard]] scoped_lock {
 public:
  explicit scoped_lock(Mutexes&... mutexes,
                       std::source_location where = std::source_location::current())
      : mutexes_(detail::as_array(mutexes...)), where_(where) {
    detail::take_all(mutexes_.data(), mutexes_.size(), where_);
  }
  explicit scoped_lock(std::adopt_lock_t, Mutexes&... mutexes,
                       std::source_location where = std::source_location::current())
      : mutexes_(detail::as_array(mutexes...)), where_(where) {}
  scoped_lock(const scoped_lock&) = delete;
  scoped_lock& operator=(const scoped_lock&) = delete;
  ~scoped_lock() noexcept(false) {
    for (const detail::any_lockable& each : mutexes_) each.give_back(each.lock, where_);
  }

 private:
  std::array<detail::any_lockable, sizeof...(Mutexes)> mutexes_;
  std::source_location where_;
};

/// Holds nothing.
template <>
class [[nodiscard]] scoped_lock<> {
 public:
  explicit scoped_lock() = default;
  explicit scoped_lock(std::adopt_lock_t) {}
  scoped_lock(const scoped_lock&) = delete;
  scoped_lock& operator=(const scoped_lock&) = delete;
};

/// Holds one lock, as `lock_guard`.
template <class Mutex>
class [[nodiscard]] scoped_lock<Mutex> : public lock_guard<Mutex> {
 public:
  explicit scoped_lock(Mutex& mutex, std::source_location where = std::source_location::current())
      : lock_guard<Mutex>(mutex, where) {}
  explicit scoped_lock(std::adopt_lock_t, Mutex& mutex,
                       std::source_location where = std::source_location::current())
      : lock_guard<Mutex>(mutex, std::adopt_lock, where) {}
};

template <class... Mutexes>
scoped_lock(Mutexes&...) -> scoped_lock<Mutexes...>;
template <class... Mutexes>
scoped_lock(std::adopt_lock_t, Mutexes&...) -> scoped_lock<Mutexes...>;

}  // namespace heddle
