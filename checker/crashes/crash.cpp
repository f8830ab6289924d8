#include "checker/crashes/crash.hpp"

#include <fmt/format.h>

namespace heddle::checker {

std::string duration_in_words(std::int64_t milliseconds) {
  if (milliseconds % 1000 != 0) return fmt::format("{} ms", milliseconds);
  return fmt::format("{} s", milliseconds / 1000);
}

std::string text_of(const crash& what, const std::string& task) {
  switch (what.kind) {
    case crash_kind::null_pointer:
      return "segmentation fault: a null pointer was used";
    case crash_kind::invalid_address:
      return "segmentation fault: an invalid address was used";
    case crash_kind::segmentation_fault:
      return "segmentation fault";
    case crash_kind::stack_overflow:
      return fmt::format("stack overflow of task {} ({} KiB stack)", task, what.number);
    case crash_kind::bus_error:
      return "bus error";
    case crash_kind::division_by_zero:
      return "an integer was divided by zero";
    case crash_kind::arithmetic_error:
      return "arithmetic error";
    case crash_kind::illegal_instruction:
      return "illegal instruction";
    case crash_kind::abort:
      return "abort() was called";
    case crash_kind::terminate:
      return what.text.empty() ? "std::terminate was called"
                               : fmt::format("std::terminate was called: {}", what.text);
    case crash_kind::exit:
      return what.number < 0 ? "quick_exit was called by the model"
                             : fmt::format("exit({}) was called by the model", what.number);
    case crash_kind::sanitizer:
      return "a sanitizer ended the process; its report is on standard error";
    case crash_kind::killed:
      return fmt::format("the process was killed by signal {}", what.number);
    case crash_kind::endless_loop:
      return fmt::format("{} ran for {} without a scheduling point", task.empty() ? "a task" : task,
                         duration_in_words(what.number));
  }
  return {};
}

}  // namespace heddle::checker
