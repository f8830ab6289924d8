#include "scheduler/primitives/check.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

void check(bool condition, std::string_view message, std::source_location where) {
  if (!condition) scheduler::current().fail_check(message, scheduler::code_site::at(where));
}

void assume(bool condition, std::source_location where) {
  if (!condition) scheduler::current().fail_assumption(scheduler::code_site::at(where));
}

}  // namespace heddle
