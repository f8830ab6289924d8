#include "checker/races/race_search.hpp"

#include <algorithm>

#include "checker/detector.hpp"

namespace heddle::checker {

using scheduler::event;
using scheduler::operation_kind;

namespace {

bool is_plain_access(const event& done) {
  return (done.kind == operation_kind::read || done.kind == operation_kind::write) &&
         done.how != scheduler::outcome::misuse;
}

bool writes(const event& done) { return done.kind == operation_kind::write; }

}  // namespace

std::span<const race> race_search::find(const finished_run& run) {
  found_.clear();
  keys_.clear();
  if (variables_.size() < run.objects.size()) variables_.resize(run.objects.size());
  if (!look_for_sharing(run)) return {};
  // What races for the first time is only known to race: the second walk tells its lines.
  if (!walk(run)) (void)walk(run);
  return found_;
}

template <class Visit>
void race_search::for_each_variable(const finished_run& run, Visit&& visit) {
  for (const auto& each : run.created_objects)
    if (each.kind == scheduler::object_kind::variable) visit(variables_[each.place]);
}

/// Whether there is a variable that several tasks use and one writes.
bool race_search::look_for_sharing(const finished_run& run) {
  end_ = 0;
  bool any = false;
  for_each_variable(run, [&](variable& each) {
    any = true;
    each.user = scheduler::no_task;
    each.shared = each.written = false;
  });
  if (!any) return false;
  std::uint32_t number = 0;
  for (const event& done : run.events) {
    ++number;
    if (!is_plain_access(done)) continue;
    variable& what = variables_[done.object];
    what.written = what.written || writes(done);
    if (what.user == scheduler::no_task) what.user = done.task;
    what.shared = what.shared || what.user != done.task;
    if (what.shared && what.written) end_ = number;
  }
  return end_ != 0;
}

/// Collects the races; false if a variable has been seen to race that was not known to.
bool race_search::walk(const finished_run& run) {
  for_each_variable(run, [](variable& each) {
    each.write = no_event;
    each.reads.clear();
    each.history.clear();
  });
  bool all_known = true;
  order_.start(run);
  while (order_.position() < end_) {
    const auto number = static_cast<std::uint32_t>(order_.position());
    order_.advance();
    if (is_plain_access(run.events[number])) all_known = look_at(run, number) && all_known;
  }
  return all_known;
}

/// False if the access shows for the first time that its variable races.
bool race_search::look_at(const finished_run& run, std::uint32_t number) {
  const event& done = run.events[number];
  variable& what = variables_[done.object];
  if (!what.shared || !what.written) return true;
  if (what.races) {
    compare_with_history(run, what, number);
    return true;
  }
  what.races = !is_ordered(what, done, number);
  return !what.races;
}

/// The rules of FastTrack: whether the access comes after all those it conflicts with.
bool race_search::is_ordered(variable& what, const event& done, std::uint32_t number) {
  const auto comes_after = [&](std::uint32_t early) { return order_.precedes(early, done.task); };
  if (what.write != no_event && !comes_after(what.write)) return false;
  if (writes(done)) {
    if (!std::all_of(what.reads.begin(), what.reads.end(), comes_after)) return false;
    what.write = number;
    what.reads.clear();
    return true;
  }
  std::erase_if(what.reads, comes_after);
  what.reads.push_back(number);
  return true;
}

void race_search::compare_with_history(const finished_run& run, variable& what,
                                       std::uint32_t number) {
  const event& done = run.events[number];
  const auto known = std::find_if(what.history.begin(), what.history.end(), [&](const auto& each) {
    const event& before = run.events[each.event];
    return before.task == done.task && before.kind == done.kind && before.site == done.site;
  });
  const bool is_new = known == what.history.end();
  const access now{number, is_new ? hash_of(done.site) : known->line};
  for (const access& each : what.history) {
    const event& before = run.events[each.event];
    if (before.task != done.task && (writes(before) || writes(done)) &&
        !order_.precedes(each.event, done.task))
      add(run, each, now);
  }
  if (is_new)
    what.history.push_back(now);
  else
    *known = now;
}

void race_search::add(const finished_run& run, const access& earlier, const access& later) {
  const scheduler::object_index object = run.events[later.event].object;
  const std::uint64_t lines = earlier.line + later.line;
  const std::uint64_t key = mix(object, lines);
  const auto place = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (place != keys_.end() && *place == key) return;
  keys_.insert(place, key);
  found_.push_back({earlier.event, later.event, mix(identity_of_object(run, object), lines)});
}

}  // namespace heddle::checker
