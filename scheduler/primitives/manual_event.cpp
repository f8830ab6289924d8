#include "scheduler/primitives/manual_event.hpp"

namespace heddle {

namespace {

scheduler::result perform(scheduler::operation_kind kind, scheduler::object_handle& handle,
                          std::source_location where) {
  scheduler::operation pending{.kind = kind, .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle);
}

}  // namespace

void manual_event::set(std::source_location where) {
  perform(scheduler::operation_kind::set, handle_, where);
}

void manual_event::reset(std::source_location where) {
  perform(scheduler::operation_kind::reset, handle_, where);
}

bool manual_event::is_set(std::source_location where) {
  return perform(scheduler::operation_kind::is_set, handle_, where).value != 0;
}

bool manual_event::pass(scheduler::time_limit limit, std::source_location where) {
  scheduler::operation pending{.kind = scheduler::operation_kind::event_wait,
                               .timing = limit.timing,
                               .deadline = limit.deadline,
                               .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle_).succeeded();
}

}  // namespace heddle
