#include "scheduler/primitives/condition_queue.hpp"

namespace heddle::detail {

using scheduler::operation;
using scheduler::operation_kind;

condition_queue::condition_queue(std::string_view name, std::source_location where)
    : handle_({.kind = scheduler::object_kind::condition_variable,
               .name = name,
               .site = scheduler::code_site::at(where)}) {}

scheduler::result condition_queue::perform(operation& pending, scheduler::object_handle* mutex) {
  scheduler::runtime& runtime = scheduler::current();
  return mutex == nullptr ? runtime.perform(pending, handle_)
                          : runtime.perform(pending, handle_, *mutex);
}

void condition_queue::fall_asleep(scheduler::object_handle* mutex, std::source_location where) {
  operation pending{.kind = operation_kind::wait, .site = scheduler::code_site::at(where)};
  perform(pending, mutex);
}

std::cv_status condition_queue::wake_up(scheduler::object_handle* mutex,
                                        scheduler::time_limit limit, std::source_location where) {
  if (limit.timing == scheduler::patience::attempt)
    limit = {scheduler::patience::timed, scheduler::current().deadline_after({})};
  operation pending{.kind = operation_kind::wake,
                    .timing = limit.timing,
                    .deadline = limit.deadline,
                    .site = scheduler::code_site::at(where)};
  const scheduler::outcome how = perform(pending, mutex).how;
  if (how == scheduler::outcome::timed_out || how == scheduler::outcome::spurious) {
    operation again{.kind = operation_kind::wake, .site = scheduler::code_site::at(where)};
    perform(again, mutex);
  }
  return how == scheduler::outcome::timed_out ? std::cv_status::timeout
                                              : std::cv_status::no_timeout;
}

void condition_queue::get_up(scheduler::object_handle* mutex, std::source_location where) {
  wake_up(mutex, {scheduler::patience::attempt}, where);
}

void condition_queue::notify(operation_kind kind, std::source_location where) {
  operation pending{.kind = kind, .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

}  // namespace heddle::detail
