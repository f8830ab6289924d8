#include "scheduler/primitives/fence.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

void atomic_thread_fence(memory_order order, std::source_location where) {
  scheduler::operation fence{scheduler::operation_kind::fence};
  fence.order = order;
  fence.site = scheduler::code_site::at(where);
  scheduler::current().perform(fence);
}

}  // namespace heddle
