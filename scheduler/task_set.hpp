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

namespace detail {
/// For each set of tasks below `few`, as bits: its size, and its members in order. Where a rank is
/// random, looking it up costs less than branches that cannot be foretold.
struct few_tasks {
  static constexpr std::size_t few = 8;
  std::array<std::uint8_t, 1 << few> size{};
  std::array<std::array<std::uint8_t, few>, 1 << few> nth{};
};

consteval few_tasks list_few_tasks() {
  few_tasks made;
  for (std::size_t bits = 0; bits < made.size.size(); ++bits)
    for (std::uint8_t task = 0; task < few_tasks::few; ++task)
      if ((bits >> task & 1) != 0) made.nth[bits][made.size[bits]++] = task;
  return made;
}

inline constexpr few_tasks few_tasks_listed = list_few_tasks();
}  // namespace detail

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

  [[nodiscard]] std::size_t size() const { return has_few() ? few_size() : size_of_all(); }

  /// The smallest member; `no_task` if there is none.
  [[nodiscard]] task_index first() const { return nth(0); }

  /// The member with `rank` smaller ones; `no_task` if there are not so many.
  [[nodiscard]] task_index nth(std::size_t rank) const {
    if (has_few()) [[likely]]
      return rank < few_size() ? detail::few_tasks_listed.nth[low_][rank] : no_task;
    return nth_of_all(rank);
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
  [[nodiscard]] bool has_few() const { return low_ >> detail::few_tasks::few == 0 && !wide_; }
  [[nodiscard]] std::size_t few_size() const { return detail::few_tasks_listed.size[low_]; }

  // What sets with members from 64 on need.
  void insert_high(task_index task);
  void erase_high(task_index task);
  [[nodiscard]] bool high_contains(task_index task) const;
  [[nodiscard]] bool high_empty() const;
  [[nodiscard]] std::size_t size_of_all() const;
  [[nodiscard]] task_index nth_of_all(std::size_t rank) const;

  std::uint64_t low_ = 0;
  bool wide_ = false;
  std::array<std::uint64_t, max_tasks / 64 - 1> high_{};
};

}  // namespace heddle::scheduler
