#include "scheduler/recording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::scheduler {
namespace {

int at(const std::vector<int>& places, std::size_t place) {
  return place < places.size() ? places[place] : execution::none;
}

template <class Entry>
void put(std::vector<Entry>& entries, std::size_t place, Entry entry, const Entry& filler) {
  if (place >= entries.size()) entries.resize(place + 1, filler);
  entries[place] = std::move(entry);
}

bool about_task(operation_kind kind) {
  return kind == operation_kind::spawn || kind == operation_kind::join;
}

object_state first_state(const object_description& description) {
  object_state state;
  state.kind = description.kind;
  state.flag = description.flag;
  state.count = description.count;
  state.limit = description.limit;
  state.value = description.value;
  return state;
}

}  // namespace

int recording::told_task(std::uint32_t task) const { return at(task_places_, task); }

int recording::told_object(object_index object) const { return at(object_places_, object); }

/// Nothing for main's, which need no introduction.
std::string recording::prefix_of(task_index creator) const {
  const int place = told_task(creator);
  return place <= 0 ? "" : told_.tasks[static_cast<std::size_t>(place)].name + ".";
}

std::string recording::numbered_name(task_index creator, std::string_view kind) {
  return fmt::format("{}{} {}", prefix_of(creator), kind, counts_[{creator, kind}]);
}

void recording::task_created(task_index task, task_index parent, std::uint32_t number,
                             const task_entry& entry) {
  const std::string_view kind = entry.process ? "process" : "thread";
  execution::task made;
  made.parent = told_task(parent);
  made.number = number;
  made.process = entry.process;
  if (parent != no_task) ++counts_[{parent, kind}];
  if (!entry.name.empty())
    made.name = entry.name;
  else
    made.name = parent == no_task ? "main" : numbered_name(parent, kind);
  words_.name_task(task, made.name);
  name_spawn(made, static_cast<int>(told_.tasks.size()));
  put(task_places_, task, static_cast<int>(told_.tasks.size()), execution::none);
  put(tasks_, task, task_state{.started = true}, {});
  told_.tasks.push_back(std::move(made));
  sites_.tasks.push_back(entry.site);
  sites_.pending.emplace_back();
}

/// A task appears right after the event that starts it, which could not name it.
void recording::name_spawn(const execution::task& made, int place) {
  if (told_.steps.empty()) return;
  execution::step& last = told_.steps.back();
  if (last.kind != operation_kind::spawn || last.task != made.parent ||
      last.other_task != execution::none)
    return;
  last.other_task = place;
  last.text = "start " + made.name;
}

void recording::object_created(object_index object, task_index creator, std::uint32_t number,
                               const object_description& description, object_index original) {
  const std::string_view kind = name_of(description.kind);
  execution::object made;
  made.kind = description.kind;
  made.creator = told_task(creator);
  made.number = number;
  made.copy_of = told_object(original);
  ++counts_[{creator, kind}];
  object_state state = first_state(description);
  if (made.copy_of != execution::none) {
    made.name = prefix_of(creator) + words_.object(original);
    state = objects_[original];
  } else if (!description.name.empty()) {
    made.name = description.name;
  } else {
    made.name = (creator == no_task ? "static " : "") + numbered_name(creator, kind);
  }
  words_.name_object(object, {made.name, description.format, description.face});
  made.initial = state_text(words_, object, state);
  put(object_places_, object, static_cast<int>(told_.objects.size()), execution::none);
  put(texts_, object, made.initial, {});
  put(objects_, object, std::move(state), {});
  told_.objects.push_back(std::move(made));
  sites_.objects.push_back(description.site);
}

/// In how many ways the task could go on: a question about the state before the event, of which
/// the point only tells what is not in objects.
std::uint32_t recording::count_ways(const event& done, const operation& announced,
                                    const scheduling_point& point) {
  if (done.task == no_task || done.invisible) return 1;
  const state_view now = point.state();
  const state_view before{objects_, tasks_, now.now, now.time, now.spurious};
  return std::max(1U, count_alternatives(before, done.task, announced));
}

void recording::name_things(execution::step& step, const event& done) const {
  if (about_task(done.kind)) {
    step.other_task = told_task(done.object);
    return;
  }
  if (done.object != no_object) step.object = told_object(done.object);
  if (done.second != no_object) step.second = told_object(done.second);
  if (done.kind == operation_kind::notify_one && done.how == outcome::done)
    step.other_task = told_task(done.chosen);
}

void recording::update(object_index object, const scheduling_point& point) {
  if (object >= objects_.size() || object >= point.state().objects.size()) return;
  objects_[object] = point.state().objects[object];
  texts_[object] = state_text(words_, object, objects_[object]);
}

std::string recording::last_text(object_index object) const {
  return object < texts_.size() ? texts_[object] : std::string();
}

void recording::event_done(const event& done, const operation& announced,
                           const scheduling_point& point) {
  execution::step step;
  step.number = steps_done() + 1;
  step.task = told_task(done.task);
  step.kind = done.kind;
  step.how = done.how;
  step.timing = done.timing;
  step.order = done.order;
  name_things(step, done);
  step.ways = count_ways(done, announced, point);
  step.way = done.rank;
  step.preempts = done.preempts;
  if (done.preempts) step.preempted = pending_text(words_, point.pending(point.current()));
  step.invisible = done.invisible;
  step.now = point.state().now;
  point.enabled().for_each([&](task_index task) { step.enabled.push_back(told_task(task)); });
  if (!about_task(done.kind)) {
    step.before = last_text(done.object);
    update(done.object, point);
    update(done.second, point);
    step.after = last_text(done.object);
  }
  tasks_.assign(point.state().tasks.begin(), point.state().tasks.end());
  step.text = event_text(words_, announced, done);
  told_.steps.push_back(std::move(step));
  sites_.steps.push_back(announced.site);
}

void recording::task_finished(task_index task) {
  told_.tasks[static_cast<std::size_t>(told_task(task))].finished = true;
}

void recording::task_stuck(task_index task, const operation& pending) {
  const auto place = static_cast<std::size_t>(told_task(task));
  execution::task& stuck = told_.tasks[place];
  stuck.pending = pending_text(words_, pending);
  if (about_task(pending.kind))
    stuck.pending_task = told_task(pending.object);
  else if (pending.object != no_object)
    stuck.pending_object = told_object(pending.object);
  sites_.pending[place] = pending.site;
}

std::uint32_t recording::steps_done() const {
  return static_cast<std::uint32_t>(told_.steps.size());
}

void recording::observed(task_index, std::string_view name, std::string_view value) {
  told_.observations.push_back({std::string(name), std::string(value), steps_done()});
}

void recording::noted(task_index task, std::string_view text, code_site site) {
  told_.remarks.push_back({told_task(task), steps_done(), std::string(text), {}});
  sites_.remarks.push_back(site);
}

void recording::failed(const failure& what) {
  execution::problem problem;
  problem.kind = what.kind;
  problem.what = what.what;
  problem.task = told_task(what.task);
  problem.object = told_object(what.object);
  problem.step = what.step;
  problem.other_task = told_task(what.other);
  problem.text =
      what.kind == failure_kind::misuse ? std::string(description_of(what.what)) : what.text;
  told_.problems.push_back(std::move(problem));
  sites_.problems.push_back(what.site);
}

execution recording::finish(ending how) {
  const auto resolve_all = [](auto& entries, auto member, const std::vector<code_site>& sites) {
    for (std::size_t place = 0; place < entries.size(); ++place)
      entries[place].*member = resolve(sites[place]);
  };
  told_.how = how;
  resolve_all(told_.tasks, &execution::task::started_at, sites_.tasks);
  resolve_all(told_.tasks, &execution::task::pending_at, sites_.pending);
  resolve_all(told_.objects, &execution::object::created_at, sites_.objects);
  resolve_all(told_.steps, &execution::step::where, sites_.steps);
  resolve_all(told_.remarks, &execution::remark::where, sites_.remarks);
  resolve_all(told_.problems, &execution::problem::where, sites_.problems);
  execution finished = std::move(told_);
  *this = recording();
  return finished;
}

}  // namespace heddle::scheduler
