#pragma once

#include <source_location>
#include <string>
#include <string_view>

#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models::python {

/// The time since its construction, as a program measures it with `time.time()`.
class stopwatch {
 public:
  [[nodiscard]] virtual_clock::duration elapsed() const { return virtual_clock::now() - began_; }

 private:
  virtual_clock::time_point began_ = virtual_clock::now();
};

/// A duration as a value of an outcome, in whole milliseconds: `20 ms`.
std::string in_milliseconds(virtual_clock::duration duration);

/// `heddle::check` for what is true of durations in virtual time, to the nanosecond. On real
/// threads, where it is true only nearly, it checks nothing.
void check_duration(bool condition, std::string_view message,
                    std::source_location where = std::source_location::current());

}  // namespace heddle::models::python
