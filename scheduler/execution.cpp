#include "scheduler/execution.hpp"

namespace heddle::scheduler {

execution::execution() = default;
execution::execution(const execution&) = default;
execution::execution(execution&&) noexcept = default;
execution& execution::operator=(const execution&) = default;
execution& execution::operator=(execution&&) noexcept = default;
execution::~execution() = default;

}  // namespace heddle::scheduler
