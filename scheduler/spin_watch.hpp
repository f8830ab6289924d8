#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "scheduler/event.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/operation_table.hpp"

namespace heddle::scheduler {

/// A loop that polls is followed for so many equal rounds, each from one `yield` to the next.
inline constexpr std::uint32_t spin_rounds = 2;

/// The same for loops that do not yield, where a round is whatever repeats: many, since some of
/// these loops count their rounds and end by themselves.
inline constexpr std::uint32_t silent_spin_rounds = 32;

/// The same for waits on condition variables that end without a notification: by a time-out, or for
/// no reason.
inline constexpr std::uint32_t vain_rounds = 4;

/// Watches one task for loops that poll until somebody else changes something. A task that has
/// only looked at things since it last offered to wait, has seen the same as in the rounds before,
/// and offers to wait again, would go on so for ever: it can as well wait until what it looks at
/// changes (the await of Kokologiannakis, Ren and Vafeiadis, "Dynamic Partial Order Reductions for
/// Spinloops", FMCAD 2021). So does one that does not offer to wait, but looks at the same atomics
/// or other objects again and again, and does nothing else. Rounds that look at more than two
/// objects are not followed, nor those that do anything else.
///
/// A task that waits on a condition variable in vain, does the same as after the times before, and
/// waits again, could go on so for ever, too. It waits for a notification then; that something else
/// has changed it does not notice.
class spin_watch {
 public:
  /// The task begins.
  void reset() {
    watching_ = comparing_ = false;
    pure_ = true;
    equal_rounds_ = vain_ = 0;
    current_.count = 0;
    forget();
  }
  /// The task has done something.
  void note(const event& done) {
    if (watching_ || comparing_) [[unlikely]]
      look_at(done);
    if (done.before != done.after || !may_poll(done.kind))
      forget();
    else if (++unchanged_ > unfollowed_polls) [[unlikely]]
      follow(done);
  }
  /// The task has done something that is no event, but may end its loop.
  void disturb() {
    pure_ = false;
    vain_ = 0;
    forget();
  }
  /// The task offers to wait. Returns what it should wait for, if it spins.
  std::optional<operation> yielded();

  /// The last thing the task has done was to wake up without a notification.
  void woke_in_vain();
  /// Whether it must not do so again.
  [[nodiscard]] bool sleeps_in_vain() const { return vain_ >= vain_rounds; }
  /// A notification has come.
  void notified() { vain_ = 0; }

  /// Whether the task spins without offering to wait, if it goes on as before.
  [[nodiscard]] bool suspects() const { return period_ != 0; }
  /// The task, which is suspected, wants to do `next`. Returns what it should wait for, if it
  /// spins.
  std::optional<operation> silently(const operation& next);

 private:
  struct poll {
    operation_kind kind = operation_kind::load;
    object_index object = no_object;
    std::uint64_t seen = 0;

    friend bool operator==(const poll&, const poll&) = default;
  };
  static constexpr std::size_t most_polls = 6;
  struct round {
    std::array<poll, most_polls> polls{};  ///< the first `count` count
    std::size_t count = 0;

    [[nodiscard]] std::span<const poll> all() const { return {polls.data(), count}; }
  };

  /// Plain variables are left out: to poll one is a race, and loops that read one are common.
  static bool may_poll(operation_kind kind) {
    constexpr kind_set polls{operation_kind::load,
                             operation_kind::store,
                             operation_kind::read_modify_write,
                             operation_kind::compare_exchange,
                             operation_kind::lock,
                             operation_kind::lock_shared,
                             operation_kind::acquire,
                             operation_kind::latch_wait,
                             operation_kind::send,
                             operation_kind::receive,
                             operation_kind::is_set,
                             operation_kind::event_wait};
    return polls.contains(kind);
  }
  void look_at(const event& done);
  void look_for_change(const event& done);
  void follow(const event& done);
  void forget() { unchanged_ = followed_ = period_ = 0; }
  [[nodiscard]] static std::optional<operation> change_of(const round& what);

  bool watching_ = false;
  bool comparing_ = false;
  bool pure_ = true;
  std::uint32_t equal_rounds_ = 0;

  /// So often in a row the task has waited in vain after the same as one of the times before.
  std::uint32_t vain_ = 0;

  /// So many operations in a row have left everything as it was.
  std::uint32_t unchanged_ = 0;
  /// So many of them, the last ones, had a closer look.
  std::uint32_t followed_ = 0;
  std::uint32_t period_ = 0;  ///< so many polls repeat; 0: none

  round previous_;
  round current_;

  /// A hash of what the task has done since it last waited in vain, and of what it had done before
  /// the last times.
  std::uint64_t done_ = 0;
  static constexpr std::size_t most_compared = 3;
  std::array<std::uint64_t, most_compared> done_before_{};
  std::size_t next_compared_ = 0;

  /// The first polls in a row are not worth a closer look: a number that any period divides.
  static constexpr std::uint32_t unfollowed_polls = 12;
  /// The last polls in a row, by their number modulo the size.
  static constexpr std::size_t most_repeated = 3;
  std::array<poll, most_repeated + 1> recent_{};
  /// How many of the last polls were the same as those 1, 2 and 3 before.
  std::array<std::uint32_t, most_repeated> repeated_{};
};

}  // namespace heddle::scheduler
