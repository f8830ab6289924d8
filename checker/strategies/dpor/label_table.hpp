#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scheduler/event.hpp"
#include "scheduler/operation_table.hpp"

namespace heddle::checker {

/// What an event depends on, as a number: searches compare and keep far more labels than there are
/// different ones.
using label_number = std::uint32_t;

/// All labels of a search, and which of them depend on each other. A pair is compared once.
class label_table {
 public:
  explicit label_table(scheduler::relation which) : which_(which) {}

  /// Changes the relation; the numbers stay.
  void use(scheduler::relation which);
  [[nodiscard]] scheduler::relation which() const { return which_; }

  /// The number of the event's label; a new one if there was none like it.
  label_number number_of(const scheduler::event& done);

  /// What events with this label access.
  [[nodiscard]] const scheduler::access_list& accesses(label_number label) const {
    return accesses_[label];
  }

  /// Whether two events of different tasks with these labels depend on each other.
  [[nodiscard]] bool dependent(label_number left, label_number right) {
    if (left >= compared || right >= compared) [[unlikely]]
      return compare(left, right);
    answer& known = answers_[left * compared + right];
    if (known == answer::unknown) [[unlikely]]
      known = compare(left, right) ? answer::dependent : answer::independent;
    return known == answer::dependent;
  }

 private:
  /// Answers are kept for so many labels: models have some dozens.
  static constexpr label_number compared = 256;
  enum class answer : std::uint8_t { unknown, independent, dependent };

  [[nodiscard]] bool compare(label_number left, label_number right) const {
    return scheduler::dependent(labels_[left], labels_[right], which_);
  }
  void grow();

  scheduler::relation which_;
  std::vector<scheduler::event> labels_;
  std::vector<scheduler::access_list> accesses_;
  /// Hash table of numbers + 1 with open addressing, at most half full.
  std::vector<label_number> places_ = std::vector<label_number>(256, 0);
  std::vector<answer> answers_ =
      std::vector<answer>(std::size_t{compared} * compared, answer::unknown);
};

}  // namespace heddle::checker
