#pragma once

#include <set>
#include <string>
#include <vector>

#include "checker/finished_run.hpp"

/// Data races found without clocks and epochs, to compare with: the edges of synchronisation as the
/// standard lists them, closed transitively.
namespace naive {

/// Two lines that race for a variable, as text: `object 3: 82+85`, the smaller line first.
using racing_lines = std::string;

/// The lines of two events on one variable.
racing_lines lines_of(const heddle::scheduler::event& one, const heddle::scheduler::event& other);

/// All racing pairs of lines of a run whose tasks were all started by one `together` of the main
/// task, or by events.
std::set<racing_lines> races_of(const heddle::checker::finished_run& run);

/// The lines of conflicting accesses of two tasks that stand next to each other in the run.
std::set<racing_lines> adjacent_conflicts(const heddle::checker::finished_run& run);

}  // namespace naive
