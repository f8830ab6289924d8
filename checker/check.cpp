#include "checker/check.hpp"

#include "checker/search.hpp"

namespace heddle::checker {

result check(const model& subject, strategy& how, const check_options& options) {
  return check(subject.name(), subject.body(), how, options, subject.expect());
}

result check(std::string_view name, const std::function<void()>& body, strategy& how,
             const check_options& options, std::span<const expectation> expect) {
  return search(name, body, how, options).run(expect);
}

scheduler::execution_options effective_options(const model& subject) {
  scheduler::execution_options options;
  options.time = subject.options().time.value_or(options.time);
  options.plain = subject.options().plain.value_or(options.plain);
  options.spurious = subject.options().spurious.value_or(options.spurious);
  options.steps = subject.options().steps.value_or(options.steps);
  return options;
}

}  // namespace heddle::checker
