#include "checker/strategies/dpor/wakeup_tree.hpp"

#include <algorithm>

namespace heddle::checker {

bool weak_initial(const labelled_step& step, std::span<const labelled_step> sequence,
                  label_table& labels) {
  for (const labelled_step& each : sequence) {
    if (each.what.task == step.what.task) return each.what.way == step.what.way;
    if (labels.dependent(step.label, each.label)) return false;
  }
  return true;
}

bool covered_by_sleepers(std::span<const labelled_step> asleep,
                         std::span<const labelled_step> sequence, label_table& labels) {
  const auto initial = [&](const labelled_step& each) {
    return weak_initial(each, sequence, labels);
  };
  for (const labelled_step& each : asleep) {
    if (!initial(each)) continue;
    const auto of_same_task = [&](const labelled_step& other) {
      return other.what.task == each.what.task;
    };
    if (each.ways == 1 || std::any_of(sequence.begin(), sequence.end(), of_same_task)) return true;
    const auto ways_covered = std::count_if(
        asleep.begin(), asleep.end(),
        [&](const labelled_step& other) { return of_same_task(other) && initial(other); });
    if (ways_covered >= static_cast<std::ptrdiff_t>(each.ways)) return true;
  }
  return false;
}

wakeup_forest::place wakeup_forest::add_root() {
  if (free_.empty()) {
    branches_.emplace_back();
    return static_cast<place>(branches_.size() - 1);
  }
  const place found = free_.back();
  free_.pop_back();
  branches_[found] = {};
  return found;
}

wakeup_forest::place wakeup_forest::append(place parent, const labelled_step& step) {
  const place added = add_root();
  branches_[added].step = step;
  branch& above = branches_[parent];
  if (above.last_child == none)
    above.first_child = added;
  else
    branches_[above.last_child].next_sibling = added;
  above.last_child = added;
  return added;
}

bool wakeup_forest::has_child(place parent, const scheduler::choice& what) const {
  place child = branches_[parent].first_child;
  while (child != none && branches_[child].step.what != what) child = branches_[child].next_sibling;
  return child != none;
}

void wakeup_forest::remove_first(place parent) {
  branch& above = branches_[parent];
  const place gone = above.first_child;
  above.first_child = branches_[gone].next_sibling;
  if (above.first_child == none) above.last_child = none;
  remove(gone);
}

void wakeup_forest::remove(place root) {
  for (place child = branches_[root].first_child; child != none;) {
    const place next = branches_[child].next_sibling;
    remove(child);
    child = next;
  }
  free_.push_back(root);
}

bool wakeup_forest::insert(place root, std::span<labelled_step> sequence, label_table& labels) {
  place parent = root;
  while (true) {
    place child = branches_[parent].first_child;
    while (child != none && !weak_initial(branches_[child].step, sequence, labels))
      child = branches_[child].next_sibling;
    if (child == none) break;
    const auto same =
        std::find_if(sequence.begin(), sequence.end(), [&](const labelled_step& each) {
          return each.what.task == branches_[child].step.what.task;
        });
    if (same == sequence.end()) return false;
    // Most are at the front: what is before them moves into the gap.
    std::move_backward(sequence.begin(), same, same + 1);
    sequence = sequence.subspan(1);
    if (sequence.empty() || branches_[child].first_child == none) return false;
    parent = child;
  }
  for (const labelled_step& each : sequence) parent = append(parent, each);
  return true;
}

}  // namespace heddle::checker
