#include "checker/exploration_recorder.hpp"

#include "checker/finished_run.hpp"

namespace heddle::checker {

using scheduler::ending;

exploration_recorder::exploration_recorder(strategy& how, std::string_view model,
                                           exploration_limits limits)
    : how_(how), model_(model), limits_(limits) {}

void exploration_recorder::finished(const scheduler::controlled_runtime& run) {
  how_.finished(run);
  if (how_.repeats() || run.how() == ending::given_up || run.how() == ending::diverged) return;
  steps_ += run.events().size();
  beyond_limits_ = executions_.size() >= limits_.executions || steps_ > limits_.steps;
  if (!beyond_limits_) executions_.push_back(token_of(model_, view_of(run)));
}

bool exploration_recorder::begins_again() {
  const bool again = how_.begins_again();
  if (again) {
    executions_.clear();
    steps_ = 0;
    beyond_limits_ = false;
  }
  return again;
}

}  // namespace heddle::checker
