#include "checker/races/access_history.hpp"

#include <algorithm>

namespace heddle::checker {

using scheduler::operation_kind;
using scheduler::outcome;

access_history::access_history(const finished_run& run, const scheduler::execution& told,
                               std::uint32_t last)
    : run_(run), told_(told), object_(run.events[last].object), order_(run, object_) {
  for (std::uint32_t event = 0; event <= last; ++event)
    if (const auto one = access_at(event)) all_.push_back(*one);
}

const access* access_history::own_before(const access& later) const {
  const auto own = std::find_if(all_.rbegin(), all_.rend(), [&](const access& one) {
    return one.event < later.event && one.task == later.task;
  });
  return own == all_.rend() ? nullptr : &*own;
}

const access* access_history::change_between(const access& first, const access& second) const {
  if (first.after == second.before) return nullptr;
  const auto change = std::find_if(all_.rbegin(), all_.rend(), [&](const access& one) {
    return one.event < second.event && one.event > first.event && one.task != second.task &&
           one.changes();
  });
  return change == all_.rend() || on_purpose(*change, second) ? nullptr : &*change;
}

std::optional<access> access_history::next_change() const {
  for (std::uint32_t event = last().event + 1; event < run_.events.size(); ++event) {
    const auto one = access_at(event);
    if (!one || !one->changes()) continue;
    return one->task == last().task ? std::nullopt : one;
  }
  return std::nullopt;
}

bool access_history::on_one_line(const access& left, const access& right) const {
  return told_.steps[left.event].where.brief() == told_.steps[right.event].where.brief();
}

std::optional<access> access_history::access_at(std::uint32_t event) const {
  const scheduler::event& done = run_.events[event];
  if (done.object != object_ || done.how == outcome::misuse) return std::nullopt;
  access one{.event = event, .task = done.task, .before = done.before, .after = done.after};
  switch (done.kind) {
    case operation_kind::read:
    case operation_kind::load:
      one.reads = true;
      return one;
    case operation_kind::write:
    case operation_kind::store:
      one.writes = true;
      return one;
    case operation_kind::read_modify_write:
    case operation_kind::compare_exchange:
      one.reads = true;
      one.writes = done.how == outcome::done;
      return one;
    default:
      return std::nullopt;
  }
}

}  // namespace heddle::checker
