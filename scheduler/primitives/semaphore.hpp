#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {

/// A semaphore whose maximum is not part of its type.
class semaphore_face {
 public:
  /// A number of permits that is negative or above the maximum is a misuse.
  semaphore_face(std::ptrdiff_t permits, std::ptrdiff_t maximum, std::string_view name,
                 std::source_location where);

  void release(std::ptrdiff_t permits, std::source_location where);
  bool acquire(scheduler::time_limit limit, std::source_location where);

 private:
  scheduler::object_handle handle_;
};

}  // namespace detail

/// `std::counting_semaphore`. More permits than `LeastMaxValue`, which are undefined in the
/// standard, are a misuse.
template <std::ptrdiff_t LeastMaxValue = std::numeric_limits<std::ptrdiff_t>::max()>
class counting_semaphore {
  static_assert(LeastMaxValue >= 0);

 public:
  explicit counting_semaphore(std::ptrdiff_t permits,
                              std::source_location where = std::source_location::current())
      : counting_semaphore(permits, {}, where) {}
  counting_semaphore(std::ptrdiff_t permits, std::string_view name,
                     std::source_location where = std::source_location::current())
      : face_(permits, LeastMaxValue, name, where) {}

  /// The most permits there can be.
  [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return LeastMaxValue; }

  /// Adds permits in one step.
  void release(std::ptrdiff_t permits = 1,
               std::source_location where = std::source_location::current()) {
    face_.release(permits, where);
  }

  /// Waits for a permit and takes it.
  void acquire(std::source_location where = std::source_location::current()) {
    face_.acquire({}, where);
  }
  /// Takes a permit if there is one; says whether there was.
  bool try_acquire(std::source_location where = std::source_location::current()) {
    return face_.acquire({scheduler::patience::attempt}, where);
  }
  /// Waits at most `duration` of virtual time for a permit; says whether it was taken.
  template <class Rep, class Period>
  bool try_acquire_for(const std::chrono::duration<Rep, Period>& duration,
                       std::source_location where = std::source_location::current()) {
    return face_.acquire(scheduler::waiting_for(duration), where);
  }
  /// Waits at most until `time` for a permit; says whether it was taken.
  template <class Clock, class Duration>
  bool try_acquire_until(const std::chrono::time_point<Clock, Duration>& time,
                         std::source_location where = std::source_location::current()) {
    return face_.acquire(scheduler::waiting_until(time), where);
  }

 private:
  detail::semaphore_face face_;
};

using binary_semaphore = counting_semaphore<1>;

}  // namespace heddle
