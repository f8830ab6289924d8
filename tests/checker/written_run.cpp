#include "tests/checker/written_run.hpp"

using heddle::scheduler::execution;
using heddle::scheduler::no_object;
using heddle::scheduler::no_task;
using heddle::scheduler::outcome;

namespace {

heddle::scheduler::source_line hand_line(std::uint32_t line) { return {"hand.cpp", line, ""}; }

}  // namespace

written_run::written_run(const std::vector<std::string>& tasks) {
  for (std::uint32_t place = 0; place < tasks.size(); ++place) {
    tasks_.push_back({place, no_task, place, {}, false, 0});
    told_.tasks.emplace_back().name = tasks[place];
  }
}

written_run::object_index written_run::object(const std::string& name, object_kind kind,
                                              std::uint64_t value) {
  const auto place = static_cast<object_index>(objects_.size());
  objects_.emplace_back().kind = kind;
  objects_.back().value = value;
  created_.push_back({place, 0, place + 1, kind, false, 0});
  told_.objects.emplace_back().name = name;
  told_.objects.back().kind = kind;
  return place;
}

written_run::event& written_run::add(task_index task, operation_kind kind, object_index object,
                                     std::uint32_t line) {
  event& done = events_.emplace_back();
  done.task = task;
  done.kind = kind;
  done.object = object;
  execution::step& step = told_.steps.emplace_back();
  step.number = static_cast<std::uint32_t>(told_.steps.size());
  step.task = static_cast<int>(task);
  step.kind = kind;
  step.where = hand_line(line);
  if (kind == operation_kind::join) return done;
  step.object = static_cast<int>(object);
  done.target = objects_[object].kind;
  done.before = done.after = objects_[object].value;
  step.before = step.after = std::to_string(done.before);
  return done;
}

written_run& written_run::read(task_index task, object_index object, std::uint32_t line) {
  const bool atomic = objects_[object].kind == object_kind::atomic;
  event& done = add(task, atomic ? operation_kind::load : operation_kind::read, object, line);
  done.value = done.before;
  return *this;
}

written_run& written_run::write(task_index task, object_index object, std::uint64_t value,
                                std::uint32_t line) {
  const bool atomic = objects_[object].kind == object_kind::atomic;
  event& done = add(task, atomic ? operation_kind::store : operation_kind::write, object, line);
  done.argument = done.after = objects_[object].value = value;
  told_.steps.back().after = std::to_string(value);
  return *this;
}

written_run& written_run::lock(task_index task, object_index mutex) {
  add(task, operation_kind::lock, mutex);
  return *this;
}

written_run& written_run::unlock(task_index task, object_index mutex) {
  add(task, operation_kind::unlock, mutex);
  return *this;
}

written_run& written_run::wait(task_index task, object_index condition, object_index mutex) {
  add(task, operation_kind::wait, condition).second = mutex;
  return *this;
}

written_run& written_run::wake(task_index task, object_index condition, object_index mutex) {
  add(task, operation_kind::wake, condition).second = mutex;
  return *this;
}

written_run& written_run::notify(task_index task, object_index object) {
  add(task, operation_kind::notify_one, object).how = outcome::failed;
  return *this;
}

written_run& written_run::notify_one(task_index task, object_index object, task_index woken) {
  add(task, operation_kind::notify_one, object).chosen =
      static_cast<heddle::scheduler::alternative>(woken);
  told_.steps.back().other_task = static_cast<int>(woken);
  return *this;
}

written_run& written_run::notify_all(task_index task, object_index object) {
  add(task, operation_kind::notify_all, object);
  return *this;
}

written_run& written_run::park(task_index task, object_index atomic, std::uint64_t expected) {
  add(task, operation_kind::park, atomic).expected = expected;
  return *this;
}

written_run& written_run::join(task_index task, task_index other) {
  add(task, operation_kind::join, other);
  return *this;
}

written_run& written_run::fail(task_index task, std::uint32_t line) {
  execution::problem problem;
  problem.task = static_cast<int>(task);
  problem.step = static_cast<std::uint32_t>(events_.size());
  problem.where = hand_line(line);
  told_.problems.push_back(problem);
  auto& failure = failures_.emplace_back();
  failure.task = task;
  failure.step = problem.step;
  return *this;
}

heddle::checker::finished_run written_run::left() const {
  return {.events = events_,
          .failures = failures_,
          .objects = objects_,
          .created_tasks = tasks_,
          .created_objects = created_};
}
