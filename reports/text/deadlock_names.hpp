#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/finding.hpp"

/// The names of what takes part in a deadlock, printable and not too long.
namespace heddle::reports {

/// The closed set of a finding; an empty one of findings without.
const checker::deadlock_facts& facts_of(const checker::finding& found);

std::string name_of_task(const checker::finding& found, int task);

/// Those who could let `waiter` go on: `alice and bob`.
std::string helpers_text(const checker::finding& found, const checker::blocked_task& waiter);

/// What `waiter` waits for: the name of an object, `the end of alice`.
std::string awaited_name(const checker::finding& found, const checker::blocked_task& waiter);

std::string name_of_object(const checker::finding& found, int object);

/// `since step 3 (bank.cpp:12)`; `from the start` for step 0.
std::string since_text(std::uint32_t step, const scheduler::source_line& where);

/// `a`, `a and b`, `a, b and c`; each once.
std::string list_text(std::vector<std::string> names);

/// What anybody could do to let a task go on, to be followed by the name of an object: `notify`.
std::string_view helping_verb(checker::waited_for what);

/// `thread 1 -> lock B -> thread 2 -> lock A -> thread 1`; empty if there is no cycle.
std::string cycle_text(const checker::finding& found);

}  // namespace heddle::reports
