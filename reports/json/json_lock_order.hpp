#pragma once

#include "checker/lock_order/lock_order.hpp"
#include "reports/json/json_parts.hpp"

namespace heddle::reports {

/// A lock order that predicts a deadlock: status and edges, each with its task and both lines.
json lock_order_json(const checker::lock_order& from);

}  // namespace heddle::reports
