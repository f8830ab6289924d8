#include "scheduler/native_runtime.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "scheduler/native/native_task.hpp"
#include "scheduler/native/this_task.hpp"
#include "scheduler/random_numbers.hpp"
#include "scheduler/task_failure.hpp"

/// Native runs and their tasks: how they begin, fail and end. What operations do is in
/// `native/native_operations.cpp`.
namespace heddle::scheduler {

namespace detail {

constinit thread_local native_task* this_native_task = nullptr;

}  // namespace detail

namespace {

/// A number that follows from `seed` and `salt` and looks like no other.
std::uint64_t mix(std::uint64_t seed, std::uint64_t salt) {
  std::uint64_t state = seed ^ (salt * 0xd1b5'4a32'd192'ed03);
  return next_random(state);
}

}  // namespace

native_runtime::native_runtime(const native_options& options) : options_(options) {
  native_ = true;
  epoch_ = next_epoch();
}

native_runtime::~native_runtime() = default;

native_result native_runtime::run(const task_entry& body, const native_options& options) {
  if (current_or_null() != nullptr)
    throw usage_error(
        "a native run cannot begin inside an execution: call it outside of any model");
  if (!(options.time_scale > 0) || !std::isfinite(options.time_scale))
    throw usage_error("the time scale of a native run must be a number above 0");
  std::unique_ptr<native_runtime> here(new native_runtime(options));
  here->main_ = std::make_unique<native_task>(task_index{0}, mix(options.seed, 0), body);
  here->enter_statics();
  here->start(*here->main_);
  const bool finished = here->await_end();
  native_result result = here->collect(finished);
  const std::exception_ptr refused = here->refused();
  // The threads that are left go on using it for ever.
  if (!finished) static_cast<void>(here.release());
  if (refused != nullptr) std::rethrow_exception(refused);
  return result;
}

/// Every static object begins the run with a new primitive and its constructed value.
void native_runtime::enter_statics() {
  for_each_static(
      [](static_object& object, void* context) {
        native_runtime& here = *static_cast<native_runtime*>(context);
        here.enter(*object.handle, object.description, *here.main_);
        if (object.description.reset != nullptr) object.description.reset(object.description.face);
      },
      this);
}

void native_runtime::start(native_task& task) {
  alive_.fetch_add(1, std::memory_order_relaxed);
  try {
    task.thread = std::thread([this, &task] { run_task(task); });
  } catch (...) {
    alive_.fetch_sub(1, std::memory_order_relaxed);
    throw;
  }
}

void native_runtime::run_task(native_task& me) {
  {
    const runtime_scope scope(*this);
    detail::this_native_task = &me;
    run_body(me);
    me.locals.clear();
    detail::this_native_task = nullptr;
  }
  if (!me.has_moved) me.moved.open();
  me.ended.open();
  if (alive_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  const std::lock_guard lock(end_mutex_);
  over_ = true;
  ended_.notify_all();
}

void native_runtime::run_body(native_task& me) {
  try {
    me.entry.run(me.entry.context);
  } catch (const task_ended&) {
  } catch (const usage_error&) {
    refuse(std::current_exception());
  } catch (...) {
    add_failure({failure_kind::exception,
                 misuse::none,
                 me.index,
                 no_object,
                 0,
                 {},
                 text_of_current_exception()});
  }
}

/// Precondition: all tasks have ended.
template <class Visit>
void native_runtime::for_each_task(Visit visit) {
  std::vector<native_task*> left{main_.get()};
  while (!left.empty()) {
    native_task& task = *left.back();
    left.pop_back();
    for (const std::unique_ptr<native_task>& child : task.children) left.push_back(child.get());
    visit(task);
  }
}

/// Whether all tasks have ended in time; then their threads have, too.
bool native_runtime::await_end() {
  std::unique_lock lock(end_mutex_);
  const auto over = [this] { return over_; };
  if (!options_.wait_at_most.has_value())
    ended_.wait(lock, over);
  else if (!ended_.wait_for(lock, *options_.wait_at_most, over))
    return false;
  lock.unlock();
  for_each_task([](native_task& task) {
    // Not joinable: it could not be started.
    if (task.thread.joinable()) task.thread.join();
  });
  return true;
}

native_result native_runtime::collect(bool finished) {
  native_result result;
  result.finished = finished;
  result.discarded = discarded_.load();
  {
    const std::lock_guard lock(failures_mutex_);
    result.failures = failures_;
  }
  if (!finished) return result;

  std::vector<native_task::observation> all;
  for_each_task([&](native_task& task) {
    all.insert(all.end(), task.observations.begin(), task.observations.end());
  });
  std::sort(all.begin(), all.end(),
            [](const auto& left, const auto& right) { return left.order < right.order; });
  for (native_task::observation& each : all) result.outcome[each.name] = std::move(each.value);
  return result;
}

std::exception_ptr native_runtime::refused() {
  const std::lock_guard lock(failures_mutex_);
  return refused_;
}

void native_runtime::refuse(std::exception_ptr error) {
  const std::lock_guard lock(failures_mutex_);
  if (refused_ == nullptr) refused_ = std::move(error);
}

void native_runtime::add_failure(failure what) {
  const std::lock_guard lock(failures_mutex_);
  failures_.push_back(std::move(what));
}

native_task& native_runtime::add_task(const task_entry& entry) {
  native_task& me = this_task();
  if (entry.process) throw usage_error("processes run under the checker only, so far");
  end_if_doomed(me, operation_kind::spawn);
  const std::uint32_t index = spawned_.fetch_add(1, std::memory_order_relaxed) + 1;
  if (index >= no_task) {
    report_misuse(misuse::too_many_tasks, nullptr, entry.site, true);
    throw task_ended{};
  }
  const std::uint64_t number = me.children.size() + 1;
  me.children.push_back(
      std::make_unique<native_task>(static_cast<task_index>(index), mix(me.seed, number), entry));
  return *me.children.back();
}

task_handle native_runtime::spawn(const task_entry& entry) {
  native_task& child = add_task(entry);
  start(child);
  child.moved.wait();
  return {child.index, &child};
}

void native_runtime::entered() {
  native_task& me = this_task();
  if (std::exchange(me.has_moved, true)) return;
  me.moved.open();
}

void native_runtime::join(task_handle& task, code_site site) {
  native_task& me = this_task();
  if (task.native == &me) return report_misuse(misuse::joins_itself, nullptr, site, true);
  if (task.native == nullptr) return report_misuse(misuse::not_joinable, nullptr, site, true);
  task.native->ended.wait();
}

/// The run itself waits for all tasks and joins their threads.
void native_runtime::detach(task_handle& /*task*/) {}

/// No task begins before all threads are there, so that they really start together.
void native_runtime::together(std::span<const task_entry> entries) {
  struct group_member {
    const task_entry* entry;
    native_gate* all_started;
    static void run(void* context) {
      const group_member& member = *static_cast<const group_member*>(context);
      member.all_started->wait();
      member.entry->run(member.entry->context);
    }
  };
  native_gate all_started;
  std::vector<group_member> members;
  members.reserve(entries.size());
  std::vector<native_task*> started;
  const auto run_all = [&] {
    all_started.open();
    for (native_task* const each : started) each->ended.wait();
  };
  try {
    for (const task_entry& entry : entries) {
      members.push_back({&entry, &all_started});
      task_entry gated = entry;
      gated.run = group_member::run;
      gated.context = &members.back();
      native_task& child = add_task(gated);
      start(child);
      started.push_back(&child);
    }
  } catch (...) {
    run_all();
    throw;
  }
  run_all();
}

task_index native_runtime::current_task() const { return this_task().index; }

std::shared_ptr<void>& native_runtime::local(const void* key) { return this_task().locals[key]; }

void native_runtime::fail_check(std::string_view message, code_site site) {
  native_task& me = this_task();
  if (!me.failing && !me.doomed)
    add_failure(
        {failure_kind::check, misuse::none, me.index, no_object, 0, site, std::string(message)});
  end_task(me);
}

void native_runtime::report_misuse(misuse what, misuse_subject about, code_site site,
                                   bool may_throw) {
  const object_handle* const object = about.object;
  native_task& me = this_task();
  if (!me.failing && !me.doomed) {
    const bool known = object != nullptr && object->epoch == epoch_;
    std::string text = known && object->native != nullptr ? object->native->name + ": " : "";
    text += description_of(what);
    add_failure({failure_kind::misuse, what, me.index, known ? object->index : no_object, 0, site,
                 std::move(text)});
  }
  me.doomed = true;
  if (may_throw && std::uncaught_exceptions() == 0) end_task(me);
}

void native_runtime::fail_assumption(code_site /*site*/) {
  discarded_.store(true, std::memory_order_relaxed);
  end_task(this_task());
}

void native_runtime::end_task(native_task& me) {
  me.failing = true;
  throw task_ended{};
}

void native_runtime::end_if_doomed(native_task& me, operation_kind next) {
  if (!me.doomed && !me.failing) return;
  if (may_end_task(next) && std::uncaught_exceptions() == 0) end_task(me);
}

bool native_runtime::unwinding() const {
  const native_task& me = this_task();
  return me.doomed || me.failing;
}

void native_runtime::observe(std::string_view name, std::string_view value) {
  const std::uint64_t order = observed_.fetch_add(1, std::memory_order_relaxed);
  this_task().observations.push_back({order, std::string(name), std::string(value)});
}

void native_runtime::note(std::string_view /*text*/, code_site /*site*/) {}

}  // namespace heddle::scheduler
