#include "scheduler/primitives/refuse.hpp"

#include <string>

namespace heddle::detail {

void report(scheduler::misuse what, scheduler::misuse_subject about, std::source_location where) {
  scheduler::runtime* runtime = scheduler::current_or_null();
  if (runtime == nullptr)
    throw scheduler::usage_error("a primitive made outside an execution is " +
                                 std::string(scheduler::description_of(what)));
  runtime->report_misuse(what, about, scheduler::code_site::at(where), true);
}

void refuse(scheduler::misuse what, scheduler::misuse_subject about, std::source_location where) {
  report(what, about, where);
  throw scheduler::task_ended{};
}

}  // namespace heddle::detail
