#include "scheduler/primitives/choose.hpp"

#include "scheduler/primitives/refuse.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::detail {

std::uint64_t choose(std::int64_t count, std::source_location where) {
  constexpr std::int64_t most = std::int64_t{1} << 16;
  if (count < 1 || count > most) refuse(scheduler::misuse::bad_argument, nullptr, where);
  scheduler::operation choosing{scheduler::operation_kind::choose};
  choosing.argument = static_cast<std::uint64_t>(count);
  choosing.site = scheduler::code_site::at(where);
  return scheduler::current().perform(choosing).value;
}

}  // namespace heddle::detail
