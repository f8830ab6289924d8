#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checker/recorded_run.hpp"
#include "checker/strategy.hpp"
#include "scheduler/controlled_runtime.hpp"

/// Executions drawn by sampling strategies, to look at one by one.
namespace sampled {

/// One execution: who did what in which way, and how it was drawn.
struct execution {
  std::string schedule;
  heddle::checker::drawn_execution drawn;
  heddle::scheduler::ending how;
};

/// The tasks of the events in their order, each with its way unless that is 0: `0 1 2.1`.
inline std::string schedule_of(const heddle::scheduler::controlled_runtime& run) {
  std::string text;
  for (const auto& done : run.events()) {
    text += (text.empty() ? "" : " ") + std::to_string(done.task);
    if (done.chosen != 0) text += "." + std::to_string(done.chosen);
  }
  return text;
}

/// All executions that the strategy draws.
inline std::vector<execution> executions_of(
    heddle::checker::strategy& how, const std::function<void()>& body,
    const heddle::scheduler::execution_options& options = {}) {
  heddle::scheduler::controlled_runtime runtime(options, how.places());
  std::vector<execution> all;
  while (how.next()) {
    runtime.run(heddle::checker::main_task(body), how);
    all.push_back({schedule_of(runtime), how.drawn().value(), runtime.how()});
    how.finished(runtime);
  }
  return all;
}

/// The one execution that was drawn so.
inline execution draw_again(const heddle::checker::drawn_execution& drawn,
                            const std::function<void()>& body,
                            const heddle::scheduler::execution_options& options = {}) {
  heddle::checker::strategy_options again{
      .seed = drawn.seed, .executions = 1, .first = drawn.index, .parameters = drawn.parameters};
  if (drawn.depth != 0) again.depth = drawn.depth;
  return executions_of(*heddle::checker::make_strategy(drawn.strategy, again), body, options).at(0);
}

/// Pearson's chi-squared of counts that should all be the same. Schedules that never occurred have
/// no entry: `kinds` says how many there are.
inline double chi_squared(const std::map<std::string, std::uint64_t>& counts, std::size_t kinds) {
  std::uint64_t total = 0;
  for (const auto& [which, count] : counts) total += count;
  const double expected = static_cast<double>(total) / static_cast<double>(kinds);
  double sum = static_cast<double>(kinds - counts.size()) * expected;
  for (const auto& [which, count] : counts) {
    const double off = static_cast<double>(count) - expected;
    sum += off * off / expected;
  }
  return sum;
}

/// How often each schedule occurs.
inline std::map<std::string, std::uint64_t> frequencies(std::string_view strategy,
                                                        const std::function<void()>& body,
                                                        std::uint64_t executions) {
  std::map<std::string, std::uint64_t> counts;
  const auto how = heddle::checker::make_strategy(strategy, {.seed = 1, .executions = executions});
  for (const execution& one : executions_of(*how, body)) ++counts[one.schedule];
  return counts;
}

}  // namespace sampled
