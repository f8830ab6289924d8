#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

void task_set::insert_high(task_index task) {
  wide_ = true;
  high_[task / 64 - 1] |= bit(task);
}

void task_set::erase_high(task_index task) { high_[task / 64 - 1] &= ~bit(task); }

bool task_set::high_contains(task_index task) const {
  return (high_[task / 64 - 1] & bit(task)) != 0;
}

bool task_set::high_empty() const {
  for (const std::uint64_t word : high_)
    if (word != 0) return false;
  return true;
}

std::size_t task_set::size_of_all() const {
  auto count = static_cast<std::size_t>(std::popcount(low_));
  for (const std::uint64_t word : high_) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

task_index task_set::nth_of_all(std::size_t rank) const {
  std::uint64_t bits = low_;
  for (std::size_t word = 0;; bits = high_[word++]) {
    for (; bits != 0; bits &= bits - 1)
      if (rank-- == 0) return member(word, bits);
    if (word == high_.size()) return no_task;
  }
}

}  // namespace heddle::scheduler
