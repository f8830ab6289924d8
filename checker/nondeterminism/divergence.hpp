#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scheduler/execution.hpp"

namespace heddle::checker {

/// What one execution did at a step, or was about to do.
struct divergence_side {
  enum class what : std::uint8_t {
    done,       ///< the operation was done
    announced,  ///< the task of the other side is about to do it instead
    nothing,    ///< that task cannot go on: it has ended, waits, or was not started
    ended,      ///< the execution had ended
  };
  what how = what::done;
  std::string task;       ///< its name; empty if it is unknown
  std::string operation;  ///< `lock A`
  scheduler::source_line where;
};

/// Both sides of the first step that went another way although the schedule was the same.
struct divergence_facts {
  std::uint32_t step = 0;
  divergence_side before;
  divergence_side now;
  /// Who can go on now, if the step was not done.
  std::vector<std::string> could_go_on;
};

}  // namespace heddle::checker
