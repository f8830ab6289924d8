#include "checker/strategies/urw.hpp"

#include <algorithm>

namespace heddle::checker {

urw::urw(const strategy_options& options) : sampling_strategy(options), counts_(false) {
  if (!options.parameters.empty()) counts_ = task_counts::from_text(false, options.parameters);
  counts_.select(task_counts::everything);
}

void urw::begin() {
  left_.begin();
  seen_ = 0;
}

void urw::ended(const scheduler::controlled_runtime& run) {
  if (!learns()) return;
  counts_.learn(left_.births(), run.events());
  counts_.select(task_counts::everything);
}

scheduler::choice urw::pick(const scheduler::scheduling_point& point) {
  left_.meet(point);
  for (; seen_ < point.events().size(); ++seen_) {
    const scheduler::event& done = point.events()[seen_];
    if (done.task != scheduler::no_task && !done.invisible) left_.did_one(done.task);
  }
  // A task with an operation to do has at least one event left, whatever the counts say.
  const auto weigh = [&](scheduler::task_index each) {
    return std::max<std::uint64_t>(1, left_[each]);
  };
  const std::uint64_t drawn = draw();
  return go_on(point, draw_by_weight(point.enabled(), drawn, weigh), drawn);
}

}  // namespace heddle::checker
