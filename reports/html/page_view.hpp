#pragma once

#include <cstdint>
#include <vector>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// One execution as a page steps through it, and what is wrong with it.
struct page_view {
  const scheduler::execution* told = nullptr;
  /// Null: nothing is wrong.
  const checker::finding* about = nullptr;
  /// From 1: its place on the page.
  int number = 1;
};

/// More steps than this are not all on a page.
inline constexpr std::size_t most_steps_shown = 1200;

/// The steps a reader can go to, ascending: all, or of a long execution the first, the last, and
/// in between those that matter and some around each.
std::vector<std::uint32_t> steps_shown(const page_view& from);

/// The steps that conflict, ascending: those that could have come the other way around, the
/// accesses of a race, the steps of a cause, those that took what the members of a deadlock hold;
/// all that matter if there are none of these.
std::vector<std::uint32_t> conflicting_steps(const page_view& from);

/// The step at which the page opens: where the finding shows, else the last.
std::uint32_t opening_step(const page_view& from);

}  // namespace heddle::reports
