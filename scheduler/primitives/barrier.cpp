#include "scheduler/primitives/barrier.hpp"

#include "scheduler/primitives/refuse.hpp"

namespace heddle::detail {

using scheduler::operation;
using scheduler::operation_kind;

barrier_face::barrier_face(std::ptrdiff_t expected, bool has_completion, std::string_view name,
                           std::source_location where)
    : handle_({.kind = scheduler::object_kind::barrier,
               .flag = has_completion,
               .limit = static_cast<std::uint64_t>(expected),
               .name = name,
               .site = scheduler::code_site::at(where)}) {
  require(expected >= 0, scheduler::misuse::bad_argument, where);
}

barrier_face::arrival barrier_face::arrive(bool drops, std::source_location where) {
  operation pending{
      .kind = operation_kind::arrive, .flag = drops, .site = scheduler::code_site::at(where)};
  const scheduler::result how = scheduler::current().perform(pending, handle_);
  return {how.value, how.how == scheduler::outcome::last};
}

void barrier_face::complete(std::source_location where) {
  operation pending{.kind = operation_kind::complete_phase,
                    .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

void barrier_face::wait(std::uint64_t phase, std::source_location where) {
  operation pending{
      .kind = operation_kind::pass, .argument = phase, .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

void barrier_face::require(bool allowed, scheduler::misuse otherwise,
                           std::source_location where) const {
  if (!allowed) refuse(otherwise, &handle_, where);
}

}  // namespace heddle::detail
