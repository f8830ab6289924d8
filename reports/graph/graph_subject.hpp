#pragma once

#include <string>

#include "checker/exploration_tree.hpp"
#include "checker/finding.hpp"
#include "checker/lock_order/lock_order.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// What a graph is drawn of. What it points to must outlive it.
struct graph_subject {
  std::string model{};
  /// The finding; null where nothing is wrong with the execution.
  const checker::finding* found = nullptr;
  /// The execution of the finding, or the one that was replayed; null for refuted lock orders.
  const scheduler::execution* execution = nullptr;
  /// Of lock-order graphs only.
  const checker::lock_order* order = nullptr;
  /// Of exploration trees only.
  const checker::exploration_tree* tree = nullptr;
};

}  // namespace heddle::reports
