#pragma once

#include <cstdint>

#include "scheduler/operation_table.hpp"

/// Hashes of all that decides what can happen next, but for the tasks' own variables: the same in
/// two states of one execution from which the same can follow. Numbers that only ever grow, as that
/// of a barrier's phase, are left out.
namespace heddle::checker {

/// Of one object.
std::uint64_t hash_of_state(const scheduler::object_state& object);

/// Of what a task is about to do; null: nothing.
std::uint64_t hash_of_pending(const scheduler::operation* pending,
                              const scheduler::state_view& state);

/// Of a place in the program: quick, and good for one run of the checker only.
std::uint64_t quick_hash_of(const scheduler::code_site& site);

}  // namespace heddle::checker
