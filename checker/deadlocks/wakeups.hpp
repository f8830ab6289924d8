#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "checker/deadlocks/deadlock.hpp"
#include "checker/finished_run.hpp"

/// Who slept, who notified and who woke: pure functions of the events of a run.
namespace heddle::checker {

/// A number of no event.
inline constexpr std::size_t no_event = std::numeric_limits<std::size_t>::max();

/// One sleep of a task on a condition variable or an atomic, by numbers of events.
struct sleep {
  std::size_t began = no_event;
  std::size_t notified = no_event;  ///< by the notification that woke the task
  std::size_t ended = no_event;     ///< the task goes on, and has its mutex again
};

/// All sleeps of a task on an object, in order. Sleeps that a time-out ended have no `notified`.
std::vector<sleep> sleeps_of(const finished_run& run, scheduler::task_index task,
                             scheduler::object_index object);

/// The event that stole the wake-up which ended a sleep; `no_event` if none did: after the
/// notification, and before the sleeper had its mutex again, a third task held that mutex and
/// changed a variable that the sleeper had read before it fell asleep. (The notifier itself does
/// not steal: if it writes after its notification, it gives.) Two steps that belong together, with
/// another task's between them: C. A. R. Hoare's monitors hand the mutex to who is woken, those of
/// B. Lampson and D. Redell
/// ("Experience with Processes and Monitors in Mesa", CACM 23(2), 1980) and of C++ do not.
std::size_t stolen_by(const finished_run& run, const sleep& which);

/// What became of a notification that a task could have had which sleeps for ever.
struct missed_notification {
  wakeup_fate fate = wakeup_fate::too_early;
  std::size_t began = no_event;  ///< the sleep that does not end
  std::size_t event = no_event;  ///< the notification
  /// Of `taken` and `before_change`: the change of what the task waits for.
  std::size_t change = no_event;
};

/// What became of the notifications of an object on which `task` sleeps when the run ends; nothing
/// if there is none that could have helped.
///
/// A notification has come too early if it came before the last sleep began and after the sleep
/// before that, woke nobody or was for all, and none came later. It was not missed if the task
/// knew what it was about:
///
/// - the task has read, with its mutex, a variable as the notifier had left it, and waited for
///   something else;
/// - the task has kept its mutex since it woke from the sleep before. Then it was missed only if
///   the notifier has written one of these variables after the task had read it;
/// - the task waits for a change of an atomic that has not changed.
///
/// Only pairs of events that depend on each other are compared, so that all executions of a
/// Mazurkiewicz trace show the same.
std::optional<missed_notification> missed_by(const finished_run& run, scheduler::task_index task,
                                             scheduler::object_index object);

}  // namespace heddle::checker
