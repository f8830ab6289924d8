#pragma once

#include <chrono>
#include <concepts>

#include "scheduler/operation.hpp"
#include "scheduler/primitives/virtual_clock.hpp"
#include "scheduler/runtime.hpp"
#include "scheduler/time.hpp"

namespace heddle::scheduler {

/// How long an operation is ready to wait, as operations say it.
struct time_limit {
  patience timing = patience::blocking;
  virtual_time deadline = never;
};

/// A duration in virtual time, rounded up; what is too long for it is `never`, what is too far
/// below zero the smallest value. Not a number counts as zero.
template <class Rep, class Period>
constexpr virtual_time saturate(const std::chrono::duration<Rep, Period>& duration) {
  using exact = std::chrono::duration<long double, virtual_time::period>;
  const long double wanted = exact(duration).count();
  if (wanted >= static_cast<long double>(never.count())) return never;
  if (wanted <= static_cast<long double>(virtual_time::min().count())) return virtual_time::min();
  if (!(wanted > 0 || wanted < 0)) return virtual_time::zero();
  const virtual_time below{static_cast<virtual_time::rep>(wanted)};
  return static_cast<long double>(below.count()) < wanted ? below + virtual_time{1} : below;
}

/// `later - earlier` without overflow; a later time of `never` stays `never`.
constexpr virtual_time time_between(virtual_time earlier, virtual_time later) {
  if (later == never) return never;
  if (later <= earlier) return virtual_time::zero();
  if (earlier < virtual_time::zero() && later > never + earlier) return never;
  return later - earlier;
}

/// How long it is until `time`. A clock that is not `virtual_clock` is asked what it shows at this
/// moment, and the difference counts in virtual time.
template <class Clock, class Duration>
virtual_time time_left(const std::chrono::time_point<Clock, Duration>& time) {
  virtual_time now{0};
  if constexpr (std::same_as<Clock, virtual_clock>)
    now = current().deadline_after(virtual_time{0});
  else
    now = saturate(Clock::now().time_since_epoch());
  return time_between(now, saturate(time.time_since_epoch()));
}

/// The limit of a wait that begins now: an attempt if `duration` is not positive, no limit if it is
/// `never`.
time_limit waiting_for(virtual_time duration);

/// The same for every duration and every time point of the standard library.
template <class Rep, class Period>
time_limit waiting_for(const std::chrono::duration<Rep, Period>& duration) {
  return waiting_for(saturate(duration));
}
template <class Clock, class Duration>
time_limit waiting_until(const std::chrono::time_point<Clock, Duration>& time) {
  return waiting_for(time_left(time));
}

}  // namespace heddle::scheduler
