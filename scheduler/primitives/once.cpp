#include "scheduler/primitives/once.hpp"

namespace heddle {

bool once_flag::enter(std::source_location where) {
  scheduler::operation pending{.kind = scheduler::operation_kind::enter_once,
                               .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle_).how == scheduler::outcome::last;
}

void once_flag::leave(bool returned, std::source_location where) {
  scheduler::operation pending{.kind = scheduler::operation_kind::leave_once,
                               .argument = returned ? 1U : 0U,
                               .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

}  // namespace heddle
