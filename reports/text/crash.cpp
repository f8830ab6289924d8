#include "reports/text/crash.hpp"

#include <string_view>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::crash_kind;
using scheduler::execution;

std::string_view kind_name(crash_kind kind) {
  switch (kind) {
    case crash_kind::null_pointer:
      return "null_pointer";
    case crash_kind::invalid_address:
      return "invalid_address";
    case crash_kind::segmentation_fault:
      return "segmentation_fault";
    case crash_kind::stack_overflow:
      return "stack_overflow";
    case crash_kind::bus_error:
      return "bus_error";
    case crash_kind::division_by_zero:
      return "division_by_zero";
    case crash_kind::arithmetic_error:
      return "arithmetic_error";
    case crash_kind::illegal_instruction:
      return "illegal_instruction";
    case crash_kind::abort:
      return "abort";
    case crash_kind::terminate:
      return "terminate";
    case crash_kind::exit:
      return "exit";
    case crash_kind::sanitizer:
      return "sanitizer";
    case crash_kind::killed:
      return "killed";
    case crash_kind::endless_loop:
      return "endless_loop";
  }
  return "";
}

/// Where the task was last seen.
std::string last_seen(const checker::finding& found) {
  if (found.crash->kind == crash_kind::killed)
    return "There was no time to note the schedule: there is nothing to replay.";
  if (found.task == execution::none)
    return "No task was running: either memory that the model has corrupted, or heddle itself.";
  const auto& task = found.execution.tasks[static_cast<std::size_t>(found.task)];
  const std::string name = printable(task.name);
  const std::uint32_t last = found.crash->last_step;
  const std::string line = printable(found.crash->last_line.brief());
  if (last == 0)
    return found.crash->last_line.known()
               ? fmt::format("{} had done no step; it was started at {}.", name, line)
               : fmt::format("{} had done no step.", name);
  return fmt::format("{} came from step {}: {} ({}).", name, last,
                     printable(found.execution.steps[last - 1].text), line);
}

std::string_view once_more(const checker::finding& found) {
  if (found.crash->again || found.token.empty()) return "";
  return "In a fresh process the same schedule does not do so again: it takes what earlier "
         "executions have left behind, such as the values of static variables.";
}

}  // namespace

std::string crash_text(const checker::finding& found, const text_options& options) {
  if (!found.crash) return "";
  const std::string indent(margin, ' ');
  std::string text = indent + wrap(last_seen(found), margin, options.width) + "\n";
  if (const std::string_view more = once_more(found); !more.empty())
    text += indent + wrap(more, margin, options.width) + "\n";
  return text;
}

json crash_json(const checker::finding& found) {
  json one;
  one["kind"] = kind_name(found.crash->kind);
  one["last_step"] = found.crash->last_step == 0 ? json(nullptr) : json(found.crash->last_step);
  add_line(one, found.crash->last_line);
  one["again"] = found.crash->again;
  return one;
}

}  // namespace heddle::reports
