#pragma once

#include "checker/result.hpp"

/// Endless executions, misuses and leaks written by hand.
namespace heddle::reports::test {

/// Two tasks that hold one lock each, try the other, and give way.
checker::result give_way();

/// As `give_way`, and the tasks tell their own variables.
checker::result give_way_for_certain();

/// A task that polls a flag nobody sets, and main that waits for it.
checker::result poll_in_vain();

/// Two readers relieve each other in a room that a writer waits for.
checker::result starving_writer();

/// A task unlocks what another one holds.
checker::result stranger();

/// A task returns without unlocking.
checker::result lock_left_behind();

}  // namespace heddle::reports::test
