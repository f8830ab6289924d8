#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "scheduler/failure.hpp"
#include "scheduler/location.hpp"
#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/operation_table.hpp"
#include "scheduler/time.hpp"

/// What primitives stand on. A primitive describes what its caller wants as an `operation` and
/// performs it on the runtime it finds itself in: the controlled one, which interleaves fibers, or
/// the native one, which uses `std::thread` and the real primitives.
namespace heddle::scheduler {

class runtime;
struct native_object;
struct native_task;

/// Tells the value of an object as people read it. `face` is the primitive, `value` what the
/// object's state holds.
using value_formatter = std::string (*)(const void* face, std::uint64_t value);

/// How an object begins. The name is copied where it is needed.
struct object_description {
  object_kind kind = object_kind::variable;
  bool flag = false;        ///< as in `object_state`
  std::uint64_t count = 0;  ///< as in `object_state`
  std::uint64_t limit = 0;  ///< as in `object_state`
  std::uint64_t value = 0;  ///< as in `object_state`
  value_type type = value_type::opaque;
  /// Crosses process boundaries (a queue, a pipe, shared memory) instead of being copied.
  bool process_shared = false;
  /// Empty: named by its kind and the order of creation.
  std::string_view name{};
  code_site site{};
  /// May be null: then values print as signed numbers.
  value_formatter format = nullptr;
  void* face = nullptr;
  /// Statics in native runs: puts what `face` itself keeps (a plain variable, the values in a
  /// channel) back to how it was constructed, before each run. May be null: nothing to do.
  void (*reset)(void* face) = nullptr;
  /// Kept alive by all who use it: nobody can come late, so its end is no operation.
  bool reference_counted = false;
};

/// An object made outside every execution: a global or a static. It begins each execution anew.
struct static_object;

/// A primitive's tie to its object. Member of each primitive; not copyable, not movable.
class object_handle {
 public:
  /// Enters the object into the current execution, or, outside one, among the statics.
  explicit object_handle(const object_description& description);
  object_handle(const object_handle&) = delete;
  object_handle& operator=(const object_handle&) = delete;
  /// Ends the object; where other tasks could still use it this is an operation.
  ~object_handle();

  /// The execution that `index` belongs to.
  std::uint32_t epoch = 0;
  object_index index = no_object;
  /// The real primitive in a native run.
  native_object* native = nullptr;
  /// Set for objects made outside executions.
  std::unique_ptr<static_object> outside;
  bool reference_counted = false;  ///< as in `object_description`
};

/// A started task, for its starter to wait for.
struct task_handle {
  task_index index = no_task;
  native_task* native = nullptr;

  [[nodiscard]] bool valid() const { return index != no_task; }
};

/// What to run as a new task. The callee moves what it needs from `context` to its own stack
/// before its first operation: `context` need live only until `spawn` returns.
struct task_entry {
  void (*run)(void* context) = nullptr;
  void* context = nullptr;
  std::string_view name{};  ///< empty: `thread 1`, `process 2` by order of creation
  code_site site{};
  bool process = false;
};

/// Moves a value into or out of a face as part of an operation: a message of a channel, the value
/// of a promise.
struct transfer {
  /// Called once, if the operation succeeded. Must perform no operation.
  void (*move)(void* context, const result& how) = nullptr;
  void* context = nullptr;
};

/// What a misuse is about: an object, a task, or nothing.
struct misuse_subject {
  misuse_subject(const object_handle* which) : object(which) {}  // NOLINT: so that both fit
  explicit misuse_subject(const task_handle& who) : task(who.index) {}

  const object_handle* object = nullptr;
  task_index task = no_task;
};

/// Where the primitives of one execution meet.
class runtime {
 public:
  runtime() = default;
  runtime(const runtime&) = delete;
  runtime& operator=(const runtime&) = delete;
  virtual ~runtime() = default;

  /// Announces the operation, waits to be chosen, carries it out. A misuse ends the task: by
  /// `task_ended`, or, for operations that destructors use, at its next operation. Throws
  /// `task_ended` also when the execution is being given up.
  result perform(operation& pending) { return execute(pending, nullptr, nullptr); }
  result perform(operation& pending, object_handle& object) {
    pending.object = index_of(object);
    return execute(pending, &object, nullptr);
  }
  result perform(operation& pending, object_handle& object, object_handle& second) {
    pending.object = index_of(object);
    pending.second = index_of(second);
    return execute(pending, &object, &second);
  }
  /// The same for an operation that moves a value: no operation of another task on this object
  /// comes between the operation and `with`. In native runs of channels, events, semaphores,
  /// latches and barriers `with` runs under the object's own lock; other kinds have none.
  result perform(operation& pending, object_handle& object, transfer with) {
    pending.object = index_of(object);
    return execute_and_move(pending, object, with);
  }

  /// Whether tasks are real threads. Then plain variables are plain memory.
  [[nodiscard]] bool native() const { return native_; }
  /// Tells executions apart; never 0.
  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }
  /// Whether names, values and lines are wanted now; if not, do no work for them.
  [[nodiscard]] bool recording() const { return recording_; }

  virtual void create(object_handle& object, const object_description& description) = 0;
  /// Called by the destructor of the handle: must not throw.
  virtual void destroy(object_handle& object) noexcept = 0;

  /// Starts a task, as one event.
  virtual task_handle spawn(const task_entry& entry) = 0;
  /// Called by the callee of a `task_entry` once it has moved what it needs out of the context,
  /// before its first operation. Only the native runtime has to know: its `spawn` waits for this.
  virtual void entered() {}
  /// Waits until the task has ended.
  virtual void join(task_handle& task, code_site site) = 0;
  /// Nobody will wait for the task.
  virtual void detach(task_handle& task) = 0;
  /// Starts all entries at once and returns when they have ended; no events of the caller.
  virtual void together(std::span<const task_entry> entries) = 0;
  /// The running task.
  [[nodiscard]] virtual task_index current_task() const = 0;
  /// The tasks' own storage for `task_local`: empty at first, dropped when the task ends.
  virtual std::shared_ptr<void>& local(const void* key) = 0;

  /// Virtual time; scaled real time in native runs.
  [[nodiscard]] virtual virtual_time now() = 0;
  /// `now() + duration`, at most `never`; does not count as reading the clock.
  [[nodiscard]] virtual virtual_time deadline_after(virtual_time duration) = 0;
  virtual void sleep_until(virtual_time deadline, code_site site) = 0;
  /// Whether of several sleeps that run at one time any may end first (`time_mode::any`); otherwise
  /// they end by their deadlines.
  [[nodiscard]] virtual bool sleeps_end_in_any_order() const { return false; }
  /// Leaving the task here is no preemption. A task that polls, and would do so for ever, goes on
  /// when something has changed (`spin_watch`).
  virtual void yield(code_site site) = 0;

  /// Reports a failed check and ends the task.
  [[noreturn]] virtual void fail_check(std::string_view message, code_site site) = 0;
  /// Reports that the model used a primitive as it must not. Ends the task: with
  /// `may_throw` by `task_ended` at once, else at its next operation.
  virtual void report_misuse(misuse what, misuse_subject about, code_site site, bool may_throw) = 0;
  /// The execution does not count: blocks the task for ever.
  [[noreturn]] virtual void fail_assumption(code_site site) = 0;
  /// Part of the outcome. A repeated name keeps its last value.
  virtual void observe(std::string_view name, std::string_view value) = 0;
  /// A remark for the reader of a recorded execution.
  virtual void note(std::string_view text, code_site site) = 0;

  /// The running task has got on with its work: a loop that passes here is none that gets nowhere.
  virtual void mark_progress() {}
  /// All that decides what the running task will do next, besides the objects and where it stands:
  /// its own variables as one number.
  virtual void fingerprint(std::uint64_t /*local_state*/) {}

  /// The running task begins, or has ended, to initialise a static variable of a function. Another
  /// task that comes to the same variable meanwhile would hang the process.
  virtual void begin_initialiser() {}
  virtual void end_initialiser() {}

  /// Whether the running task is unwinding because it failed or the execution is over: then
  /// destructors report no misuse.
  [[nodiscard]] virtual bool unwinding() const = 0;

 protected:
  virtual result execute(operation& pending, object_handle* object, object_handle* second) = 0;
  /// As `execute`, then `with`, with nothing of other tasks on this object between the two.
  virtual result execute_and_move(operation& pending, object_handle& object, transfer with) {
    const result how = execute(pending, &object, nullptr);
    if (how.succeeded()) with.move(with.context, how);
    return how;
  }
  /// The slow path of `index_of`: statics on first use, copies of processes, objects that have
  /// survived their execution.
  virtual object_index find(object_handle& object) = 0;

  object_index index_of(object_handle& object) {
    if (object.epoch == epoch_ && !forked_) [[likely]]
      return object.index;
    return find(object);
  }

  std::uint32_t epoch_ = 0;
  bool native_ = false;
  bool recording_ = false;
  /// Some task runs in a process of its own, so that handles mean different objects.
  bool forked_ = false;
};

namespace detail {
/// The runtime of the calling thread: the one thread-local of the project, but for the task of a
/// native run beside it.
extern constinit thread_local runtime* running;
[[noreturn]] void throw_outside_execution();
}  // namespace detail

/// The runtime of the calling task. Throws `usage_error` outside an execution.
inline runtime& current() {
  if (detail::running == nullptr) [[unlikely]]
    detail::throw_outside_execution();
  return *detail::running;
}

/// The same, null outside an execution.
inline runtime* current_or_null() noexcept { return detail::running; }

/// Makes `next` the runtime of the calling thread for a scope.
class runtime_scope {
 public:
  explicit runtime_scope(runtime& next) noexcept;
  runtime_scope(const runtime_scope&) = delete;
  runtime_scope& operator=(const runtime_scope&) = delete;
  ~runtime_scope();

 private:
  runtime* previous_;
};

/// The next number for an execution, in any runtime of the program.
std::uint32_t next_epoch() noexcept;

/// A global or static primitive: how it begins, and who it is. `native_runtime` walks the list of
/// all of them before a run; the controlled runtime meets them when they are first used.
struct static_object {
  object_description description;  ///< its name is a view of `name`
  std::string name;
  object_handle* handle = nullptr;
  std::uint64_t salt = 0;    ///< a hash of its name, or else of its file and line
  std::uint32_t number = 1;  ///< it is the k-th of these, from 1
  static_object* next = nullptr;
  static_object* previous = nullptr;
};

/// Calls `visit(object)` for each static object, oldest first, under a lock.
void for_each_static(void (*visit)(static_object& object, void* context), void* context);

}  // namespace heddle::scheduler
