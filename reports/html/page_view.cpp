#include "reports/html/page_view.hpp"

#include <algorithm>
#include <set>

namespace heddle::reports {

namespace {

/// Of a long execution.
constexpr std::uint32_t shown_at_front = 100;
constexpr std::uint32_t shown_at_end = 300;
constexpr std::uint32_t shown_around = 2;

std::uint32_t count_of(const page_view& from) {
  return static_cast<std::uint32_t>(from.told->steps.size());
}

class chosen_steps {
 public:
  explicit chosen_steps(std::uint32_t last) : last_(last) {}

  void add(std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t step = std::max(first, 1U); step <= std::min(last, last_); ++step)
      chosen_.insert(step);
  }
  /// Those around a step, unless the page is full.
  void add_around(std::uint32_t step) {
    if (step == 0 || chosen_.size() + 2 * shown_around + 1 > most_steps_shown) return;
    add(step > shown_around ? step - shown_around : 1, step + shown_around);
  }
  [[nodiscard]] std::vector<std::uint32_t> all() const { return {chosen_.begin(), chosen_.end()}; }

 private:
  std::uint32_t last_;
  std::set<std::uint32_t> chosen_;
};

void add_accesses(std::set<std::uint32_t>& to, const checker::finding& found) {
  for (const checker::causal_cone::order& order : found.cone.orders) {
    to.insert(order.first);
    to.insert(order.second);
  }
  if (found.race) {
    to.insert(found.race->earlier.step);
    to.insert(found.race->later.step);
  }
  if (found.because)
    for (const checker::cause_step* step :
         {&found.because->first, &found.because->between, &found.because->second})
      to.insert(step->number);
}

void add_holdings(std::set<std::uint32_t>& to, const checker::finding& found) {
  for (const checker::blocked_task* member : checker::members_of(found.blocked)) {
    for (const checker::blocked_task::holding& one : member->holds) to.insert(one.since);
    if (member->missed) to.insert({member->missed->step, member->missed->waits_since});
  }
}

}  // namespace

std::vector<std::uint32_t> conflicting_steps(const page_view& from) {
  if (from.about == nullptr) return {};
  std::set<std::uint32_t> steps;
  add_accesses(steps, *from.about);
  add_holdings(steps, *from.about);
  if (steps.empty()) steps.insert(from.about->cone.steps.begin(), from.about->cone.steps.end());
  std::erase_if(steps, [&](std::uint32_t step) { return step == 0 || step > count_of(from); });
  return {steps.begin(), steps.end()};
}

std::vector<std::uint32_t> steps_shown(const page_view& from) {
  const std::uint32_t count = count_of(from);
  chosen_steps chosen{count};
  if (count <= most_steps_shown) {
    chosen.add(1, count);
    return chosen.all();
  }
  chosen.add(1, shown_at_front);
  chosen.add(count - shown_at_end + 1, count);
  chosen.add_around(opening_step(from));
  for (const std::uint32_t step : conflicting_steps(from)) chosen.add_around(step);
  if (from.about != nullptr)
    for (const std::uint32_t step : from.about->cone.steps) chosen.add_around(step);
  return chosen.all();
}

std::uint32_t opening_step(const page_view& from) {
  const std::uint32_t last = count_of(from);
  if (from.about == nullptr) return last;
  if (from.about->deadlock && from.about->deadlock->since > 0)
    return std::min(from.about->deadlock->since, last);
  if (from.about->race) return std::min(from.about->race->later.step, last);
  return last;
}

}  // namespace heddle::reports
