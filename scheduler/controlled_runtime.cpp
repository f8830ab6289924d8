#include "scheduler/controlled_runtime.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "scheduler/controlled_state.hpp"
#include "scheduler/task_failure.hpp"

namespace heddle::scheduler {

namespace {

/// How often a task may insist on operations while it should unwind, before its stack is given up.
/// An exception that it has swallowed counts for many that its destructors skip.
constexpr std::uint32_t most_refusals = 10'000;
constexpr std::uint32_t refusals_per_exception = 100;

/// As `wait_for_notification` leaves it.
bool is_kept_asleep(const operation* pending) {
  return pending != nullptr && pending->kind == operation_kind::wake && pending->flag &&
         pending->timing == patience::blocking;
}

}  // namespace

controlled_runtime::controlled_runtime(const execution_options& options, numbering places,
                                       std::size_t stack_size)
    : options_(options), numbering_(places), stack_size_(stack_size) {}

controlled_runtime::~controlled_runtime() {
  for (const std::unique_ptr<task>& each : tasks_)
    if (each->context != nullptr) each->context->retire();
}

ending controlled_runtime::run(task_entry body, decider& who_decides, std::size_t repeated,
                               recorder* records) {
  if (current_or_null() != nullptr)
    throw usage_error("a search cannot begin inside an execution: call it outside of any model");
  const runtime_scope scope(*this);
  decider_ = &who_decides;
  recorder_ = records;
  recording_ = records != nullptr;
  repeated_ = repeated;
  reset();

  add_task_state(0);
  task& main = add_task(0, no_task, body);
  running_ = &main;
  main.context->prepare(run_task, &main);
  fiber::switch_to(engine_, *main.context);

  end_execution();
  recording_ = false;
  recorder_ = nullptr;
  return how_;
}

void controlled_runtime::reset() {
  epoch_ = next_epoch();
  forked_ = false;
  if (numbering_ == numbering::per_execution) {
    task_states_.clear();
    objects_.clear();
    static_places_.clear();
  } else {
    std::fill(task_states_.begin(), task_states_.end(), task_state{});
  }
  view_ = {objects_, task_states_, virtual_time{0}, options_.time, options_.spurious};
  enabled_.clear();
  waiting_.clear();
  many_ways_.clear();
  settled_ = true;
  awaits_value_ = false;
  current_ = no_task;
  over_ = given_up_ = diverged_ = abandoning_ = clock_read_ = false;
  astray_.step = 0;
  steps_reached_ = false;
  main_takes_part_ = true;
  preemptions_ = rounds_followed_ = 0;
  unjoined_ = unfinished_ = 0;
  stranded_ = false;
  processes_.clear();
  events_.clear();
  failures_.clear();
  stuck_.clear();
  kept_asleep_.clear();
  marks_.clear();
  created_tasks_.clear();
  created_objects_.clear();
  observations_.clear();
}

void controlled_runtime::end_execution() {
  if (!given_up_ && !diverged_ && repeats()) {
    tell_sides(events_.next(), nullptr);
    astray_.ended = true;
    diverge("the execution ended after " + std::to_string(events_.size()) +
                " events; the same schedule went on before",
            {});
  }
  how_ = classify();
  running_ = nullptr;
  if (unfinished_ == 0 && !stranded_) return;
  for (const identity& who : created_tasks_) {
    const task& each = *tasks_[who.place];
    if (each.truncated && !each.finished && is_kept_asleep(pending_[each.place]))
      kept_asleep_.push_back({each.place, *pending_[each.place]});
    if (each.finished || each.in_together || each.assumed || each.truncated ||
        pending_[each.place] == nullptr)
      continue;
    stuck_.push_back({each.place, *pending_[each.place]});
    if (recorder_ != nullptr) recorder_->task_stuck(each.place, *pending_[each.place]);
  }
  abandon_all();
}

ending controlled_runtime::classify() const {
  if (diverged_) return ending::diverged;
  if (given_up_) return ending::given_up;
  if (unfinished_ == 0) return ending::completed;
  const auto any = [this](auto&& holds) {
    return std::any_of(created_tasks_.begin(), created_tasks_.end(),
                       [&](const identity& who) { return holds(*tasks_[who.place]); });
  };
  if (any([](const task& each) { return each.assumed; })) return ending::pruned;
  const auto spins = [this](const task& each) {
    return !each.finished && pending_[each.place] != nullptr &&
           pending_[each.place]->kind == operation_kind::await;
  };
  if (any([](const task& each) { return each.truncated; }) || any(spins)) return ending::truncated;
  if (any([](const task& each) { return !each.finished; })) return ending::stuck;
  return ending::completed;
}

/// Runs every unfinished task to its end, children before the parents whose locals they use, so
/// that destructors run and nothing leaks.
void controlled_runtime::abandon_all() {
  abandoning_ = true;
  for (std::size_t count = created_tasks_.size(); count > 0; --count) {
    task& each = *tasks_[created_tasks_[count - 1].place];
    if (!each.finished) {
      running_ = &each;
      fiber::switch_to(engine_, *each.context);
    }
    if (each.stranded) each.context.reset();
  }
  running_ = nullptr;
}

/// Whether the task is where an exception must not come from: in a destructor.
bool controlled_runtime::must_not_throw(const task& me) {
  return me.dropping_locals || std::uncaught_exceptions() > 0;
}

/// Whether the task, which should unwind, must skip an operation (true), may do it as an ordinary
/// one (false), or ends here (by throwing `task_ended`).
bool controlled_runtime::must_leave(task& me, operation_kind kind, code_site site) {
  const bool quiet = !may_end_task(kind) || must_not_throw(me);
  if (!abandoning_ && quiet) return false;
  me.refusals += quiet ? 1 : refusals_per_exception;
  if (me.refusals > most_refusals) strand(me, site);
  if (quiet) return true;
  end_task(me);
}

/// Ends a task that does not unwind where it stands.
void controlled_runtime::strand(task& me, code_site site) {
  if (!me.dropping_locals) {
    if (!abandoning_) report_swallowed(me, site);
    me.refusals = 0;
    drop_locals(me);
  }
  me.stranded = stranded_ = true;
  leave(me);
}

/// The task has failed, but the model has caught what should have ended it.
void controlled_runtime::report_swallowed(task& me, code_site site) {
  add_failure({failure_kind::misuse,
               misuse::swallowed_unwinding,
               me.place,
               no_object,
               static_cast<std::uint32_t>(events_.size()),
               site,
               {}});
}

void controlled_runtime::end_task(task& me) {
  me.failing = true;
  throw task_ended{};
}

void controlled_runtime::handle_misuse(task& me, const operation& pending, misuse what) {
  if (me.doomed || me.failing) return;
  add_failure({failure_kind::misuse,
               what,
               me.place,
               acts_on_object(pending.kind) ? pending.object : no_object,
               static_cast<std::uint32_t>(events_.size()),
               pending.site,
               {}});
  me.doomed = true;
  if (may_end_task(pending.kind) && !must_not_throw(me)) end_task(me);
}

/// The execution has gone beyond a limit of the scheduler, and ends.
void controlled_runtime::exceed(misuse limit, code_site site) {
  if (!over_)
    add_failure({failure_kind::misuse,
                 limit,
                 current_task(),
                 no_object,
                 static_cast<std::uint32_t>(events_.size()),
                 site,
                 {}});
  diverged_ = over_ = true;
}

/// The execution is not the one that was wanted: seen `late` events after it went astray.
void controlled_runtime::diverge(std::string text, code_site site, std::size_t late) {
  if (!diverged_)
    add_failure({failure_kind::nondeterminism, misuse::none,
                 running_ != nullptr ? running_->place : no_task, no_object,
                 static_cast<std::uint32_t>(events_.size() - late), site, std::move(text)});
  diverged_ = over_ = true;
}

/// Keeps both sides of a divergence; `now` is null if the step was not done.
void controlled_runtime::tell_sides(const event& before, const event* now) {
  if (diverged_) return;
  astray_ = {};
  astray_.before = before;
  astray_.step = static_cast<std::uint32_t>(events_.size());
  if (now != nullptr) {
    astray_.now = *now;
    astray_.done = true;
    return;
  }
  ++astray_.step;
  astray_.could_go_on = enabled_;
  if (before.task >= pending_.size() || pending_[before.task] == nullptr) return;
  astray_.pending = *pending_[before.task];
  astray_.announced = true;
}

bool controlled_runtime::overflows_stack(const void* address) const {
  return running_ != nullptr && running_->context->guards(address);
}

void controlled_runtime::add_failure(failure what) {
  failures_.push_back(std::move(what));
  if (recorder_ != nullptr) recorder_->failed(failures_.back());
}

std::span<const observation> controlled_runtime::observations() const { return observations_; }

void controlled_runtime::observe(std::string_view name, std::string_view value) {
  if (abandoning_) return;
  if (recorder_ != nullptr) recorder_->observed(running_->place, name, value);
  std::size_t place = 0;
  while (place < observations_.size() && observations_[place].name != name) ++place;
  if (place == stored_.size()) stored_.emplace_back();
  stored_[place].name = name;
  stored_[place].value = value;
  if (place == observations_.size()) observations_.emplace_back();
  for (std::size_t each = 0; each < observations_.size(); ++each)
    observations_[each] = {stored_[each].name, stored_[each].value};
}

void controlled_runtime::note(std::string_view text, code_site site) {
  if (recorder_ != nullptr && !abandoning_) recorder_->noted(running_->place, text, site);
}

}  // namespace heddle::scheduler
