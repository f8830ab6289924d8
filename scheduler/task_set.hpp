#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace heddle::scheduler {

/// A task by its place in the table of tasks. See `controlled_runtime.hpp` for how places are
/// given out.
using task_index = std::uint16_t;

/// No task at all: the clock, the world outside, a mutex that nobody owns.
inline constexpr task_index no_task = 0xffff;

/// The most tasks one execution may create, the main task included.
inline constexpr std::size_t max_tasks = 512;

/// A set of tasks as bits. Sets whose members are below 64, in practice all of them, are one word;
/// the other words are looked at only after a larger member has been inserted.
class task_set {
 public:
  task_set() = default;
  task_set(const task_set& other) { *this = other; }
  task_set& operator=(const task_set& other) {
    low_ = other.low_;
    if (wide_ || other.wide_) [[unlikely]] {
      wide_ = other.wide_;
      high_ = other.high_;
    }
    return *this;
  }
  ~task_set() = default;

  void insert(task_index task) {
    if (task < 64) [[likely]]
      low_ |= bit(task);
    else
      insert_high(task);
  }

  void erase(task_index task) {
    if (task < 64) [[likely]]
      low_ &= ~bit(task);
    else
      erase_high(task);
  }

  void clear() {
    low_ = 0;
    if (wide_) [[unlikely]]
      high_ = {};
    wide_ = false;
  }

  [[nodiscard]] bool contains(task_index task) const {
    if (task < 64) [[likely]]
      return (low_ & bit(task)) != 0;
    return high_contains(task);
  }

  [[nodiscard]] bool empty() const { return low_ == 0 && (!wide_ || high_empty()); }

  /// Whether there is exactly one member.
  [[nodiscard]] bool single() const {
    if (!wide_) [[likely]]
      return low_ != 0 && (low_ & (low_ - 1)) == 0;
    return size() == 1;
  }

  [[nodiscard]] std::size_t size() const { return wide_ ? ones(low_) + high_size() : ones(low_); }

  /// The smallest member; `no_task` if there is none.
  [[nodiscard]] task_index first() const { return nth(0); }

  /// The member with `rank` smaller ones; `no_task` if there are not so many.
  [[nodiscard]] task_index nth(std::size_t rank) const {
    if (wide_) [[unlikely]]
      return nth_of_all(rank);
    // Where the rank is random, moves cost less than branches that cannot be foretold.
    std::uint64_t bits = low_;
    const auto drop_if = [&bits](bool wanted) { bits = wanted ? bits & (bits - 1) : bits; };
    drop_if(rank > 0);
    drop_if(rank > 1);
    drop_if(rank > 2);
    drop_if(rank > 3);
    for (; rank > 4; --rank) bits &= bits - 1;
    return bits != 0 ? member(0, bits) : no_task;
  }

  /// Calls `visit(task)` for each member, smallest first. `visit` may change the set.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint64_t bits = low_; bits != 0; bits &= bits - 1) visit(member(0, bits));
    if (!wide_) [[likely]]
      return;
    for (std::size_t word = 1; word <= high_.size(); ++word)
      for (std::uint64_t bits = high_[word - 1]; bits != 0; bits &= bits - 1)
        visit(member(word, bits));
  }

  friend bool operator==(const task_set& left, const task_set& right) {
    return left.low_ == right.low_ && left.high_ == right.high_;
  }

 private:
  static std::uint64_t bit(task_index task) { return std::uint64_t{1} << (task % 64); }
  static task_index member(std::size_t word, std::uint64_t bits) {
    return static_cast<task_index>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }
  /// The number of ones, pairwise: the baseline processor has no instruction for it, and the
  /// library's function is a call.
  static std::size_t ones(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555'5555'5555'5555;
    bits = (bits & 0x3333'3333'3333'3333) + (bits >> 2 & 0x3333'3333'3333'3333);
    return ((bits + (bits >> 4)) & 0x0f0f'0f0f'0f0f'0f0f) * 0x0101'0101'0101'0101 >> 56;
  }

  // What sets with members from 64 on need.
  void insert_high(task_index task);
  void erase_high(task_index task);
  [[nodiscard]] bool high_contains(task_index task) const;
  [[nodiscard]] bool high_empty() const;
  [[nodiscard]] std::size_t high_size() const;
  [[nodiscard]] task_index nth_of_all(std::size_t rank) const;

  std::uint64_t low_ = 0;
  bool wide_ = false;
  std::array<std::uint64_t, max_tasks / 64 - 1> high_{};
};

}  // namespace heddle::scheduler
