#include "tests/models/asyncio_support.hpp"

#include <stdexcept>

#include "checker/model.hpp"
#include "checker/strategy.hpp"

namespace asyncio_tests {

namespace checker = heddle::checker;
using heddle::scheduler::time_mode;

namespace {

const heddle::model& model_named(std::string_view name) {
  const heddle::model* const subject = checker::find_model(name);
  if (subject == nullptr) throw std::invalid_argument("no model " + std::string(name));
  return *subject;
}

checker::result explore_with(const heddle::model& subject,
                             const heddle::scheduler::execution_options& execution) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution = execution;
  return checker::check(subject, *how, options);
}

}  // namespace

checker::result explore(const std::function<void()>& body, time_mode time) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution.time = time;
  return checker::check("asyncio", body, *how, options);
}

checker::result explore_model(std::string_view name) {
  const heddle::model& subject = model_named(name);
  return explore_with(subject, checker::effective_options(subject));
}

checker::result explore_model(std::string_view name, time_mode time) {
  const heddle::model& subject = model_named(name);
  auto execution = checker::effective_options(subject);
  execution.time = time;
  return explore_with(subject, execution);
}

std::set<std::string> observed(const checker::result& found, const std::string& name) {
  std::set<std::string> values;
  for (const checker::model_outcome& each : found.outcomes) values.insert(each.values.at(name));
  return values;
}

std::vector<std::string> said(const std::function<void(journal&)>& body) {
  journal all;
  const checker::result found = explore([&] {
    all = {};
    body(all);
  });
  if (found.executions != 1 || !found.findings.empty())
    throw std::logic_error(found.findings.empty() ? "more than one execution"
                                                  : found.findings[0].message);
  return all.lines();
}

}  // namespace asyncio_tests
