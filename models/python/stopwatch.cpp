#include "models/python/stopwatch.hpp"

#include <chrono>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/real_threads.hpp"

namespace heddle::models::python {

std::string in_milliseconds(virtual_clock::duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) +
         " ms";
}

void check_duration(bool condition, std::string_view message, std::source_location where) {
  check(condition || on_real_threads(), message, where);
}

}  // namespace heddle::models::python
