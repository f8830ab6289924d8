#include "scheduler/primitives/semaphore.hpp"

#include "scheduler/primitives/refuse.hpp"

namespace heddle::detail {

semaphore_face::semaphore_face(std::ptrdiff_t permits, std::ptrdiff_t maximum,
                               std::string_view name, std::source_location where)
    : handle_({.kind = scheduler::object_kind::semaphore,
               .count = static_cast<std::uint64_t>(permits),
               .limit = static_cast<std::uint64_t>(maximum),
               .name = name,
               .site = scheduler::code_site::at(where)}) {
  if (permits < 0 || permits > maximum) refuse(scheduler::misuse::bad_argument, &handle_, where);
}

void semaphore_face::release(std::ptrdiff_t permits, std::source_location where) {
  if (permits < 0) return report(scheduler::misuse::bad_argument, &handle_, where);
  scheduler::operation pending{.kind = scheduler::operation_kind::release,
                               .argument = static_cast<std::uint64_t>(permits),
                               .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

bool semaphore_face::acquire(scheduler::time_limit limit, std::source_location where) {
  scheduler::operation pending{.kind = scheduler::operation_kind::acquire,
                               .timing = limit.timing,
                               .argument = 1,
                               .deadline = limit.deadline,
                               .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle_).succeeded();
}

}  // namespace heddle::detail
