#include "checker/nondeterminism/repetition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checker/recorded_run.hpp"
#include "checker/replay_schedule.hpp"

namespace heddle::checker {
namespace {

/// Adds one event to what is repeated, to be seen, if there is one.
class one_more final : public scheduler::decider {
 public:
  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    return std::exchange(added_, true) ? scheduler::give_up : choice_without_switch(point);
  }

 private:
  bool added_ = false;
};

}  // namespace

void repetition::keep(const scheduler::controlled_runtime& runtime) {
  before_ = view_of(runtime);
  events_.assign(before_.events.begin(), before_.events.end());
  tasks_ = runtime.created_tasks();
  objects_ = runtime.created_objects();
  before_.events = events_;
  before_.created_tasks = tasks_;
  before_.created_objects = objects_;
  before_.astray = nullptr;
  observations_.resize(runtime.observations().size());
  for (std::size_t at = 0; at < observations_.size(); ++at) {
    observations_[at].first = runtime.observations()[at].name;
    observations_[at].second = runtime.observations()[at].value;
  }
  failures_.clear();
  for (const scheduler::failure& one : runtime.failures())
    failures_.push_back({one.kind, one.task});
}

bool repetition::goes_another_way(const scheduler::controlled_runtime& runtime) {
  if (runtime.how() == before_.how && runtime.events().size() == events_.size()) return false;
  message_ = "the same schedule came to another end";
  for (const scheduler::failure& one : runtime.failures()) {
    if (one.kind != scheduler::failure_kind::nondeterminism) continue;
    message_ = one.text;
    site_ = one.site;
  }
  sides_ = sides_of(view_of(runtime), before_);
  if (sides_) message_ = text_of(*sides_);
  return true;
}

bool repetition::comes_to_another_end(const scheduler::controlled_runtime& runtime) {
  const auto now = runtime.observations();
  for (std::size_t at = 0; at < std::max(now.size(), observations_.size()); ++at) {
    if (at < std::min(now.size(), observations_.size()) &&
        observations_[at].first == now[at].name && observations_[at].second == now[at].value)
      continue;
    message_ = fmt::format("the same schedule came to another value of {}",
                           at < now.size() ? now[at].name : observations_[at].first);
    return true;
  }
  const auto same = [](const failed& left, const scheduler::failure& right) {
    return left == failed{right.kind, right.task};
  };
  if (std::ranges::equal(failures_, runtime.failures(), same)) return false;
  message_ = "the same schedule failed in another way";
  return true;
}

bool repetition::same_again(scheduler::controlled_runtime& runtime,
                            const std::function<void()>& body) {
  keep(runtime);
  message_.clear();
  site_ = {};
  sides_.reset();
  one_more next;
  runtime.run(main_task(body), next, events_.size());
  return !goes_another_way(runtime) && !comes_to_another_end(runtime);
}

}  // namespace heddle::checker
