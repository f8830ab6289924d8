#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scheduler/options.hpp"

/// What is known of the families of `families.hpp`.
namespace families {

/// The numbers of a family for N = `first`, `first` + 1, ...
struct family {
  std::string_view name;
  void (*program)(int);
  int first;
  std::vector<std::uint64_t> strict;       ///< Mazurkiewicz traces under the strict relation
  std::vector<std::uint64_t> refined;      ///< under the refined one; empty: as many
  std::vector<std::uint64_t> deadlocked;   ///< traces that end in a deadlock; empty: none
  std::vector<std::uint64_t> schedules{};  ///< all schedules; not more of them than of `strict`
  heddle::scheduler::time_mode time = heddle::scheduler::time_mode::any;

  [[nodiscard]] const std::vector<std::uint64_t>& of_refined() const {
    return refined.empty() ? strict : refined;
  }
};

/// One program of a family.
struct member {
  const family* of;
  std::size_t place;  ///< in the family's numbers

  [[nodiscard]] int n() const { return of->first + static_cast<int>(place); }
  [[nodiscard]] std::uint64_t strict() const { return of->strict[place]; }
  [[nodiscard]] std::uint64_t refined() const { return of->of_refined()[place]; }
  [[nodiscard]] std::uint64_t deadlocked() const {
    return of->deadlocked.empty() ? 0 : of->deadlocked[place];
  }
  void run() const { of->program(n()); }
};

std::span<const family> all();

/// The members with at least `least` and at most `most` traces under the strict relation.
std::vector<member> members(std::uint64_t least, std::uint64_t most);

}  // namespace families
