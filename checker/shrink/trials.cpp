#include "checker/shrink/trials.hpp"

#include <algorithm>

#include "checker/recorded_run.hpp"

namespace heddle::checker {

void trials::run(scheduler::decider& how, std::size_t repeated) {
  runtime_.run(main_task(body_), how, repeated);
  ++executions_;
  events_ += runtime_.events().size();
}

std::span<const symptom> trials::look() {
  seen_.clear();
  detect_all(last(), memory_, seen_);
  astray_ = astray_ || std::ranges::count(seen_, finding_kind::nondeterminism, &symptom::kind) > 0;
  return seen_;
}

bool trials::shows(std::uint64_t key) { return std::ranges::count(look(), key, &symptom::key) > 0; }

}  // namespace heddle::checker
