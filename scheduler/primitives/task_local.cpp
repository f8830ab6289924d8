#include "scheduler/primitives/task_local.hpp"

#include <atomic>

namespace heddle::detail {

std::uint64_t next_task_local() noexcept {
  static constinit std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace heddle::detail
