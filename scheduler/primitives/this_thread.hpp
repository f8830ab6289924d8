#pragma once

#include <chrono>
#include <source_location>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/primitives/task_id.hpp"
#include "scheduler/primitives/virtual_clock.hpp"
#include "scheduler/time.hpp"

namespace heddle::detail {

/// Sleeps for that much virtual time; not at all if it is not positive.
void sleep(scheduler::virtual_time duration, std::source_location where);

}  // namespace heddle::detail

/// `std::this_thread`.
namespace heddle::this_thread {

[[nodiscard]] detail::task_id get_id();

/// Offers the others to go on: if the scheduler leaves the task here, that is no preemption.
void yield(std::source_location where = std::source_location::current());

/// Sleeps for a duration of virtual time: under the checker no real time passes, and by default
/// (`time_mode::any`) others may do anything or nothing meanwhile. Durations that virtual time
/// cannot hold are for ever.
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& duration,
               std::source_location where = std::source_location::current()) {
  detail::sleep(scheduler::saturate(duration), where);
}

/// Sleeps until that time of `virtual_clock`. Does not count as reading the clock.
void sleep_until(virtual_clock::time_point time,
                 std::source_location where = std::source_location::current());

/// Sleeps for as long as it is until that time by another clock, which is read now.
template <class Clock, class Duration>
void sleep_until(const std::chrono::time_point<Clock, Duration>& time,
                 std::source_location where = std::source_location::current()) {
  detail::sleep(scheduler::time_left(time), where);
}

}  // namespace heddle::this_thread
