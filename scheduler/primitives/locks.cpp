#include "scheduler/primitives/locks.hpp"

namespace heddle::detail {

namespace {

/// Locks taken one after the other, around the end, and given back in the opposite order unless
/// kept.
class lock_round {
 public:
  lock_round(const any_lockable* locks, std::size_t count, std::size_t first,
             std::source_location where)
      : locks_(locks), count_(count), first_(first), where_(where) {}
  lock_round(const lock_round&) = delete;
  lock_round& operator=(const lock_round&) = delete;
  ~lock_round() {
    for (; taken_ > 0; --taken_) {
      const any_lockable& each = locks_[place(taken_ - 1)];
      each.give_back(each.lock, where_);
    }
  }

  void take_first() {
    locks_[first_].take(locks_[first_].lock, where_);
    taken_ = 1;
  }

  /// Attempts what is not taken yet and returns the number of the one that somebody else holds, or
  /// -1 when all are taken; then they are kept.
  int attempt_rest() {
    for (; taken_ < count_; ++taken_) {
      const std::size_t next = place(taken_);
      if (!locks_[next].attempt(locks_[next].lock, where_)) return static_cast<int>(next);
    }
    taken_ = 0;
    return -1;
  }

 private:
  [[nodiscard]] std::size_t place(std::size_t turn) const { return (first_ + turn) % count_; }

  const any_lockable* locks_;
  std::size_t count_;
  std::size_t first_;
  std::source_location where_;
  std::size_t taken_ = 0;
};

}  // namespace

int attempt_all(const any_lockable* locks, std::size_t count, std::source_location where) {
  return lock_round(locks, count, 0, where).attempt_rest();
}

void take_all(const any_lockable* locks, std::size_t count, std::source_location where) {
  int first = 0;
  for (std::size_t rounds = 0; first >= 0; ++rounds) {
    scheduler::runtime& runtime = scheduler::current();
    if (rounds > count && !runtime.native())
      runtime.fail_assumption(scheduler::code_site::at(where));
    lock_round round(locks, count, static_cast<std::size_t>(first), where);
    round.take_first();
    first = round.attempt_rest();
  }
}

}  // namespace heddle::detail
