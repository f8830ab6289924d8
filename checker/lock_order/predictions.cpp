#include "checker/lock_order/predictions.hpp"

#include <algorithm>
#include <bit>

#include "checker/causes/deliberate_order.hpp"

namespace heddle::checker {

namespace {

constexpr std::size_t most_predictions = 64;
constexpr std::size_t most_candidates = 512;
/// Of both, such as are no deadlock: they do not take the place of those that are.
constexpr std::size_t most_broken_predictions = 16;
constexpr std::size_t most_broken_candidates = 128;
/// Of the same edge in one execution: a loop that asks more often shows nothing new, mostly.
constexpr std::size_t most_instances = 16;
/// A circle whose requests are ordered is tried again in so many executions, then at powers of two.
constexpr std::uint64_t tries = 64;

/// A quick step of a hash, for what need not be the same in every build.
constexpr void stir(std::uint64_t& hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e37'79b9'7f4a'7c15;
  hash ^= hash >> 29;
}

void stir(std::uint64_t& hash, const scheduler::code_site& site) {
  stir(hash, reinterpret_cast<std::uintptr_t>(site.where.file_name()) + site.where.line());
  stir(hash, reinterpret_cast<std::uintptr_t>(site.return_address));
}

/// Who is at a place differs between executions that number by order of creation.
void stir_object(std::uint64_t& hash, const finished_run& run, scheduler::object_index object) {
  stir(hash, object);
  if (object >= run.created_objects.size()) return;
  const auto& who = run.created_objects[object];
  stir(hash, who.number + (std::uint64_t{who.creator} << 32));
}

void stir_task(std::uint64_t& hash, const finished_run& run, scheduler::task_index task) {
  stir(hash, task);
  if (task >= run.created_tasks.size()) return;
  const auto& who = run.created_tasks[task];
  stir(hash, who.number + (std::uint64_t{who.creator} << 32));
}

std::uint64_t quick_key(const finished_run& run, const lock_requests& requests,
                        const lock_requests::request& asked) {
  std::uint64_t hash = asked.shared ? 1 : 2;
  stir(hash, static_cast<std::uint64_t>(asked.timing));
  stir_task(hash, run, asked.task);
  stir_object(hash, run, asked.lock);
  stir(hash, asked.site);
  for (const lock_requests::hold& each : requests.holds(asked)) {
    stir_object(hash, run, each.lock);
    stir(hash, each.shared ? 1 : 2);
  }
  return hash;
}

}  // namespace

void lock_predictions::look(const finished_run& run) {
  if (!shows_lock_orders(run)) return;
  ++executions_;
  requests_.find(run);
  if (requests_.all().empty()) return;
  note_edges(run);
  for (candidate& each : candidates_) {
    const bool has_all = std::ranges::all_of(
        each.cycle.edges, [&](std::uint32_t edge) { return last_seen_[edge] == executions_; });
    if (has_all) consider(run, each);
  }
  note_what_happened(run);
}

void lock_predictions::note_edges(const finished_run& run) {
  instances_.clear();
  for (std::uint32_t place = 0; place < requests_.all().size(); ++place) {
    const lock_requests::request& asked = requests_.all()[place];
    const std::uint64_t base = quick_key(run, requests_, asked);
    for (std::uint32_t hold = 0; hold < asked.hold_count; ++hold) {
      const lock_requests::hold& held = requests_.holds(asked)[hold];
      std::uint64_t quick = base;
      stir(quick, hold);
      stir(quick, lock_requests::site_of(run, held));
      const auto known = edges_.find(quick);
      const std::uint32_t edge = known != edges_.end() ? known->second : intern(run, asked, held);
      if (known == edges_.end()) edges_.emplace(quick, edge);
      if (edge == lock_graph::most_edges) continue;
      last_seen_[edge] = executions_;
      instances_.push_back({edge, place, hold});
    }
  }
}

/// The number of an edge that has not been met in this form; if it is new, its circles are added to
/// the candidates.
std::uint32_t lock_predictions::intern(const finished_run& run, const lock_requests::request& asked,
                                       const lock_requests::hold& held) {
  const auto [edge, is_new] = graph_.add(edge_of(run, requests_, asked, held));
  if (!is_new) return edge;
  last_seen_.push_back(0);
  for (lock_cycle& cycle : graph_.cycles_through(edge)) {
    if (!has_room_for(cycle)) continue;
    const std::uint64_t key = graph_.key_of(cycle);
    candidates_.push_back({.cycle = std::move(cycle), .key = key});
  }
  return edge;
}

bool lock_predictions::has_room_for(const lock_cycle& cycle) const {
  const auto same = std::ranges::count_if(candidates_, [&](const candidate& one) {
    return one.cycle.broken.has_value() == cycle.broken.has_value();
  });
  return static_cast<std::size_t>(same) < (cycle.broken ? most_broken_candidates : most_candidates);
}

/// Whether there is a prediction of these lines already, or no room for more.
bool lock_predictions::is_settled(const candidate& which) const {
  const auto same = std::ranges::count_if(predicted_, [&](const prediction& one) {
    return one.broken.has_value() == which.cycle.broken.has_value();
  });
  const std::size_t most = which.cycle.broken ? most_broken_predictions : most_predictions;
  return static_cast<std::size_t>(same) == most ||
         std::ranges::count(predicted_, which.key, &prediction::key) > 0;
}

void lock_predictions::consider(const finished_run& run, candidate& which) {
  ++which.executions;
  if (which.predicted >= 0) return;
  if (which.executions > tries && !std::has_single_bit(which.executions)) return;
  if (is_settled(which)) return;
  list_instances(which);
  walk(run);
  chosen_.clear();
  if (choose(0)) predict(run, which);
}

void lock_predictions::list_instances(const candidate& which) {
  choices_.resize(which.cycle.edges.size());
  clocks_.clear();
  for (std::size_t leg = 0; leg < which.cycle.edges.size(); ++leg) {
    choices_[leg].clear();
    for (std::uint32_t place = 0; place < instances_.size(); ++place) {
      if (instances_[place].edge != which.cycle.edges[leg]) continue;
      if (choices_[leg].size() == most_instances) break;
      choices_[leg].push_back(place);
      clocks_[instances_[place].request];
    }
  }
}

/// Learns what each task knew when it made the requests that matter.
void lock_predictions::walk(const finished_run& run) {
  without_locks_.assign(run.events.begin(), run.events.end());
  for (scheduler::event& done : without_locks_) leave_out_locks(done);
  finished_run rewritten = run;
  rewritten.events = without_locks_;
  order_.start(rewritten);
  const auto note = [&](std::uint32_t request) {
    const auto wanted = clocks_.find(request);
    if (wanted == clocks_.end()) return;
    const auto clock = order_.clock(requests_.all()[request].task);
    wanted->second.assign(clock.begin(), clock.end());
  };
  for (std::uint32_t request = 0; request < requests_.all().size(); ++request) {
    const lock_requests::request& asked = requests_.all()[request];
    const std::size_t end = asked.waits() ? run.events.size() : asked.event;
    while (order_.position() < end) order_.advance();
    note(request);
  }
}

/// Chooses an instance for each leg from `next` on, so that all are concurrent.
bool lock_predictions::choose(std::size_t next) {
  if (next == choices_.size()) return true;
  for (const std::uint32_t place : choices_[next]) {
    const bool fits =
        std::ranges::all_of(chosen_, [&](std::uint32_t other) { return concurrent(other, place); });
    if (!fits) continue;
    chosen_.push_back(place);
    if (choose(next + 1)) return true;
    chosen_.pop_back();
  }
  return false;
}

bool lock_predictions::concurrent(std::uint32_t left, std::uint32_t right) const {
  return !precedes(left, right) && !precedes(right, left);
}

bool lock_predictions::precedes(std::uint32_t left, std::uint32_t right) const {
  const lock_requests::request& asked = requests_.all()[instances_[left].request];
  return !asked.waits() && clocks_.at(instances_[right].request)[asked.task] > asked.event;
}

void lock_predictions::predict(const finished_run& run, candidate& which) {
  const ordinals tasks(run.created_tasks);
  const ordinals objects(run.created_objects);
  prediction found;
  found.key = which.key;
  found.broken = which.cycle.broken;
  found.how = token_of(model_, run);
  for (const std::uint32_t place : chosen_) {
    const lock_requests::request& asked = requests_.all()[instances_[place].request];
    const auto holds = requests_.holds(asked);
    const lock_requests::hold& held = holds[instances_[place].hold];
    prediction::leg leg{.task = tasks(asked.task),
                        .held = objects(held.lock),
                        .held_shared = held.shared,
                        .held_event = held.event,
                        .wanted = objects(asked.lock),
                        .wanted_shared = asked.shared,
                        .timing = asked.timing,
                        .wanted_event = asked.event,
                        .held_at = lock_requests::site_of(run, held),
                        .wanted_at = asked.site};
    for (const lock_requests::hold& each : holds)
      if (each.lock != held.lock) leg.also_held.push_back(objects(each.lock));
    found.legs.push_back(std::move(leg));
  }
  std::ranges::rotate(found.legs, std::ranges::min_element(found.legs, {}, &prediction::leg::task));
  which.predicted = static_cast<int>(predicted_.size());
  predicted_.push_back(std::move(found));
}

void lock_predictions::note_what_happened(const finished_run& run) {
  if (std::ranges::count_if(requests_.all(), &lock_requests::request::waits) < 2) return;
  auto& into = run.failures.empty() ? happened_ : beside_failure_;
  for (const std::uint64_t key : closed_cycles(run, requests_)) into.insert(key);
}

std::vector<prediction> lock_predictions::all() const {
  std::vector<prediction> found = predicted_;
  for (const candidate& each : candidates_)
    if (each.predicted >= 0)
      found[static_cast<std::size_t>(each.predicted)].executions = each.executions;
  return found;
}

}  // namespace heddle::checker
