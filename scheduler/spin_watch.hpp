#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "scheduler/event.hpp"
#include "scheduler/operation.hpp"

namespace heddle::scheduler {

/// A loop that polls is followed for so many equal rounds, each from one `yield` to the next.
inline constexpr std::uint32_t spin_rounds = 2;

/// Watches one task for loops that poll until somebody else changes something. A task that has
/// only looked at things since it last offered to wait, has seen the same as in the rounds before,
/// and offers to wait again, would go on so for ever: it can as well wait until what it looks at
/// changes (the await of Kokologiannakis, Ren and Vafeiadis, "Dynamic Partial Order Reductions for
/// Spinloops", FMCAD 2021). Rounds that look at more than two objects are not followed, nor those
/// that do anything else.
class spin_watch {
 public:
  /// The task begins.
  void reset() {
    watching_ = false;
    pure_ = true;
    equal_rounds_ = 0;
    current_.count = 0;
  }
  /// The task has done something.
  void note(const event& done) {
    if (watching_) [[unlikely]]
      look_at(done);
  }
  /// The task has done something that is no event, but may end its loop.
  void disturb() { pure_ = false; }
  /// The task offers to wait. Returns what it should wait for, if it spins.
  std::optional<operation> yielded();

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

  void look_at(const event& done);
  [[nodiscard]] std::optional<operation> change_of(const round& what) const;

  bool watching_ = false;
  bool pure_ = true;
  std::uint32_t equal_rounds_ = 0;
  round previous_;
  round current_;
};

}  // namespace heddle::scheduler
