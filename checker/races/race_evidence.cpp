#include "checker/races/race_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "checker/races/happens_before.hpp"

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::operation_kind;
using scheduler::outcome;
using step = execution::step;

const std::string& name_of_task(const execution& told, int task) {
  return told.tasks[static_cast<std::size_t>(task)].name;
}

const std::string& name_of_object(const execution& told, int object) {
  return told.objects[static_cast<std::size_t>(object)].name;
}

void take(data_race::access& here, const step& by, int object, bool shared) {
  here.holds.push_back({object, shared, by.number, by.where});
}

/// Gives back the last hold on it: recursive mutexes are held several times.
void give_back(data_race::access& here, int object) {
  const auto last = std::find_if(here.holds.rbegin(), here.holds.rend(),
                                 [&](const auto& each) { return each.object == object; });
  if (last != here.holds.rend()) here.holds.erase(std::next(last).base());
}

/// What a step of the task does to the locks it holds.
void follow_locks(data_race::access& here, const step& done) {
  if (done.how != outcome::done) return;
  switch (done.kind) {
    case operation_kind::lock:
    case operation_kind::lock_shared:
      return take(here, done, done.object, done.kind == operation_kind::lock_shared);
    case operation_kind::wake:
      if (done.second != execution::none) take(here, done, done.second, false);
      return;
    case operation_kind::unlock:
    case operation_kind::unlock_shared:
      return give_back(here, done.object);
    case operation_kind::wait:
      if (done.second != execution::none) give_back(here, done.second);
      return;
    default:
      return;
  }
}

data_race::access access_at(const execution& told, std::uint32_t event) {
  const step& done = told.steps[event];
  data_race::access here;
  here.task = done.task;
  here.writes = done.kind == operation_kind::write;
  here.step = done.number;
  here.value = done.after;
  here.where = done.where;
  for (std::uint32_t before = 0; before < event; ++before)
    if (told.steps[before].task == done.task) follow_locks(here, told.steps[before]);
  return here;
}

std::vector<std::uint32_t> clock_at(happens_before& order, const finished_run& run,
                                    std::uint32_t event) {
  while (order.position() <= event) order.advance();
  const auto clock = order.clock(run.events[event].task);
  return {clock.begin(), clock.end()};
}

/// The step after the last event that comes before both; 0: there is none.
std::uint32_t last_common_step(const finished_run& run, std::uint32_t earlier,
                               std::uint32_t later) {
  happens_before order;
  order.start(run);
  const std::vector<std::uint32_t> first = clock_at(order, run, earlier);
  const std::vector<std::uint32_t> second = clock_at(order, run, later);
  std::uint32_t last = 0;
  for (std::size_t task = 0; task < first.size(); ++task)
    last = std::max(last, std::min(first[task], second[task]));
  return last;
}

bool reads_value(const step& done) {
  return done.kind == operation_kind::load || done.kind == operation_kind::read_modify_write ||
         done.kind == operation_kind::compare_exchange || done.kind == operation_kind::park;
}

bool writes_value(const step& done) {
  return done.kind == operation_kind::store || done.kind == operation_kind::read_modify_write ||
         (done.kind == operation_kind::compare_exchange && done.how == outcome::done);
}

/// An atomic that the task of the later access read, before it, as that of the earlier had written
/// it after its own: with other memory orders it would have ordered the two.
std::string weak_message(const execution& told, const data_race& what) {
  for (std::uint32_t late = what.later.step - 1; late > what.earlier.step; --late) {
    const step& reader = told.steps[late - 1];
    if (reader.task != what.later.task || !reads_value(reader)) continue;
    for (std::uint32_t early = late - 1; early > what.earlier.step; --early) {
      const step& writer = told.steps[early - 1];
      if (writer.object != reader.object || !writes_value(writer)) continue;
      if (writer.task != what.earlier.task) break;
      return fmt::format(
          "write {0} with memory_order_release ({1}) and read it with memory_order_acquire ({2})",
          name_of_object(told, reader.object), writer.where.brief(), reader.where.brief());
    }
  }
  return {};
}

/// What the locks held at the accesses leave to be done.
std::string missing_lock(const execution& told, const data_race& what) {
  const auto name = [&](const data_race::held_lock& each) {
    return name_of_object(told, each.object);
  };
  const auto who = [&](const data_race::access& each) { return name_of_task(told, each.task); };
  const auto& first = what.earlier.holds;
  const auto& second = what.later.holds;
  for (const auto& mine : first)
    for (const auto& other : second)
      if (mine.object == other.object)
        return fmt::format("where it is written, hold {} exclusively, not shared", name(mine));
  if (first.empty() && second.empty()) return {};
  if (!first.empty() && !second.empty())
    return fmt::format("hold one lock at both: {} holds {}, but {} holds {}", who(what.earlier),
                       name(first.back()), who(what.later), name(second.back()));
  const data_race::access& holder = first.empty() ? what.later : what.earlier;
  const data_race::access& other = first.empty() ? what.earlier : what.later;
  return fmt::format("hold {} at both: {} holds it there, {} does not", name(holder.holds.back()),
                     who(holder), who(other));
}

/// A join that comes too late for the access of the joining task.
std::string late_join(const execution& told, const data_race& what) {
  for (const step& done : told.steps) {
    if (done.kind != operation_kind::join || done.number < what.later.step) continue;
    for (const auto& [joiner, joined] :
         {std::pair(&what.earlier, &what.later), std::pair(&what.later, &what.earlier)})
      if (done.task == joiner->task && done.other_task == joined->task)
        return fmt::format("access it in {} only after the join of {} ({})",
                           name_of_task(told, joiner->task), name_of_task(told, joined->task),
                           done.where.brief());
  }
  return {};
}

std::string remedy_for(const execution& told, const data_race& what, int variable) {
  for (const auto& suggestion : {weak_message, missing_lock, late_join})
    if (std::string text = suggestion(told, what); !text.empty()) return text;
  return fmt::format("hold one lock at both accesses, or make {} an atomic",
                     name_of_object(told, variable));
}

}  // namespace

data_race evidence_of(const finished_run& run, const execution& told, std::uint32_t earlier,
                      std::uint32_t later) {
  data_race found;
  found.earlier = access_at(told, earlier);
  found.later = access_at(told, later);
  found.last_common = last_common_step(run, earlier, later);
  found.remedy = remedy_for(told, found, told.steps[later].object);
  return found;
}

}  // namespace heddle::checker
