#include "models/python/asyncio/timers.hpp"

#include <algorithm>
#include <utility>

#include "models/python/asyncio/remark.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/sleep_order.hpp"

namespace heddle::models::python::asyncio {

namespace {

/// The time now. Does not count as reading the clock.
duration present() { return scheduler::current().deadline_after(duration{0}); }

}  // namespace

void timers::add(duration delay, timer_kind kind, std::string name, std::shared_ptr<handle> then) {
  const duration deadline = scheduler::current().deadline_after(delay);
  const auto place =
      std::upper_bound(pending_.begin(), pending_.end(), deadline,
                       [](duration limit, const timer& each) { return limit < each.deadline; });
  pending_.insert(place, {deadline, kind, std::move(name), std::move(then)});
}

bool timers::empty() {
  std::erase_if(pending_, [](const timer& each) { return each.then->cancelled(); });
  return pending_.empty();
}

/// How many share the earliest deadline.
std::size_t timers::due_first() const {
  const auto later = std::find_if(pending_.begin(), pending_.end(), [this](const timer& each) {
    return each.deadline != pending_.front().deadline;
  });
  return static_cast<std::size_t>(later - pending_.begin());
}

/// Which of the first `count` may end next: all I/O, and of the clock's timers the first of each
/// moment.
std::vector<std::size_t> timers::candidates(std::size_t count) const {
  std::vector<std::size_t> found;
  const timer* last = nullptr;
  for (std::size_t which = 0; which < count; ++which) {
    const timer& each = pending_[which];
    if (each.kind == timer_kind::clock) {
      if (last != nullptr && last->deadline == each.deadline) continue;
      last = &each;
    }
    found.push_back(which);
  }
  return found;
}

std::shared_ptr<handle> timers::one_of(const std::vector<std::size_t>& choices) {
  return end(choices.size() == 1 ? choices[0] : choices[choose(choices.size())]);
}

std::shared_ptr<handle> timers::end(std::size_t which) {
  timer ended = std::move(pending_[which]);
  pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(which));
  if (ended.deadline > present())
    input_output_.wait_until(virtual_clock::time_point(ended.deadline));
  if (!ended.name.empty()) remark([&] { return ended.name + " ends"; });
  return std::move(ended.then);
}

std::shared_ptr<handle> timers::wait_for_next() {
  if (pending_.size() == 1) return end(0);
  return one_of(candidates(detail::sleeps_end_in_any_order() ? pending_.size() : due_first()));
}

std::shared_ptr<handle> timers::another() {
  if (empty()) return nullptr;
  if (!detail::sleeps_end_in_any_order())
    return pending_.front().deadline <= present() ? one_of(candidates(due_first())) : nullptr;
  const std::vector<std::size_t> choices = candidates(pending_.size());
  const std::size_t chosen = choose(choices.size() + 1);
  return chosen > 0 ? end(choices[chosen - 1]) : nullptr;
}

}  // namespace heddle::models::python::asyncio
