#include "checker/lock_order/lock_order.hpp"

#include <array>

namespace heddle::checker {

std::string_view name_of(lock_order_status status) {
  constexpr std::array<std::string_view, 4> names{"potential", "confirmed", "refuted", "broken"};
  return names[static_cast<std::size_t>(status)];
}

}  // namespace heddle::checker
