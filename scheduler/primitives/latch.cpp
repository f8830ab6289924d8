#include "scheduler/primitives/latch.hpp"

#include "scheduler/primitives/refuse.hpp"

namespace heddle {

latch::latch(std::ptrdiff_t expected, std::string_view name, std::source_location where)
    : handle_({.kind = scheduler::object_kind::latch,
               .count = static_cast<std::uint64_t>(expected),
               .name = name,
               .site = scheduler::code_site::at(where)}) {
  if (expected < 0) detail::refuse(scheduler::misuse::bad_argument, &handle_, where);
}

void latch::count_down(std::ptrdiff_t amount, std::source_location where) {
  if (amount < 0) return detail::report(scheduler::misuse::bad_argument, &handle_, where);
  scheduler::operation pending{.kind = scheduler::operation_kind::count_down,
                               .argument = static_cast<std::uint64_t>(amount),
                               .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

bool latch::try_wait(std::source_location where) {
  return pass({scheduler::patience::attempt}, where);
}

void latch::wait(std::source_location where) { pass({}, where); }

void latch::arrive_and_wait(std::ptrdiff_t amount, std::source_location where) {
  count_down(amount, where);
  wait(where);
}

bool latch::pass(scheduler::time_limit limit, std::source_location where) {
  scheduler::operation pending{.kind = scheduler::operation_kind::latch_wait,
                               .timing = limit.timing,
                               .deadline = limit.deadline,
                               .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle_).succeeded();
}

}  // namespace heddle
