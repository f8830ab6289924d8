#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "scheduler/time.hpp"

/// Runs programs with coroutines under `dpor`.
namespace asyncio_tests {

/// All executions of a body.
heddle::checker::result explore(
    const std::function<void()>& body,
    heddle::scheduler::time_mode time = heddle::scheduler::time_mode::quiescent);

/// All executions of a registered model, with its own options.
heddle::checker::result explore_model(std::string_view name);
/// The same with another time.
heddle::checker::result explore_model(std::string_view name, heddle::scheduler::time_mode time);

/// The values that `name` was observed to have.
std::set<std::string> observed(const heddle::checker::result& found, const std::string& name);

/// What a body said in its only execution (it must have one only, without findings).
class journal {
 public:
  void add(std::string_view line) { lines_.emplace_back(line); }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};
std::vector<std::string> said(const std::function<void(journal&)>& body);

}  // namespace asyncio_tests
