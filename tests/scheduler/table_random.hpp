#pragma once

#include <cstdint>

#include "tests/scheduler/table_program.hpp"

namespace heddle::scheduler::table_tests {

/// A random program of two or three tasks with a few operations each, on one or two kinds of
/// objects, right and wrong ones: all kinds of operations, patience and time occur. Equal seeds
/// give equal programs.
program random_program(std::uint64_t seed);

}  // namespace heddle::scheduler::table_tests
