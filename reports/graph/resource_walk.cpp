#include <algorithm>
#include <charconv>
#include <utility>

#include "reports/graph/resource_graph.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;
using scheduler::outcome;

bool is_lock_kind(object_kind kind) {
  return kind == object_kind::mutex || kind == object_kind::recursive_mutex ||
         kind == object_kind::shared_mutex;
}

/// The number that a state begins with: the free permits of `2 of 3`.
std::uint64_t leading_number(const std::string& state) {
  std::uint64_t number = 0;
  std::from_chars(state.data(), state.data() + state.size(), number);
  return number;
}

/// How many permits a step on a semaphore took or gave.
std::uint64_t units_of(const execution::step& done) {
  const std::uint64_t before = leading_number(done.before);
  const std::uint64_t after = leading_number(done.after);
  return before > after ? before - after : after - before;
}

/// The states of objects that a step changed beside that of its own: a wait frees its mutex.
std::string state_of_mutex(const execution& told, const execution::step& done) {
  if (done.kind == operation_kind::wait) return "free";
  return "held by " + told.tasks[static_cast<std::size_t>(done.task)].name;
}

}  // namespace

resource_walk::resource_walk(const execution& told) : told_(&told), tasks_(told.tasks.size()) {
  for (const execution::object& one : told.objects) states_.push_back(one.initial);
  look_ahead();
  find_signals();
}

/// Finds the next step of each task from each step, and who begins without being started by a step:
/// main, and the tasks of a `together`.
void resource_walk::look_ahead() {
  const std::size_t count = told_->steps.size();
  following_.assign(count, count);
  for (task& one : tasks_) one = {.begun = true, .next_step = count};
  for (std::size_t place = count; place-- > 0;) {
    const execution::step& step = told_->steps[place];
    if (step.task != execution::none)
      following_[place] = std::exchange(task_at(step.task).next_step, place);
    if (step.kind == operation_kind::spawn && step.other_task != execution::none)
      task_at(step.other_task).begun = false;
  }
}

/// A semaphore is a resource if it begins with permits and nobody ever releases what he has not
/// acquired; otherwise a permit is a message, which nobody has.
void resource_walk::find_signals() {
  std::vector<std::vector<std::int64_t>> held(told_->objects.size());
  for (const execution::object& one : told_->objects) {
    const bool owned = is_lock_kind(one.kind) || one.kind == object_kind::once;
    instances_.push_back(owned                                ? 1
                         : one.kind == object_kind::semaphore ? leading_number(one.initial)
                                                              : 0);
  }
  for (const execution::step& step : told_->steps) {
    if (step.how != outcome::done || step.object == execution::none) continue;
    if (step.kind != operation_kind::acquire && step.kind != operation_kind::release) continue;
    const auto object = static_cast<std::size_t>(step.object);
    held[object].resize(tasks_.size());
    std::int64_t& own = held[object][static_cast<std::size_t>(step.task)];
    const auto units = static_cast<std::int64_t>(units_of(step));
    own += step.kind == operation_kind::acquire ? units : -units;
    if (own < 0) instances_[object] = 0;
  }
}

std::uint64_t resource_walk::instances(int object) const {
  return instances_[static_cast<std::size_t>(object)];
}

void resource_walk::take(const execution::step& done, int object, std::uint64_t units) {
  if (instances(object) == 0) return;
  std::vector<holding>& holds = task_at(done.task).holds;
  const auto known = std::ranges::find(holds, object, &holding::object);
  if (known != holds.end()) {
    known->units += units;
    return;
  }
  holds.push_back(
      {object, units, done.kind == operation_kind::lock_shared, done.number, done.where});
}

void resource_walk::give_back(const execution::step& done, int object, std::uint64_t units) {
  std::vector<holding>& holds = task_at(done.task).holds;
  const auto known = std::ranges::find(holds, object, &holding::object);
  if (known == holds.end()) return;
  known->units -= std::min(units, known->units);
  if (known->units == 0) holds.erase(known);
}

void resource_walk::follow(const execution::step& done) {
  switch (done.kind) {
    case operation_kind::spawn:
      if (done.other_task != execution::none) task_at(done.other_task).begun = true;
      break;
    case operation_kind::lock:
    case operation_kind::lock_shared:
      if (done.how == outcome::done) take(done, done.object, 1);
      break;
    case operation_kind::acquire:
      if (done.how == outcome::done) take(done, done.object, units_of(done));
      break;
    case operation_kind::enter_once:
      if (done.how == outcome::last) take(done, done.object, 1);
      break;
    case operation_kind::unlock:
    case operation_kind::unlock_shared:
    case operation_kind::leave_once:
      if (done.how == outcome::done) give_back(done, done.object, 1);
      break;
    case operation_kind::release:
      if (done.how == outcome::done) give_back(done, done.object, units_of(done));
      break;
    default:
      follow_sleep(done);
  }
}

/// Condition variables and the waiters of atomics. A wait gives all of its mutex back; a wake-up
/// takes it again.
void resource_walk::follow_sleep(const execution::step& done) {
  const bool went = done.how == outcome::done;
  const auto wake = [&](task& one) { one.notified |= one.asleep_on == done.object; };
  if (done.kind == operation_kind::notify_all && went) {
    std::ranges::for_each(tasks_, wake);
  } else if (done.kind == operation_kind::notify_one && went &&
             done.other_task != execution::none) {
    wake(task_at(done.other_task));
  } else if ((done.kind == operation_kind::wait || done.kind == operation_kind::park) && went) {
    task& own = task_at(done.task);
    own.notified = false;
    own.asleep_on = done.object;
    own.mutex = done.second;
    if (done.second == execution::none) return;
    give_back(done, done.second, ~std::uint64_t{0});
  } else if (done.kind == operation_kind::wake) {
    task& own = task_at(done.task);
    // Who stops waiting by itself still has to take the mutex.
    own.notified = true;
    if (!went) return;
    own.asleep_on = execution::none;
    if (done.second != execution::none) take(done, done.second, 1);
  }
}

void resource_walk::advance() {
  const execution::step& done = told_->steps[done_];
  if (done.object != execution::none) states_[static_cast<std::size_t>(done.object)] = done.after;
  const bool moves_mutex = done.kind == operation_kind::wait || done.kind == operation_kind::wake;
  if (moves_mutex && done.how == outcome::done && done.second != execution::none)
    states_[static_cast<std::size_t>(done.second)] = state_of_mutex(*told_, done);
  if (done.task != execution::none) {
    task& own = task_at(done.task);
    own.begun = true;
    own.last_step = done.number;
    own.next_step = following_[done_];
    follow(done);
  }
  ++done_;
}

bool resource_walk::has_ended(std::size_t place) const {
  return tasks_[place].next_step == told_->steps.size() && told_->tasks[place].finished;
}

/// Whether the task could not go on if it were asked to now.
bool resource_walk::waits(std::size_t place) const {
  if (has_ended(place) || !tasks_[place].begun) return false;
  if (!at_end())
    return std::ranges::count(told_->steps[done_].enabled, static_cast<int>(place)) == 0;
  return told_->how == scheduler::ending::stuck && !told_->tasks[place].pending.empty();
}

/// What a task waits for: its next step, or what it was about to do in the end.
resource_graph::request resource_walk::request_of(std::size_t place) const {
  const task& own = tasks_[place];
  resource_graph::request made{.task = static_cast<int>(place), .since = own.last_step};
  if (own.next_step < told_->steps.size()) {
    const execution::step& next = told_->steps[own.next_step];
    made.where = next.where;
    made.object = next.object;
    if (next.kind == operation_kind::join) made.other_task = next.other_task;
  } else {
    const execution::task& told = told_->tasks[place];
    made.where = told.pending_at;
    made.object = told.pending_object;
    made.other_task = told.pending_task;
  }
  // Who has been notified waits for its mutex.
  if (own.asleep_on != execution::none && own.notified && own.mutex != execution::none)
    made.object = own.mutex;
  return made;
}

void resource_walk::add_resources(resource_graph& into) const {
  std::vector<int> objects;
  for (const auto& one : into.assignments) objects.push_back(one.object);
  for (const auto& one : into.requests)
    if (one.object != execution::none) objects.push_back(one.object);
  std::ranges::sort(objects);
  const auto [end, last] = std::ranges::unique(objects);
  objects.erase(end, last);
  for (const int object : objects) {
    const auto place = static_cast<std::size_t>(object);
    into.resources.push_back({.object = object,
                              .kind = told_->objects[place].kind,
                              .instances = instances_[place],
                              .state = states_[place]});
  }
}

resource_graph resource_walk::now() const {
  using task_state = resource_graph::task_state;
  resource_graph graph;
  for (std::size_t place = 0; place < tasks_.size(); ++place) {
    if (!tasks_[place].begun) continue;
    const int number = static_cast<int>(place);
    const bool waiting = waits(place);
    graph.tasks.push_back({.task = number,
                           .state = waiting            ? task_state::waiting
                                    : has_ended(place) ? task_state::ended
                                                       : task_state::running});
    for (const holding& one : tasks_[place].holds)
      graph.assignments.push_back({.object = one.object,
                                   .task = number,
                                   .units = one.units,
                                   .shared = one.shared,
                                   .since = one.since,
                                   .where = one.where});
    if (!waiting) continue;
    resource_graph::request wanted = request_of(place);
    if (wanted.object != execution::none || wanted.other_task != execution::none)
      graph.requests.push_back(std::move(wanted));
  }
  add_resources(graph);
  return graph;
}

resource_graph resource_graph_at(const execution& told, std::size_t step) {
  resource_walk walk{told};
  while (walk.step() < step && !walk.at_end()) walk.advance();
  return walk.now();
}

}  // namespace heddle::reports
