#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/decider.hpp"
#include "scheduler/event.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/recorder.hpp"

/// Running small models in tests of the scheduler, without a checker.
namespace heddle::scheduler::testing {

/// Lets the smallest task go on, in its first way.
class first_choice final : public decider {
 public:
  choice pick(const scheduling_point& point) override;
};

/// Every schedule, depth first: run until `next` says that there are no more.
class every_choice final : public decider {
 public:
  choice pick(const scheduling_point& point) override;
  /// Turns to the next schedule; false if that was the last.
  bool next();

 private:
  struct level {
    std::uint32_t taken = 0;
    std::uint32_t choices = 0;
  };
  std::vector<level> levels_;
  std::size_t depth_ = 0;
};

/// What one execution left behind.
struct run_record {
  ending how = ending::completed;
  std::map<std::string, std::string> observations;
  std::vector<failure> failures;
  std::vector<event> events;
  /// What was announced for each event, with the places in the source.
  std::vector<operation> announced;

  /// All of it in a line: `a=1 b=2`, then `[stuck]` unless completed, then `{what failed}`.
  [[nodiscard]] std::string text() const;
  /// The kinds of the events in order, with a space between: `read write`.
  [[nodiscard]] std::string kinds() const;
};

/// Runs the body once, on the first choices.
run_record run_once(const std::function<void()>& body, const execution_options& options = {});

/// What all schedules of a body came to.
struct exploration {
  std::uint64_t executions = 0;
  /// How many executions had each `run_record::text`.
  std::map<std::string, std::uint64_t> counts;

  /// The texts without the counts.
  [[nodiscard]] std::set<std::string> outcomes() const;
};

/// Runs the body under every schedule there is. Throws std::length_error beyond `most` executions.
exploration all_schedules(const std::function<void()>& body, const execution_options& options = {},
                          std::uint64_t most = 200'000);

}  // namespace heddle::scheduler::testing
