#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/deadlocks/deadlock.hpp"
#include "scheduler/location.hpp"
#include "scheduler/operation.hpp"

/// What is known of locks that tasks take in a circle of orders, as data: reports find the words.
namespace heddle::checker {

/// What has become of a deadlock that a lock order predicts.
enum class lock_order_status : std::uint8_t {
  potential,  ///< neither seen nor ruled out
  confirmed,  ///< seen
  refuted,    ///< no schedule shows it: all were run
  broken,     ///< one of Coffman's conditions does not hold: nobody would wait for ever
};

/// `potential`, `confirmed`, `refuted`, `broken`.
std::string_view name_of(lock_order_status status);

/// One task that asked for a lock while it held another, and would have waited for ever for it.
/// Names and lines, no places: the execution it comes from need not be that of the finding.
struct lock_order_edge {
  std::string task;
  std::string held;
  bool held_shared = false;
  std::uint32_t held_since = 0;  ///< the step that took it
  scheduler::source_line taken_at;
  std::string wanted;
  bool wanted_shared = false;
  /// Whether it would have waited for ever, given up at once, or after some time.
  scheduler::patience timing = scheduler::patience::blocking;
  std::uint32_t wanted_since = 0;  ///< the step that got it; 0: it never did
  scheduler::source_line wanted_at;
  /// The other locks that the task held when it asked.
  std::vector<std::string> also_held{};
};

/// A circle of lock orders: each task asks for what the next one holds, the last for what the first
/// holds. Begins with the task that was started first.
struct lock_order {
  std::vector<lock_order_edge> edges;
  lock_order_status status = lock_order_status::potential;
  /// The condition that is broken, with `lock_order_status::broken`.
  std::optional<coffman> broken;
  /// Every execution of the search had these lock orders.
  bool in_every_execution = false;
  /// The executions that were directed at it; 0: none.
  std::uint64_t directed = 0;
  /// Refuted: the executions of the complete search that did not show it.
  std::uint64_t executions = 0;
};

}  // namespace heddle::checker
