#include "checker/crashes/crash_evidence.hpp"

#include <fmt/format.h>

#include "checker/recorded_run.hpp"
#include "checker/replay_schedule.hpp"
#include "scheduler/recording.hpp"

namespace heddle::checker {
namespace {

using scheduler::task_index;

/// Lines are looked up on the stack of a task, which takes more than models do.
constexpr std::size_t roomy_stack = 4 * scheduler::default_stack_size;

/// A recording that may be cut off at any moment from one step on.
class cut_recording final : public scheduler::recorder {
 public:
  cut_recording(std::size_t steps, const std::function<void(const scheduler::execution&)>& keep)
      : steps_(steps), keep_(keep) {}

  void task_created(task_index task, task_index parent, std::uint32_t number,
                    const scheduler::task_entry& entry) override {
    whole_.task_created(task, parent, number, entry);
    keep();
  }
  void object_created(scheduler::object_index object, task_index creator, std::uint32_t number,
                      const scheduler::object_description& description,
                      scheduler::object_index original) override {
    whole_.object_created(object, creator, number, description, original);
    keep();
  }
  void event_done(const scheduler::event& done, const scheduler::operation& announced,
                  const scheduler::scheduling_point& point) override {
    whole_.event_done(done, announced, point);
    ++done_;
    keep();
  }
  void task_finished(task_index task) override {
    whole_.task_finished(task);
    keep();
  }
  void task_stuck(task_index task, const scheduler::operation& pending) override {
    whole_.task_stuck(task, pending);
    keep();
  }
  void observed(task_index task, std::string_view name, std::string_view value) override {
    whole_.observed(task, name, value);
    keep();
  }
  void noted(task_index task, std::string_view text, scheduler::code_site site) override {
    whole_.noted(task, text, site);
    keep();
  }
  void failed(const scheduler::failure& what) override {
    whole_.failed(what);
    keep();
  }

 private:
  void keep() const {
    if (done_ != steps_) return;
    scheduler::recording so_far = whole_;
    keep_(so_far.finish(scheduler::ending::given_up));
  }

  std::size_t steps_;
  std::size_t done_ = 0;
  const std::function<void(const scheduler::execution&)>& keep_;
  scheduler::recording whole_;
};

/// The last step of a task; 0: it has done none.
std::uint32_t last_step_of(const scheduler::execution& told, int task) {
  std::uint32_t last = 0;
  for (const auto& step : told.steps)
    if (step.task == task) last = step.number;
  return last;
}

}  // namespace

void record_until_crash(const std::function<void()>& body, const token& what, std::size_t steps,
                        const std::function<void(const scheduler::execution&)>& keep) {
  // The first line takes much longer than the others: not while a task runs.
  static_cast<void>(
      scheduler::resolve(scheduler::code_site::called_from(__builtin_return_address(0))));
  scheduler::controlled_runtime runtime(what.options, scheduler::numbering::per_execution,
                                        roomy_stack);
  replay_schedule schedule(what.decisions);
  cut_recording recording(steps, keep);
  runtime.run(main_task(body), schedule, 0, &recording);
}

finding finding_of(const crash& what, const finished_run& run, task_index task,
                   const scheduler::execution& told, const scheduler::source_line& failed_at) {
  finding found;
  found.kind = what.kind == crash_kind::endless_loop ? finding_kind::livelock : finding_kind::crash;
  crash_facts& facts = found.crash.emplace();
  facts.kind = what.kind;
  std::string name;
  const std::uint32_t place =
      task == scheduler::no_task ? ordinals::none : ordinals(run.created_tasks)(task);
  if (place < told.tasks.size()) {
    const auto& who = told.tasks[place];
    found.task = static_cast<int>(place);
    name = who.name;
    facts.last_step = last_step_of(told, found.task);
    facts.last_line = facts.last_step == 0 ? who.started_at : told.steps[facts.last_step - 1].where;
  }
  found.where = failed_at.known() ? failed_at : facts.last_line;
  found.message = text_of(what, name);
  found.preemptions = run.preemptions;
  found.execution = told;
  found.signature = fmt::format("{}|{}|{}", name_of(found.kind), found.message,
                                found.where.known() ? found.where.brief() : "");
  return found;
}

}  // namespace heddle::checker
