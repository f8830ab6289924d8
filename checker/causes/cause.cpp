#include "checker/causes/cause.hpp"

namespace heddle::checker {

std::string_view name_of(cause_kind kind) {
  switch (kind) {
    case cause_kind::stolen_wakeup:
      return "stolen_wakeup";
    case cause_kind::lost_update:
      return "lost_update";
    case cause_kind::stale_check:
      return "stale_check";
    case cause_kind::atomicity_violation:
      return "atomicity_violation";
    case cause_kind::partial_update:
      return "partial_update";
    case cause_kind::order_violation:
      return "order_violation";
  }
  return "";
}

}  // namespace heddle::checker
