#pragma once

#include "tests/catch.hpp"
#include "tests/scheduler/table_explorer.hpp"

/// The number of Mazurkiewicz traces of families of programs whose formula is known, counted by
/// brute force over bare operations: shows that the relations order neither too little (that would
/// also fail in `dependence_test.cpp`) nor too much.
namespace heddle::scheduler::table_tests {

using kind = operation_kind;

inline std::size_t traces_of(const program& what, relation which) {
  return count_traces(what, table_dependence(which)).traces;
}

/// `count` tasks that all do the same.
inline std::vector<body> tasks(std::size_t count, const body& each) {
  return std::vector<body>(count, each);
}

inline std::size_t factorial(std::size_t n) { return n < 2 ? 1 : n * factorial(n - 1); }

/// The number of ways to arrange `k` of `n`.
inline std::size_t arrangements(std::size_t n, std::size_t k) {
  return factorial(n) / factorial(n - k);
}

inline std::size_t power(std::size_t base, std::size_t exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

inline std::size_t fibonacci(std::size_t n) {
  return n < 3 ? 1 : fibonacci(n - 1) + fibonacci(n - 2);
}

/// Balanced sequences of `n` opening and `n` closing brackets.
inline std::size_t catalan(std::size_t n) {
  return factorial(2 * n) / factorial(n) / factorial(n + 1);
}

inline constexpr relation both[] = {relation::strict, relation::refined};

}  // namespace heddle::scheduler::table_tests
