#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "scheduler/event.hpp"
#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/options.hpp"

/// The one table of operations: when each is enabled, what it does, and on what it depends. Pure
/// functions over object states; no fiber, no clock, no primitive. What is independent here is what
/// partial-order reduction may reorder, so every line is checked against brute force in
/// `tests/scheduler/`.
namespace heddle::scheduler {

/// All that operations act on.
struct state_view {
  std::span<object_state> objects;
  std::span<task_state> tasks;
  virtual_time now{0};
  time_mode time = time_mode::any;
  bool spurious = false;
};

/// The bit of a task in a word that stands for a set of tasks. Tasks that are 64 places apart share
/// one: the word tells exactly who is not in the set, and, below 64, who is.
constexpr std::uint64_t task_bit(task_index task) { return std::uint64_t{1} << (task % 64); }

/// What carrying out an operation gave.
struct result {
  outcome how = outcome::done;
  misuse wrong = misuse::none;
  /// What the operation returns: the value read, the value before a read-modify-write or compare
  /// and exchange, the chosen value, the number of a message from 0, the phase arrived at or ended,
  /// the task that `notify_one` woke, the tasks that `notify_all` woke as bits (task modulo 64). Of
  /// a `send` or `receive` that failed: 1 if the channel is closed, 0 if it is full or empty.
  std::uint64_t value = 0;

  [[nodiscard]] bool succeeded() const { return how == outcome::done || how == outcome::last; }
};

/// A set of kinds of operations.
class kind_set {
 public:
  constexpr kind_set(std::initializer_list<operation_kind> kinds) {
    for (const operation_kind kind : kinds) bits_ |= bit(kind);
  }
  [[nodiscard]] constexpr bool contains(operation_kind kind) const {
    return (bits_ & bit(kind)) != 0;
  }
  [[nodiscard]] constexpr kind_set operator|(kind_set other) const {
    other.bits_ |= bits_;
    return other;
  }

 private:
  static_assert(operation_kinds <= 64);
  static constexpr std::uint64_t bit(operation_kind kind) {
    return std::uint64_t{1} << static_cast<unsigned>(kind);
  }
  std::uint64_t bits_ = 0;
};

namespace detail {
inline constexpr kind_set waiting_kinds{
    operation_kind::join,       operation_kind::assume,      operation_kind::sleep,
    operation_kind::lock,       operation_kind::lock_shared, operation_kind::wake,
    operation_kind::acquire,    operation_kind::latch_wait,  operation_kind::pass,
    operation_kind::send,       operation_kind::receive,     operation_kind::event_wait,
    operation_kind::enter_once, operation_kind::await};
/// Those that have several ways even if they wait for ever.
inline constexpr kind_set choosing_kinds{operation_kind::choose, operation_kind::notify_one,
                                         operation_kind::wake};
}  // namespace detail

/// Whether the operation is of a kind that may have to wait.
inline bool may_wait(operation_kind kind) { return detail::waiting_kinds.contains(kind); }

/// Whether carrying out an operation of this kind can change nothing that operations wait for, but
/// for the value that an `await` looks at.
inline bool only_accesses_value(operation_kind kind) {
  constexpr kind_set accesses{operation_kind::choose,
                              operation_kind::fence,
                              operation_kind::read,
                              operation_kind::write,
                              operation_kind::load,
                              operation_kind::store,
                              operation_kind::read_modify_write,
                              operation_kind::compare_exchange};
  return accesses.contains(kind);
}

/// Whether the operation reads or writes a value, and does nothing else.
inline bool is_plain_access(operation_kind kind) {
  return kind >= operation_kind::read && kind <= operation_kind::store;
}

/// Whether the operation is enabled in every state.
inline bool always_enabled(const operation& pending) {
  return !may_wait(pending.kind) || pending.timing == patience::attempt;
}

/// Whether the operation may have more than one alternative, or one that is not 0.
inline bool may_have_ways(const operation& pending) {
  return pending.timing == patience::timed || detail::choosing_kinds.contains(pending.kind);
}

/// Whether the operation is enabled in every state and goes on in one way, which is 0.
inline bool always_has_one_way(const operation& pending) {
  constexpr kind_set others = detail::waiting_kinds | detail::choosing_kinds;
  return pending.timing == patience::blocking && !others.contains(pending.kind);
}

namespace detail {
bool enabled_otherwise(const state_view& state, task_index task, const operation& pending);
result apply_otherwise(const state_view& state, task_index task, const operation& pending,
                       alternative chosen);
}  // namespace detail

/// Whether `task` can carry out `pending` now.
inline bool enabled(const state_view& state, task_index task, const operation& pending) {
  if (pending.kind == operation_kind::join) return state.tasks[pending.object].finished;
  if (pending.kind == operation_kind::lock && pending.timing == patience::blocking) {
    const object_state& mutex = state.objects[pending.object];
    if (mutex.kind == object_kind::mutex) return mutex.owner == no_task || mutex.destroyed;
  }
  return detail::enabled_otherwise(state, task, pending);
}

/// The ways in which the operation can go on now, in ascending order, none if it is disabled:
///
/// - `choose`: the values 0 to `argument` - 1;
/// - `notify_one`: the index of the task to wake (0 if nobody sleeps);
/// - `wake`: 0 to go on, 1 to time out, 2 to wake for no reason;
/// - other timed operations: 0 to succeed (or, with `time_mode::any`, to time out where success
///   is impossible), 1 to time out;
/// - every other operation: 0.
///
/// Calls `visit(alternative)` for each.
template <class Visit>
void for_each_alternative(const state_view& state, task_index task, const operation& pending,
                          Visit&& visit);

/// Whether the alternatives of the operation are the tasks it may wake.
inline bool chooses_sleeper(const state_view& state, const operation& pending) {
  if (pending.kind != operation_kind::notify_one) return false;
  const object_state& object = state.objects[pending.object];
  return !object.destroyed && !object.tasks.empty();
}

/// For operations other than `choose` and `notify_one`: alternatives 0 to 2 as bits.
std::uint8_t plain_alternatives(const state_view& state, task_index task, const operation& pending);

/// How many alternatives there are now.
std::uint32_t count_alternatives(const state_view& state, task_index task,
                                 const operation& pending);

/// The alternative with `rank` smaller ones. Precondition: there is one.
alternative nth_alternative(const state_view& state, task_index task, const operation& pending,
                            std::uint32_t rank);

namespace detail {
/// Reads or writes a value, and returns what was read. Without a branch on which of the two: a
/// scheduler that mixes them at random makes it one that cannot be foretold.
inline std::uint64_t access_value(std::uint64_t& value, const operation& pending) {
  const bool writes =
      pending.kind == operation_kind::write || pending.kind == operation_kind::store;
  const std::uint64_t kept = std::uint64_t{writes} - 1;
  const std::uint64_t before = value;
  value = (before & kept) | (pending.argument & ~kept);
  return before & kept;
}
}  // namespace detail

/// Carries the operation out. Precondition: `enabled`, and `chosen` is one of its alternatives.
[[gnu::always_inline]] inline result apply(const state_view& state, task_index task,
                                           const operation& pending, alternative chosen) {
  // What happens most, without a call.
  const operation_kind kind = pending.kind;
  if (kind == operation_kind::join) return {};
  if (kind >= operation_kind::read && kind <= operation_kind::unlock) {
    object_state& object = state.objects[pending.object];
    if (kind <= operation_kind::store) {
      if (!object.destroyed)
        return {outcome::done, misuse::none, detail::access_value(object.value, pending)};
    } else if (object.kind == object_kind::mutex && !object.destroyed) {
      if (kind == operation_kind::lock && pending.timing == patience::blocking) {
        object.owner = task;
        object.count = 1;
        return {};
      }
      if (kind == operation_kind::unlock && object.owner == task) {
        object.owner = no_task;
        object.count = 0;
        return {};
      }
    }
  }
  return detail::apply_otherwise(state, task, pending, chosen);
}

namespace detail {
std::uint64_t visible_value_of_others(const object_state& state);
}

/// The value an operation on this object shows in traces: a variable's value; a semaphore's
/// permits; what is left of a latch; arrivals in a barrier's phase; messages in a channel; sleepers
/// of a condition variable; 0 or 1 for an event; 0, 1 (running) or 2 (returned) for a once flag; of
/// a mutex the owner in the lowest 16 bits, above them depth or the number of shared owners.
inline std::uint64_t visible_value(const object_state& state) {
  if (state.kind <= object_kind::atomic) return state.value;
  if (state.kind == object_kind::mutex) return state.owner;
  return detail::visible_value_of_others(state);
}

/// The result of an arithmetic function on two values of a type. Values narrower than 64 bits have
/// zeros above; sums wrap around, signed ones too. Floating-point types know exchange, sum and
/// difference.
std::uint64_t combine(rmw_function function, value_type type, std::uint64_t before,
                      std::uint64_t operand);

/// Which independence relation to use. Each is contained in the one before.
enum class relation : std::uint8_t {
  /// Whatever changes an object depends on whatever else touches it.
  strict,
  /// The two ends of a channel commute unless they meet in a message, releases of a semaphore whose
  /// maximum is out of reach, whatever changes nothing, ... Valid in every program.
  cautious,
  /// As `cautious`, and arrivals in one phase of a barrier, count-downs of a latch and releases of
  /// a
  /// semaphore commute. Valid as long as there are never more of them than the object takes. A
  /// search that relies on it asks `overfills` about every trace; after the first such trace it
  /// must
  /// begin again with `cautious`, and has lost nothing.
  refined,
};

/// A thing that events can share: an object's value, the sleepers of an object, a task.
struct resource {
  enum class part : std::uint8_t { value, sleepers, task };
  part what = part::value;
  std::uint32_t index = 0;

  friend bool operator==(const resource&, const resource&) = default;
};

/// One access of an event to a resource.
struct access {
  resource to;
  bool writes = false;
};

/// The accesses of an event, but for the tasks a `notify_all` woke, the objects that starting a
/// process copies, and the clock (`dependent` knows about these).
struct access_list {
  std::array<access, 3> items{};
  std::size_t count = 0;

  [[nodiscard]] const access* begin() const { return items.data(); }
  [[nodiscard]] const access* end() const { return items.data() + count; }
};

/// Adds to an event what its dependences need to know of its object beyond the operation itself:
/// its kind, the capacity of a channel, the maximum of a semaphore, whether a barrier has a
/// completion function. `state` is the object after the event.
inline void complete_label(event& done, const object_state& state) {
  constexpr kind_set limited{operation_kind::send, operation_kind::receive,
                             operation_kind::release};
  done.target = state.kind;
  done.completion = state.kind == object_kind::barrier && state.flag;
  if (limited.contains(done.kind)) done.expected = state.limit;
}

/// What an event accesses.
access_list accesses(const event& done);

/// Whether two events of different tasks depend on each other: whether there is a state in which
/// doing one changes what the other does, may do, or leaves behind. Does not cover the order
/// between a task's own events, nor between a task's start and its first event, nor between its
/// last event and a join.
bool dependent(const event& left, const event& right, relation which = relation::refined);

/// The part of an event that decides on what it depends; the rest is as in no event in particular.
/// `dependent` does not tell an event from its part.
event dependence_part(const event& done);

/// Whether the trace breaks what `relation::refined` takes for granted: a release or count-down
/// beyond the limit of its object, or an arrival at a barrier of a task that has not come from the
/// phase before (or that missed the first). If more operations than the object takes can ever
/// compete, the search meets such a trace: until it does, it is the same as for objects without
/// limits, on which these operations do commute.
bool overfills(std::span<const event> trace);

template <class Visit>
void for_each_alternative(const state_view& state, task_index task, const operation& pending,
                          Visit&& visit) {
  if (pending.kind == operation_kind::choose) {
    for (std::uint64_t value = 0; value < pending.argument; ++value)
      visit(static_cast<alternative>(value));
    return;
  }
  if (chooses_sleeper(state, pending)) {
    state.objects[pending.object].tasks.for_each(
        [&](task_index sleeper) { visit(static_cast<alternative>(sleeper)); });
    return;
  }
  for (std::uint8_t ways = plain_alternatives(state, task, pending); ways != 0;
       ways = static_cast<std::uint8_t>(ways & (ways - 1)))
    visit(static_cast<alternative>(std::countr_zero(ways)));
}

}  // namespace heddle::scheduler
