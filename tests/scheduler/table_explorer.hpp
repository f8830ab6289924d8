#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "tests/scheduler/table_program.hpp"

/// Brute force over programs of bare operations.
namespace heddle::scheduler::table_tests {

/// A dependence relation on trial.
using dependence = std::function<bool(const event&, const event&)>;

/// The dependence relation of the table.
dependence table_dependence(relation which);

/// Checks a dependence relation in every reachable moment: whether each two events of different
/// tasks that it calls independent can be done in either order, with the same labels, results and
/// final moment, and without either changing the ways in which the other can go on. Returns what is
/// wrong with it, if anything.
std::optional<std::string> find_violation(const program& what, const dependence& depends);

/// What brute force counts.
struct trace_counts {
  std::size_t traces = 0;
  std::size_t stuck = 0;  ///< traces in which some task never ends
  std::size_t interleavings = 0;
  bool overfills = false;  ///< whether some trace does
};

/// Counts the Mazurkiewicz traces of a program by their happens-before orders, one event at a time,
/// after `explore` of `traces.py`: prefixes with equal orders and labels are one.
trace_counts count_traces(const program& what, const dependence& depends);

}  // namespace heddle::scheduler::table_tests
