#pragma once

#include "checker/result.hpp"

/// Deadlocks written by hand, one of each shape but the ring of `lock_order_deadlock`.
namespace heddle::reports::test {

/// A task locks again what it holds.
checker::result relock();

/// A task waits for a lock whose holder has ended.
checker::result abandoned_lock();

/// A notification came before the wait, from a task that has ended.
checker::result missed_notification();

/// A notification of one task while two wait.
checker::result too_few_notifications();

/// A third task takes what the woken one had waited for.
checker::result stolen_notification();

/// Two semaphores acquired in two orders.
checker::result crossed_semaphores();

/// A task joins another while it holds the lock that the other needs.
checker::result join_under_lock();

/// A task holds a lock around a `together` whose tasks need it.
checker::result together_under_lock();

}  // namespace heddle::reports::test
