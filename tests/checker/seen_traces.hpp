#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "checker/strategy.hpp"
#include "scheduler/operation_table.hpp"
#include "scheduler/options.hpp"

/// What a strategy explores of a program, compared trace by trace.
struct seen_traces {
  std::map<std::string, int> times;  ///< how often each trace was executed
  std::uint64_t runs = 0;
  std::uint64_t blocked = 0;  ///< runs given up half way
  std::uint64_t stuck = 0;    ///< traces that end in a deadlock
  std::uint64_t failed = 0;   ///< traces with a failure
  bool overfilled = false;
  bool complete = false;  ///< the strategy had no more
};

/// Runs all executions of a program, at most `limit`.
seen_traces run_all(const std::function<void()>& body, heddle::checker::strategy& how,
                    heddle::scheduler::relation which,
                    const heddle::scheduler::execution_options& options, std::uint64_t limit);
