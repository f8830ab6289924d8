#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/scheduler/support.hpp"

/// What the tests of the primitives ask about small models.
namespace heddle::testing {

using texts = std::set<std::string>;

inline constexpr scheduler::execution_options quiescent{.time = scheduler::time_mode::quiescent};

/// The distinct outcomes over all schedules.
inline texts outcomes_of(const std::function<void()>& body,
                         const scheduler::execution_options& options = {}) {
  return scheduler::testing::all_schedules(body, options).outcomes();
}

/// What was wrong first on the first schedule; `none` if nothing was.
inline scheduler::misuse misuse_of(const std::function<void()>& body) {
  const scheduler::testing::run_record record = scheduler::testing::run_once(body);
  return record.failures.empty() ? scheduler::misuse::none : record.failures.front().what;
}

/// The kinds of operations on the first schedule.
inline std::string operations_of(const std::function<void()>& body) {
  return scheduler::testing::run_once(body).kinds();
}

/// The lines of this kind of operation on the first schedule.
inline std::vector<unsigned> lines_of(scheduler::operation_kind kind,
                                      const std::function<void()>& body) {
  std::vector<unsigned> lines;
  for (const scheduler::operation& each : scheduler::testing::run_once(body).announced)
    if (each.kind == kind) lines.push_back(scheduler::resolve(each.site).line);
  return lines;
}

}  // namespace heddle::testing
