#pragma once

#include <chrono>
#include <concepts>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

/// A flag that tasks wait for, as `threading.Event` in Python. Reset by hand: once set it lets
/// every task pass until `reset`. A task that was waiting when it was set, and has not gone on
/// before it is reset, waits again. A `set` that changes it happens before the waits and questions
/// that see it.
class manual_event {
 public:
  /// Not set.
  manual_event(std::source_location where = std::source_location::current())  // NOLINT
      : manual_event(false, std::string_view{}, where) {}
  explicit manual_event(std::string_view name,
                        std::source_location where = std::source_location::current())
      : manual_event(false, name, where) {}
  explicit manual_event(std::same_as<bool> auto is_set, std::string_view name = {},
                        std::source_location where = std::source_location::current())
      : handle_({.kind = scheduler::object_kind::event,
                 .flag = is_set,
                 .name = name,
                 .site = scheduler::code_site::at(where)}) {}
  manual_event(const manual_event&) = delete;
  manual_event& operator=(const manual_event&) = delete;

  /// Lets all tasks pass from now on.
  void set(std::source_location where = std::source_location::current());
  /// Makes tasks wait from now on.
  void reset(std::source_location where = std::source_location::current());
  [[nodiscard]] bool is_set(std::source_location where = std::source_location::current());

  /// Waits until the event is set.
  void wait(std::source_location where = std::source_location::current()) { pass({}, where); }
  /// Waits at most `duration` of virtual time; says whether the event was set.
  template <class Rep, class Period>
  bool wait_for(const std::chrono::duration<Rep, Period>& duration,
                std::source_location where = std::source_location::current()) {
    return pass(scheduler::waiting_for(duration), where);
  }
  /// Waits at most until `time`; says whether the event was set.
  template <class Clock, class Duration>
  bool wait_until(const std::chrono::time_point<Clock, Duration>& time,
                  std::source_location where = std::source_location::current()) {
    return pass(scheduler::waiting_until(time), where);
  }

 private:
  bool pass(scheduler::time_limit limit, std::source_location where);

  scheduler::object_handle handle_;
};

}  // namespace heddle
