#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/strategies/dpor/label_table.hpp"
#include "scheduler/decider.hpp"

namespace heddle::checker {

/// A step of a task with its label: what it does, and so what it depends on.
struct labelled_step {
  scheduler::choice what;
  label_number label = 0;
  /// In how many ways its task could go on, where that matters: for steps that have been explored.
  std::uint32_t ways = 1;
};

/// Whether a step that is possible now can be the first of an execution that begins with
/// `sequence`: whether nothing in the sequence before the step itself depends on it (all of it, if
/// the step is not in the sequence).
bool weak_initial(const labelled_step& step, std::span<const labelled_step> sequence,
                  label_table& labels);

/// Whether every execution that begins with `sequence` has been explored, up to the order of
/// independent steps, by beginning with one of the steps that are `asleep`. A sleeper that is not
/// in the sequence can be done before it; but if its task could go on in other ways, then only all
/// of these together cover what the task may do after the sequence.
bool covered_by_sleepers(std::span<const labelled_step> asleep,
                         std::span<const labelled_step> sequence, label_table& labels);

/// The sequences that remain to be explored from a node, as ordered trees: what is common to two
/// sequences is explored once (Abdulla, Aronis, Jonsson and Sagonas, Source Sets, JACM 2017,
/// section 6; with the short cut of Nidhugg, which stops at a child that is independent of the
/// rest). All trees of a search share one store of branches.
class wakeup_forest {
 public:
  using place = std::uint32_t;
  static constexpr place none = 0xffff'ffff;

  struct branch {
    labelled_step step;
    place first_child = none;
    place last_child = none;
    place next_sibling = none;
  };

  /// A root without children.
  place add_root();
  /// A new last child of `parent`.
  place append(place parent, const labelled_step& step);
  /// Whether a child of `parent` begins with this step.
  [[nodiscard]] bool has_child(place parent, const scheduler::choice& what) const;
  /// Takes the first child of `parent` away, with all below it.
  void remove_first(place parent);
  /// Gives back a root and all below it.
  void remove(place root);

  [[nodiscard]] branch& operator[](place where) { return branches_[where]; }
  [[nodiscard]] const branch& operator[](place where) const { return branches_[where]; }

  /// Sees to it that an execution that begins with `sequence` (up to the order of independent
  /// steps) will be explored from the node whose tree is `root`. Changes what `sequence` views.
  /// Returns whether anything had to be added.
  bool insert(place root, std::span<labelled_step> sequence, label_table& labels);

 private:
  std::vector<branch> branches_;
  std::vector<place> free_;
};

}  // namespace heddle::checker
