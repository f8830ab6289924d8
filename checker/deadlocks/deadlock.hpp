#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/execution.hpp"

/// What is known of tasks that wait for ever, as data: reports find the words.
namespace heddle::checker {

/// What a task waits for.
enum class waited_for : std::uint8_t {
  lock,          ///< that everybody who holds a mutex releases it
  call,          ///< that the task which runs the function of a `call_once` returns
  end_of_task,   ///< that another task ends
  permits,       ///< that somebody releases a semaphore
  notification,  ///< that somebody notifies a condition variable or an atomic
  count_down,    ///< that somebody counts a latch down
  arrival,       ///< that somebody arrives at a barrier
  message,       ///< that somebody sends to a channel, or closes it
  room,          ///< that somebody receives from a channel, or closes it
  setting,       ///< that somebody sets an event, a future or a stop state
};

/// Whether what is waited for is in the hands of known tasks, each of which must do its part (AND);
/// otherwise anybody could do it, and one is enough (OR).
constexpr bool needs_all(waited_for what) { return what <= waited_for::end_of_task; }

/// A task that another one waits for.
struct helper {
  int task = scheduler::execution::none;  ///< a place in `finding::execution.tasks`
  /// It has what is waited for: the lock, the call, permits. Otherwise it has done before what is
  /// waited for now (or is the task to be joined).
  bool holds = false;
  bool ended = false;
  /// The step that took it, or that did it last; 0: none.
  std::uint32_t since = 0;
  scheduler::source_line where{};
};

/// What became of the notification that a sleeper has missed.
enum class wakeup_fate : std::uint8_t {
  too_early,        ///< it came before the sleeper waited, and none came after: a lost wake-up
  went_to_another,  ///< it was for one task only, and woke another sleeper: too few notifications
  taken,  ///< it woke the sleeper, but another task took what it had waited for, so that it waited
          ///< again: a stolen wake-up
  before_change,  ///< it woke the sleeper, but its task changed what that waits for only later, so
                  ///< that the sleeper waited again
};

/// Why a task sleeps for ever although somebody has notified what it sleeps on.
struct missed_wakeup {
  wakeup_fate fate = wakeup_fate::too_early;
  int notifier = scheduler::execution::none;
  std::uint32_t step = 0;  ///< of the notification
  scheduler::source_line where{};
  std::uint32_t waits_since = 0;  ///< the step that began the last wait
  /// Who was woken instead, or took or changed what was waited for; none for `too_early`.
  int other = scheduler::execution::none;
  /// Of `taken` and `before_change`: the step that did, and the variable it was.
  std::uint32_t changed_at = 0;
  scheduler::source_line changed_where{};
  int changed = scheduler::execution::none;
};

/// One task that cannot go on, for findings about waiting.
struct blocked_task {
  int task = scheduler::execution::none;  ///< a place in `finding::execution.tasks`
  std::string waits_for{};                ///< what it is about to do: `lock B`, `join alice`
  scheduler::source_line waits_at{};
  std::uint32_t since = 0;  ///< the last step it did; 0: none
  /// It waits for a member of the closed set, none of which waits for it.
  bool bystander = false;
  struct holding {
    int object = scheduler::execution::none;
    std::uint32_t since = 0;  ///< the step that took it
    scheduler::source_line taken_at;
  };
  std::vector<holding> holds{};
  waited_for what = waited_for::lock;
  /// The mutex, semaphore, ... that keeps it waiting; none for `end_of_task`. A waiter that has
  /// been notified waits for its mutex.
  int object = scheduler::execution::none;
  /// How many may have the object at once: of a mutex 1, of a semaphore its permits. 0: nobody ever
  /// has it.
  std::uint64_t capacity = 0;
  /// Who could let it go on: those who must (AND), or those who have shown that they could (OR).
  std::vector<helper> helpers{};
  /// Who waits for a notification only: the one that it could have had.
  std::optional<missed_wakeup> missed{};
};

/// Why the members of a closed set cannot go on.
enum class deadlock_shape : std::uint8_t {
  cycle,        ///< each waits for something that the next one has
  itself,       ///< a task waits for what it has itself
  closed_set,   ///< some wait for what anybody could do, but all who have ever done it are members
  abandoned,    ///< for a lock, or a call, of a task that has ended
  nobody_left,  ///< for what anybody could do, but nobody who ever did it is left
};

/// One of Coffman's conditions: E. G. Coffman, M. Elphick, A. Shoshani, "System Deadlocks", ACM
/// Computing Surveys 3(2), 1971. Where all tasks wait for locks, there is a deadlock if and only if
/// all four hold.
enum class coffman : std::uint8_t { mutual_exclusion, hold_and_wait, no_preemption, circular_wait };

/// The closed set of a finding, beside `finding::blocked`, which has its members.
struct deadlock_facts {
  deadlock_shape shape = deadlock_shape::cycle;
  /// The step after which the set was closed: its last member blocked, or the last lock was taken.
  std::uint32_t since = 0;
  /// A shortest circle of waiting as places in `finding::blocked`; empty if there is none.
  std::vector<int> cycle{};
};

/// The members of the closed set among `blocked`: all but the bystanders.
std::vector<const blocked_task*> members_of(const std::vector<blocked_task>& blocked);

/// The notification that came before the task's wait, if that is why it waits for ever.
const missed_wakeup* lost_wakeup_of(const blocked_task& waiter);

/// Whether one of the conditions holds in a closed set.
bool condition_holds(coffman condition, const deadlock_facts& facts,
                     const std::vector<blocked_task>& blocked);

}  // namespace heddle::checker
