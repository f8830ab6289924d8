#include "checker/finished_run.hpp"

#include <algorithm>

#include "scheduler/random_numbers.hpp"

namespace heddle::checker {
namespace {

/// The entry of a place. Places are mostly given out in the order of creation.
const finished_run::identity* find(std::span<const finished_run::identity> created,
                                   std::uint32_t place) {
  if (place < created.size() && created[place].place == place) return &created[place];
  const auto found = std::find_if(created.begin(), created.end(),
                                  [&](const auto& one) { return one.place == place; });
  return found == created.end() ? nullptr : &*found;
}

}  // namespace

finished_run view_of(const scheduler::controlled_runtime& run) {
  return {.how = run.how(),
          .events = run.events(),
          .failures = run.failures(),
          .objects = run.objects(),
          .initial_objects = run.initial_objects(),
          .stuck = run.stuck(),
          .kept_asleep = run.kept_asleep(),
          .marks = run.marks(),
          .created_tasks = run.created_tasks(),
          .created_objects = run.created_objects(),
          .main_takes_part = run.main_takes_part(),
          .preemptions = run.preemptions(),
          .options = run.options(),
          .astray = &run.went_astray()};
}

ordinals::ordinals(std::span<const finished_run::identity> created) {
  std::uint32_t next = 0;
  for (const auto& one : created) {
    if (one.place >= by_place_.size()) by_place_.resize(one.place + std::size_t{1}, none);
    by_place_[one.place] = next++;
  }
}

std::uint64_t mix(std::uint64_t seed, std::uint64_t value) {
  return scheduler::random_at(seed ^ value, 0);
}

std::uint64_t identity_of_task(const finished_run& run, scheduler::task_index task) {
  const auto* const who = find(run.created_tasks, task);
  if (task == scheduler::no_task || who == nullptr) return 1;
  // A creator is always older: the chain ends.
  const std::uint64_t creator = who->creator == task ? 1 : identity_of_task(run, who->creator);
  return mix(mix(creator, who->number), who->process ? 2 : 3);
}

std::uint64_t identity_of_object(const finished_run& run, scheduler::object_index object) {
  const auto* const who = find(run.created_objects, object);
  if (object == scheduler::no_object || who == nullptr) return 1;
  const std::uint64_t creator = identity_of_task(run, who->creator);
  return mix(mix(mix(creator, who->number), static_cast<std::uint64_t>(who->kind)), who->salt);
}

}  // namespace heddle::checker
