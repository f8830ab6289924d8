#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/failure.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

/// How a model runs on real threads.
struct native_options {
  /// Real time for virtual time: by default a second of the model takes a millisecond. Positive.
  double time_scale = 0.001;
  /// What `choose` takes follows from it and from who asks, not from the timing.
  std::uint64_t seed = 1;
  /// After this time `run` waits no longer. Nothing: it waits for ever.
  std::optional<std::chrono::nanoseconds> wait_at_most{};
};

/// What a run on real threads gave.
struct native_result {
  /// Every task has ended. If not, the threads are still there, and so is all they use.
  bool finished = false;
  /// An assumption did not hold: the run does not count.
  bool discarded = false;
  /// The observations by name, the last of each; empty if the run has not finished.
  std::map<std::string, std::string> outcome;
  /// Failed checks, escaped exceptions, misuses, in the order in which they happened. Objects are
  /// numbers without a meaning outside the run; the text names them.
  std::vector<failure> failures;
};

/// Runs a model on `std::thread` and the real primitives. Nothing but the model's own primitives
/// orders the accesses of its tasks to its variables, which are plain memory: a race is a race,
/// and ThreadSanitizer sees it.
class native_runtime final : public runtime {
 public:
  /// Runs `body` on a thread of its own and returns when all tasks, detached ones included, have
  /// ended, or after `wait_at_most`. Threads that hang cannot be ended from inside
  /// their process: then they go on, use what the model refers to, and never give back their
  /// memory. Run models that may hang in a child process. Throws `usage_error` if called inside an
  /// execution, or if the model does what cannot be done natively.
  static native_result run(const task_entry& body, const native_options& options = {});

  ~native_runtime() override;

  // The runtime's side for primitives; see `runtime.hpp`.

  void create(object_handle& object, const object_description& description) override;
  void destroy(object_handle& object) noexcept override;
  task_handle spawn(const task_entry& entry) override;
  void entered() override;
  void join(task_handle& task, code_site site) override;
  void detach(task_handle& task) override;
  void together(std::span<const task_entry> entries) override;
  [[nodiscard]] task_index current_task() const override;
  std::shared_ptr<void>& local(const void* key) override;
  [[nodiscard]] virtual_time now() override;
  [[nodiscard]] virtual_time deadline_after(virtual_time duration) override;
  void sleep_until(virtual_time deadline, code_site site) override;
  void yield(code_site site) override;
  [[noreturn]] void fail_check(std::string_view message, code_site site) override;
  void report_misuse(misuse what, misuse_subject about, code_site site, bool may_throw) override;
  [[noreturn]] void fail_assumption(code_site site) override;
  void observe(std::string_view name, std::string_view value) override;
  void note(std::string_view text, code_site site) override;
  [[nodiscard]] bool unwinding() const override;

 private:
  using real_clock = std::chrono::steady_clock;

  explicit native_runtime(const native_options& options);

  result execute(operation& pending, object_handle* object, object_handle* second) override;
  result execute_and_move(operation& pending, object_handle& object, transfer with) override;
  object_index find(object_handle& object) override;

  result carry_out(native_task& me, const operation& pending, object_handle& object,
                   object_handle* second, transfer with);
  void report_stranger(native_task& me, const operation& pending);
  [[nodiscard]] real_clock::time_point real_time_of(virtual_time deadline) const;

  void enter_statics();
  void enter(object_handle& object, const object_description& description, native_task& creator);

  native_task& add_task(const task_entry& entry);
  void start(native_task& task);
  void run_task(native_task& me);
  void run_body(native_task& me);
  [[noreturn]] static void end_task(native_task& me);
  static void end_if_doomed(native_task& me, operation_kind next);

  bool await_end();
  native_result collect(bool finished);
  template <class Visit>
  void for_each_task(Visit visit);

  void add_failure(failure what);
  void refuse(std::exception_ptr error);
  std::exception_ptr refused();

  const native_options options_;
  const real_clock::time_point start_ = real_clock::now();
  std::unique_ptr<native_task> main_;

  // Relaxed counters: they order nothing between the tasks that share them.
  std::atomic<object_index> created_{0};
  std::atomic<std::uint32_t> spawned_{0};
  std::atomic<std::uint64_t> observed_{0};
  std::atomic<bool> discarded_{false};

  /// The tasks that have not ended; the last one says so under the lock.
  std::atomic<std::uint32_t> alive_{0};
  std::mutex end_mutex_;
  std::condition_variable ended_;
  bool over_ = false;

  /// For failures only.
  std::mutex failures_mutex_;
  std::vector<failure> failures_;
  std::exception_ptr refused_;
};

}  // namespace heddle::scheduler
