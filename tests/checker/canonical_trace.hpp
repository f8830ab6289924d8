#pragma once

#include <span>
#include <string>

#include "scheduler/event.hpp"
#include "scheduler/operation_table.hpp"

/// A Mazurkiewicz trace as a text, equal for all its executions: the label of each event, and which
/// events of other tasks that it depends on came before. Independent of how searches work.
std::string canonical_trace(std::span<const heddle::scheduler::event> events,
                            heddle::scheduler::relation which);
