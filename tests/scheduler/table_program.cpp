#include "tests/scheduler/table_program.hpp"

#include <algorithm>

namespace heddle::scheduler::table_tests {

namespace {

void append(std::string& key, std::uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append(std::string& key, const object_state& object) {
  append(key, static_cast<std::uint64_t>(object.kind));
  append(key, (object.destroyed ? 2U : 0U) | (object.flag ? 1U : 0U));
  append(key, object.owner);
  append(key, object.count);
  append(key, object.limit);
  append(key, object.value);
  append(key, object.received);
  object.tasks.for_each([&](task_index task) { append(key, task); });
  append(key, no_task);
}

void append(std::string& key, const result& given) {
  append(key, static_cast<std::uint64_t>(given.how));
  append(key, static_cast<std::uint64_t>(given.wrong));
  append(key, given.value);
}

bool holds(condition when, const result& last) {
  switch (when) {
    case condition::always:
      return true;
    case condition::went_without:
      return last.how == outcome::failed || last.how == outcome::timed_out;
    case condition::left_queue:
      return last.how == outcome::timed_out || last.how == outcome::spurious;
    case condition::not_last:
      return last.how != outcome::last;
    case condition::value_is_zero:
      return last.value == 0;
    case condition::value_is_not_zero:
      return last.value != 0;
  }
  return false;
}

operation make(operation_kind kind, object_index object, std::uint64_t argument) {
  operation made{kind};
  made.object = object;
  made.argument = argument;
  return made;
}

}  // namespace

body& body::perform(operation what, argument_source source) {
  lines.push_back({false, what, source, condition::always, 0});
  return *this;
}

body& body::perform(operation_kind kind, object_index object, std::uint64_t argument) {
  return perform(make(kind, object, argument));
}

body& body::perform(operation_kind kind, object_index object, patience timing, int deadline,
                    std::uint64_t argument) {
  operation made = make(kind, object, argument);
  made.timing = timing;
  if (timing == patience::timed) made.deadline = virtual_time{deadline};
  return perform(made);
}

body& body::jump_if(condition when, int offset) {
  lines.push_back(
      {true, operation{operation_kind::fence}, argument_source::constant, when, offset});
  return *this;
}

body& body::wait(object_index object, object_index mutex, patience timing, int deadline) {
  operation waiting = make(operation_kind::wait, object, 0);
  waiting.second = mutex;
  operation waking = waiting;
  waking.kind = operation_kind::wake;
  operation first = waking;
  first.timing = timing;
  if (timing == patience::timed) first.deadline = virtual_time{deadline};
  perform(waiting).perform(first);
  return jump_if(condition::left_queue, 1).jump_if(condition::always, 1).perform(waking);
}

body& body::park(object_index atomic, std::uint64_t expected, patience timing) {
  operation parking = make(operation_kind::park, atomic, 0);
  parking.expected = expected;
  perform(parking).jump_if(condition::went_without, 4);
  const operation waking = make(operation_kind::wake, atomic, 0);
  operation first = waking;
  first.timing = timing;
  if (timing == patience::timed) first.deadline = virtual_time{1};
  perform(first).jump_if(condition::left_queue, 1).jump_if(condition::always, 1);
  return perform(waking);
}

body& body::arrive_and_wait(object_index barrier) {
  perform(operation_kind::arrive, barrier).jump_if(condition::not_last, 1);
  perform(operation_kind::complete_phase, barrier);
  return perform(make(operation_kind::pass, barrier, 0), argument_source::phase_of_last_arrival);
}

body& body::call_once(object_index once, bool returns) {
  perform(operation_kind::enter_once, once).jump_if(condition::not_last, 1);
  return perform(operation_kind::leave_once, once, returns ? 1 : 0);
}

body& body::lock_and_unlock(object_index mutex, patience timing) {
  perform(operation_kind::lock, mutex, timing).jump_if(condition::went_without, 1);
  return perform(operation_kind::unlock, mutex);
}

body& body::lock_and_unlock_shared(object_index mutex, patience timing) {
  perform(operation_kind::lock_shared, mutex, timing).jump_if(condition::went_without, 1);
  return perform(operation_kind::unlock_shared, mutex);
}

object_state make_object(object_kind kind, std::uint64_t count, std::uint64_t limit, bool flag) {
  object_state made;
  made.kind = kind;
  made.count = count;
  made.limit = limit;
  made.flag = flag;
  return made;
}

object_state make_semaphore(std::uint64_t permits) {
  return make_object(object_kind::semaphore, permits, std::uint64_t{1} << 63);
}

std::string moment::key() const {
  std::string key;
  for (const object_state& object : objects) append(key, object);
  for (const task_state& task : tasks)
    append(key, (task.started ? 4U : 0U) | (task.finished ? 2U : 0U) | (task.woken ? 1U : 0U));
  for (const local& each : locals) {
    append(key, each.line);
    append(key, each.last);
    append(key, each.phase);
  }
  append(key, static_cast<std::uint64_t>(now.count()));
  return key;
}

std::string done_event::key() const {
  std::string key;
  append(key, record.task);
  append(key, static_cast<std::uint64_t>(record.kind));
  append(key, record.chosen);
  append(key, record.object);
  append(key, record.second);
  append(key, record.argument);
  append(key, record.value);
  append(key, given);
  return key;
}

moment machine::begin() const {
  moment start;
  start.objects = program_.objects;
  start.tasks.resize(tasks());
  start.locals.resize(tasks());
  for (task_index task = 0; task < tasks(); ++task) {
    start.tasks[task].started = program_.tasks[task].started;
    settle(start, task);
  }
  return start;
}

state_view machine::view(moment& now) const {
  return {now.objects, now.tasks, now.now, program_.time, program_.spurious};
}

/// Follows jumps up to the next operation; a task without one has finished.
void machine::settle(moment& now, task_index task) const {
  const std::vector<instruction>& lines = program_.tasks[task].lines;
  moment::local& local = now.locals[task];
  while (local.line < lines.size() && lines[local.line].jumps) {
    const instruction& jump = lines[local.line++];
    if (holds(jump.when, local.last))
      local.line = static_cast<std::size_t>(static_cast<int>(local.line) + jump.offset);
  }
  if (local.line >= lines.size()) now.tasks[task].finished = true;
}

std::optional<operation> machine::pending(const moment& now, task_index task) const {
  if (!now.tasks[task].started || now.tasks[task].finished) return std::nullopt;
  const moment::local& local = now.locals[task];
  const instruction& line = program_.tasks[task].lines[local.line];
  operation next = line.what;
  if (line.source == argument_source::sum_with_last_value) next.argument += local.last.value;
  if (line.source == argument_source::phase_of_last_arrival) next.argument = local.phase;
  return next;
}

std::vector<alternative> machine::ways(const moment& now, task_index task) const {
  std::vector<alternative> found;
  const std::optional<operation> next = pending(now, task);
  if (!next) return found;
  moment copy = now;
  for_each_alternative(view(copy), task, *next, [&](alternative way) { found.push_back(way); });
  return found;
}

bool machine::anybody_enabled(const moment& now) const {
  moment copy = now;
  for (task_index task = 0; task < tasks(); ++task)
    if (const auto next = pending(now, task); next && enabled(view(copy), task, *next)) return true;
  return false;
}

done_event machine::step(moment& now, task_index task, alternative way) const {
  const operation what = *pending(now, task);
  const bool on_object = what.kind > operation_kind::advance;
  done_event done;
  event& record = done.record;
  copy_operation(record, what);
  record.task = task;
  record.chosen = way;
  if (on_object) record.before = visible_value(now.objects[what.object]);
  done.given = apply(view(now), task, what, way);
  if (on_object) {
    record.after = visible_value(now.objects[what.object]);
    complete_label(record, now.objects[what.object]);
  }
  record.how = done.given.how;
  record.value = done.given.value;

  moment::local& local = now.locals[task];
  local.last = done.given;
  if (what.kind == operation_kind::arrive) local.phase = done.given.value;
  ++local.line;
  if (done.given.how == outcome::misuse)
    now.tasks[task].finished = true;
  else
    settle(now, task);
  return done;
}

std::optional<done_event> machine::advance(moment& now) const {
  if (program_.time != time_mode::quiescent || anybody_enabled(now)) return std::nullopt;
  virtual_time earliest = never;
  for (task_index task = 0; task < tasks(); ++task) {
    const auto next = pending(now, task);
    if (!next || next->deadline <= now.now) continue;
    if (next->kind == operation_kind::wake && now.tasks[task].woken) continue;
    earliest = std::min(earliest, next->deadline);
  }
  if (earliest == never) return std::nullopt;
  now.now = earliest;
  done_event passed;
  passed.record.kind = operation_kind::advance;
  passed.record.value = passed.given.value = static_cast<std::uint64_t>(earliest.count());
  return passed;
}

}  // namespace heddle::scheduler::table_tests
