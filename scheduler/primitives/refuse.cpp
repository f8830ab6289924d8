#include "scheduler/primitives/refuse.hpp"

#include <string>

namespace heddle::detail {

void report(scheduler::misuse what, const scheduler::object_handle* object,
            std::source_location where) {
  scheduler::runtime* runtime = scheduler::current_or_null();
  if (runtime == nullptr)
    throw scheduler::usage_error("a primitive made outside an execution is " +
                                 std::string(scheduler::description_of(what)));
  runtime->report_misuse(what, object, scheduler::code_site::at(where), true);
}

void refuse(scheduler::misuse what, const scheduler::object_handle* object,
            std::source_location where) {
  report(what, object, where);
  throw scheduler::task_ended{};
}

}  // namespace heddle::detail
