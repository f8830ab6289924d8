#include "reports/html/shared_state.hpp"

#include <fmt/format.h>

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;

bool is_simple_mutex(const execution::object& object) {
  return object.kind == scheduler::object_kind::mutex ||
         object.kind == scheduler::object_kind::recursive_mutex;
}

}  // namespace

shared_state::shared_state(const execution& told) : told_(told) {
  texts_.reserve(told.objects.size());
  for (const execution::object& one : told.objects) texts_.push_back(one.initial);
}

void shared_state::advance(const execution::step& step) {
  if (step.object != execution::none && step.kind != operation_kind::spawn &&
      step.kind != operation_kind::join)
    texts_[static_cast<std::size_t>(step.object)] = step.after;
  // A wait lets go of its mutex, a wake-up takes it again; the record tells the state of the
  // condition variable only.
  if (step.second == execution::none || step.how != scheduler::outcome::done) return;
  const auto second = static_cast<std::size_t>(step.second);
  if (!is_simple_mutex(told_.objects[second])) return;
  if (step.kind == operation_kind::wait)
    texts_[second] = "free";
  else if (step.kind == operation_kind::wake && step.task != execution::none)
    texts_[second] = "held by " + told_.tasks[static_cast<std::size_t>(step.task)].name;
}

}  // namespace heddle::reports
