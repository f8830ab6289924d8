#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scheduler/decider.hpp"
#include "scheduler/divergence.hpp"
#include "scheduler/event.hpp"
#include "scheduler/event_log.hpp"
#include "scheduler/execution.hpp"
#include "scheduler/failure.hpp"
#include "scheduler/fiber.hpp"
#include "scheduler/options.hpp"
#include "scheduler/recorder.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

/// How tasks and objects get their places in the tables.
enum class numbering : std::uint8_t {
  /// By order of creation: each execution stands for itself.
  per_execution,
  /// The k-th creation of a task has the same place in every execution of this runtime, whatever
  /// the schedule: for searches that carry operations from one execution to another.
  stable,
};

/// A name and a value of the outcome. Views into the runtime, good until the next run.
struct observation {
  std::string_view name;
  std::string_view value;
};

/// What a task has said about itself with `heddle::progress` or `heddle::fingerprint`.
struct progress_mark {
  task_index task = no_task;
  std::uint32_t step = 0;  ///< how many events had been done
  bool progress = false;   ///< otherwise a fingerprint
  std::uint64_t fingerprint = 0;
};

/// Runs one execution after the other on fibers, each in the order a decider wants, and keeps the
/// compact trace of the last one. Memory is kept from run to run: after the first few, a run
/// allocates nothing.
class controlled_runtime final : public runtime {
 public:
  explicit controlled_runtime(const execution_options& options,
                              numbering places = numbering::per_execution,
                              std::size_t stack_size = default_stack_size);
  ~controlled_runtime() override;

  /// Runs `body` as the main task. The first `repeated` events of the last run are done again
  /// without asking the decider: each is compared with what it was, and the first that differs in
  /// task, kind, object or outcome ends the execution as `diverged`. Precondition: there were so
  /// many. Exceptions of the model become failures; throws nothing of its own.
  ending run(task_entry body, decider& who_decides, std::size_t repeated = 0,
             recorder* records = nullptr);

  /// From the next run on, tasks that poll go on polling instead of waiting for a change.
  void let_spin() { lets_spin_ = true; }

  // What the last run left behind.

  [[nodiscard]] ending how() const { return how_; }
  [[nodiscard]] std::span<const event> events() const { return events_.all(); }
  [[nodiscard]] const std::vector<failure>& failures() const { return failures_; }
  [[nodiscard]] std::span<const observation> observations() const;
  /// The states of objects as the last event left them, by place.
  [[nodiscard]] std::span<const object_state> objects() const { return objects_; }
  /// The states of objects as they were made, by place.
  [[nodiscard]] std::span<const object_state> initial_objects() const { return initial_; }
  [[nodiscard]] std::span<const task_state> tasks() const { return task_states_; }
  [[nodiscard]] const execution_options& options() const { return options_; }
  /// Whether the model asked for the time.
  [[nodiscard]] bool clock_read() const { return clock_read_; }
  /// The most equal rounds in which a task polled until it was made to wait (`spin_watch`); 0 if
  /// none did.
  [[nodiscard]] std::uint32_t spin_rounds_followed() const { return rounds_followed_; }
  /// Whether a task came to its limit of steps.
  [[nodiscard]] bool steps_reached() const { return steps_reached_; }
  /// The number of preemptions in the trace.
  [[nodiscard]] std::uint32_t preemptions() const { return preemptions_; }
  /// A task that has neither ended nor stopped for good by itself, and what it waits to do.
  struct waiting {
    task_index task = no_task;
    operation pending;
  };
  [[nodiscard]] const std::vector<waiting>& stuck() const { return stuck_; }
  /// The tasks that wait for a notification, having waited in vain so often that no time-out ends
  /// the wait any more. They are not among `stuck`.
  [[nodiscard]] const std::vector<waiting>& kept_asleep() const { return kept_asleep_; }
  /// What the tasks have said about themselves, in order.
  [[nodiscard]] const std::vector<progress_mark>& marks() const { return marks_; }

  /// Who a task or an object is, whatever the schedule: the `number`-th creation (from 1) of
  /// `creator`. The main task and statics have no creator.
  struct identity {
    std::uint32_t place = 0;
    task_index creator = no_task;
    std::uint32_t number = 0;
    object_kind kind = object_kind::variable;  ///< objects only
    bool process = false;                      ///< tasks only
    /// Statics: a hash of the name or the line; the `number` counts those with the same. Copies: a
    /// hash of who the original is; they have no `number`.
    std::uint64_t salt = 0;
    bool together = false;  ///< tasks only: their creator's `together` waits for their end
    bool detached = false;  ///< tasks only: nobody will join it
  };
  /// Tasks and objects in the order of their creation in the last run.
  [[nodiscard]] const std::vector<identity>& created_tasks() const { return created_tasks_; }
  [[nodiscard]] const std::vector<identity>& created_objects() const { return created_objects_; }
  /// Both sides, if the last run did not go as its repeated events had gone.
  [[nodiscard]] const divergence& went_astray() const { return astray_; }

  // For whoever watches a run from a signal handler: these only read memory.

  /// A number that is another one in every execution.
  [[nodiscard]] std::uint32_t number_of_run() const { return epoch_; }
  /// Whether an address is in the guard page of the running task's stack.
  [[nodiscard]] bool overflows_stack(const void* address) const;
  /// In bytes, of every task.
  [[nodiscard]] std::size_t stack_size() const { return stack_size_; }

  /// The main task, or `no_task` if it did nothing but start others together.
  [[nodiscard]] bool main_takes_part() const { return main_takes_part_; }

  // The runtime's side for primitives; see `runtime.hpp`.

  void create(object_handle& object, const object_description& description) override;
  void destroy(object_handle& object) noexcept override;
  task_handle spawn(const task_entry& entry) override;
  void join(task_handle& task, code_site site) override;
  void detach(task_handle& task) override;
  void together(std::span<const task_entry> entries) override;
  [[nodiscard]] task_index current_task() const override;
  std::shared_ptr<void>& local(const void* key) override;
  [[nodiscard]] virtual_time now() override;
  [[nodiscard]] virtual_time deadline_after(virtual_time duration) override;
  void sleep_until(virtual_time deadline, code_site site) override;
  [[nodiscard]] bool sleeps_end_in_any_order() const override {
    return options_.time == time_mode::any;
  }
  void yield(code_site site) override;
  [[noreturn]] void fail_check(std::string_view message, code_site site) override;
  void report_misuse(misuse what, misuse_subject about, code_site site, bool may_throw) override;
  [[noreturn]] void fail_assumption(code_site site) override;
  void observe(std::string_view name, std::string_view value) override;
  void note(std::string_view text, code_site site) override;
  void mark_progress() override;
  void fingerprint(std::uint64_t local_state) override;
  void begin_initialiser() override;
  void end_initialiser() override;
  [[nodiscard]] bool unwinding() const override;

 private:
  struct task;
  struct object_record;
  struct process;

  result execute(operation& pending, object_handle* first, object_handle* second) override;
  object_index find(object_handle& object) override;

  // One execution.
  void reset();
  void end_execution();
  [[nodiscard]] ending classify() const;
  void abandon_all();

  // Tasks.
  task& add_task(task_index place, task_index creator, const task_entry& entry);
  void add_task_state(std::size_t place);
  [[nodiscard]] task_index place_of_next_task(task& creator);
  [[nodiscard]] bool room_for(const task& creator, std::size_t more) const;
  void make_room_for(task& creator, std::size_t more);
  void boot(task& child, task& starter);
  static void run_task(void* argument);
  void run_body(task& me);
  static void drop_locals(task& me);
  void leave(task& me);
  void switch_away(task& me);
  void await_turn(task& me);
  [[nodiscard]] task* next_task();
  [[nodiscard]] bool repeats() const { return events_.size() < repeated_; }
  [[nodiscard]] task* same_task();
  [[nodiscard]] bool can_go_on(task_index who) const;
  [[nodiscard]] event& next_event();
  [[nodiscard]] bool somebody_can_go_on();
  void settle();
  [[nodiscard]] task* refuse(choice chosen);
  bool choose_way(choice chosen);
  bool advance_clock();
  void offer_to_wait(task& me, code_site site);
  void wait_for_notification(task& me, operation& pending);
  void note_wake(task& me, const event& done);
  void await_change(operation until, std::uint32_t rounds, code_site site);

  // Operations.
  [[nodiscard]] bool is_invisible(const operation& pending) const;
  result refuse_in_initialiser(task& me, const operation& pending);
  inline void announce(task& me, const operation& pending);
  void announce_otherwise(task& me, const operation& pending);
  result carry_out(task& me, const operation& pending);
  result carry_out_otherwise(task& me, const operation& pending, event& done);
  inline void conclude(task& me, const operation& pending, const event& done);
  void compare(const event& done, const operation& pending);
  void handle_misuse(task& me, const operation& pending, misuse what);
  [[nodiscard]] static bool must_not_throw(const task& me);
  [[nodiscard]] bool must_leave(task& me, operation_kind kind, code_site site = {});
  void strand(task& me, code_site site);
  void report_swallowed(task& me, code_site site);
  [[noreturn]] void end_task(task& me);
  void add_failure(failure what);
  void exceed(misuse limit, code_site site);
  void diverge(std::string text, code_site site, std::size_t late = 0);
  void tell_sides(const event& before, const event* now);

  // Objects.
  object_index add_object(const object_description& description, task_index creator,
                          std::uint32_t number, std::uint64_t salt, object_index place,
                          object_index original);
  object_index adopt_static(object_handle& handle);
  object_index adopt_survivor();
  [[nodiscard]] object_index place_of_next_object(task& creator);
  [[nodiscard]] bool others_may_use_objects() const;
  object_index find_own(object_handle& handle);
  void fork(const task& parent, task& child);
  object_index add_copy(std::uint32_t owner, object_index original,
                        const object_description& description);
  [[nodiscard]] std::uint64_t salt_of_copy(object_index original) const;
  void copy_state(object_index original, object_index copy, task_index parent, task_index child);
  execution_options options_;
  numbering numbering_;
  std::size_t stack_size_;

  fiber engine_;
  std::vector<std::unique_ptr<task>> tasks_;
  std::vector<const operation*> pending_;
  std::vector<task_state> task_states_;
  std::vector<object_state> objects_;
  std::vector<object_state> initial_;
  std::vector<object_record> object_records_;
  std::vector<std::unique_ptr<process>> processes_;
  /// With stable numbering: the places of statics, and of a process' copies by the process' first
  /// task and the original.
  std::unordered_map<const static_object*, object_index> static_places_;
  std::map<std::pair<task_index, object_index>, object_index> copy_places_;

  // The execution under way, or the last one.
  event_log events_;
  decider* decider_ = nullptr;
  recorder* recorder_ = nullptr;
  /// So many events are those of the execution before.
  std::size_t repeated_ = 0;
  event before_;  ///< what the event under way was then
  divergence astray_;
  state_view view_;
  task* running_ = nullptr;
  task_index current_ = no_task;
  task_set enabled_;    ///< can go on; of those waiting only if `settled_`
  task_set waiting_;    ///< announced an operation that may be disabled
  task_set many_ways_;  ///< announced one that may go on in several ways
  /// Nothing has happened that could change who of those waiting can go on.
  bool settled_ = true;
  /// A task waits for a change of a value.
  bool awaits_value_ = false;
  scheduling_point point_{view_, enabled_, many_ways_, events_};
  bool over_ = false;
  bool given_up_ = false;
  bool diverged_ = false;
  bool abandoning_ = false;
  bool clock_read_ = false;
  bool steps_reached_ = false;
  bool main_takes_part_ = false;
  std::uint32_t preemptions_ = 0;
  std::uint32_t rounds_followed_ = 0;
  std::uint32_t unjoined_ = 0;
  std::uint32_t unfinished_ = 0;
  bool stranded_ = false;  ///< some task's stack must be given up
  ending how_ = ending::completed;
  std::vector<failure> failures_;
  std::vector<waiting> stuck_;
  std::vector<waiting> kept_asleep_;
  std::vector<progress_mark> marks_;
  bool lets_spin_ = false;
  std::vector<identity> created_tasks_;
  std::vector<identity> created_objects_;
  struct stored_observation {
    std::string name;
    std::string value;
  };
  std::vector<stored_observation> stored_;
  std::vector<observation> observations_;
};

}  // namespace heddle::scheduler
