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

/// An event as people know it without names: ``lock` of object 2 by task 1`.
std::string describe(const event& done) {
  std::string text = '`' + std::string(name_of(done.kind)) + '`';
  if (acts_on_object(done.kind)) text += " of object " + std::to_string(done.object);
  if (done.kind == operation_kind::spawn || done.kind == operation_kind::join)
    text += " of task " + std::to_string(done.object);
  if (done.task != no_task) text += " by task " + std::to_string(done.task);
  if (done.how == outcome::failed) text += ", which failed";
  if (done.how == outcome::timed_out) text += ", which timed out";
  return text;
}

/// What an operation returns that is not done any more. A failed park ends loops around it.
result skipped(const operation& pending) {
  return {pending.kind == operation_kind::park ? outcome::failed : outcome::done};
}

}  // namespace

controlled_runtime::controlled_runtime(const execution_options& options, numbering places,
                                       std::size_t stack_size)
    : options_(options), numbering_(places), stack_size_(stack_size) {}

controlled_runtime::~controlled_runtime() {
  for (const std::unique_ptr<task>& each : tasks_)
    if (each->context != nullptr) each->context->retire();
}

ending controlled_runtime::run(task_entry body, decider& who_decides,
                               std::span<const event> expected, recorder* records) {
  if (current_or_null() != nullptr)
    throw usage_error("a search cannot begin inside an execution: call it outside of any model");
  const runtime_scope scope(*this);
  decider_ = &who_decides;
  recorder_ = records;
  recording_ = records != nullptr;
  expected_ = expected;
  reset();

  task& main = add_task(no_task, 1, body);
  task_states_[main.place].started = true;
  running_ = &main;
  main.context->prepare(run_task, &main);
  fiber::switch_to(engine_, *main.context);

  end_execution(expected);
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
    object_records_.clear();
    static_places_.clear();
  } else {
    std::fill(task_states_.begin(), task_states_.end(), task_state{});
  }
  view_ = {objects_, task_states_, virtual_time{0}, options_.time, options_.spurious};
  ready_.clear();
  waiting_.clear();
  many_ways_.clear();
  current_ = no_task;
  over_ = given_up_ = diverged_ = abandoning_ = clock_read_ = false;
  spun_ = steps_reached_ = false;
  main_takes_part_ = true;
  preemptions_ = 0;
  unjoined_ = 0;
  processes_.clear();
  events_.clear();
  failures_.clear();
  stuck_.clear();
  created_tasks_.clear();
  created_objects_.clear();
  observations_.clear();
}

void controlled_runtime::end_execution(std::span<const event> expected) {
  if (!given_up_ && !diverged_ && events_.size() < expected.size())
    diverge("the execution ended after " + std::to_string(events_.size()) +
                " events; the same schedule went on before",
            {});
  how_ = classify();
  for (const identity& who : created_tasks_) {
    const task& each = *tasks_[who.place];
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

scheduling_point controlled_runtime::point_now() const {
  return {view_, enabled_, many_ways_, pending_.data(), events_.all(), previous_, may_leave_};
}

/// Whether the operation is only recorded, and scheduled nowhere.
bool controlled_runtime::is_invisible(const operation& pending) const {
  return options_.plain == plain_mode::invisible &&
         (pending.kind == operation_kind::read || pending.kind == operation_kind::write);
}

result controlled_runtime::execute(operation& pending, object_handle* /*first*/,
                                   object_handle* /*second*/) {
  task& me = *running_;
  if (abandoning_ || me.doomed || me.failing) [[unlikely]]
    if (must_leave(me, pending.kind, pending.site)) return skipped(pending);
  if (is_invisible(pending) && me.events < options_.steps && !over_) {
    pending_[me.place] = &pending;
    me.way = me.rank = 0;
    preempts_ = decided_ = false;
    return carry_out(me, pending);
  }
  announce(me, pending);
  await_turn(me);
  if (abandoning_) [[unlikely]]
    if (must_leave(me, pending.kind, pending.site)) return skipped(pending);
  // With numbers per execution a task's place depends on who spawned before.
  if (pending.kind == operation_kind::spawn) pending.object = place_of_next_task(me);
  return carry_out(me, pending);
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
  me.stranded = true;
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

void controlled_runtime::announce(task& me, const operation& pending) {
  pending_[me.place] = &pending;
  if (me.events >= options_.steps) [[unlikely]] {
    me.truncated = steps_reached_ = true;
    return;
  }
  if (may_have_ways(pending))
    many_ways_.insert(me.place);
  else
    many_ways_.erase(me.place);
  if (always_enabled(pending))
    ready_.insert(me.place);
  else
    waiting_.insert(me.place);
}

/// Returns when the task has been chosen, or the execution is being abandoned.
void controlled_runtime::await_turn(task& me) {
  if (me.starter != nullptr) {
    task& starter = *std::exchange(me.starter, nullptr);
    running_ = &starter;
    fiber::switch_to(*me.context, *starter.context);
    return;
  }
  task* next = next_task();
  if (next == &me) return;
  running_ = next;
  fiber::switch_to(*me.context, next != nullptr ? *next->context : engine_);
}

/// Leaves a task that will only be resumed to unwind, if at all.
void controlled_runtime::switch_away(task& me) {
  ready_.erase(me.place);
  waiting_.erase(me.place);
  await_turn(me);
}

/// Asks the decider who goes on; null when the execution is over.
controlled_runtime::task* controlled_runtime::next_task() {
  while (!over_) {
    enabled_ = ready_;
    waiting_.for_each([this](task_index each) {
      if (enabled(view_, each, *pending_[each])) enabled_.insert(each);
    });
    if (!enabled_.empty()) {
      previous_ = current_;
      may_leave_ = current_ != no_task && tasks_[current_]->yielded;
      const scheduling_point point = point_now();
      return chosen_task(point, decider_->pick(point));
    }
    if (!advance_clock()) break;
  }
  return nullptr;
}

controlled_runtime::task* controlled_runtime::chosen_task(const scheduling_point& point,
                                                          const choice& chosen) {
  if (chosen.task == no_task) {
    over_ = given_up_ = true;
    return nullptr;
  }
  if (chosen.task >= tasks_.size() || !enabled_.contains(chosen.task)) {
    diverge("the schedule wants a task to go on that cannot", {});
    return nullptr;
  }
  task& next = *tasks_[chosen.task];
  next.way = chosen.way;
  next.rank = 0;
  decided_ = !enabled_.single();
  if (many_ways_.contains(chosen.task)) {
    std::uint16_t rank = 0;
    std::uint32_t ways = 0;
    bool found = false;
    point.for_each_way(chosen.task, [&](alternative way) {
      if (way == chosen.way) found = true;
      if (way < chosen.way) ++rank;
      ++ways;
    });
    if (!found) {
      diverge("the schedule wants an operation to go on in a way it cannot",
              pending_[chosen.task]->site);
      return nullptr;
    }
    next.rank = rank;
    decided_ = decided_ || ways > 1;
  }
  preempts_ = point.preempts(chosen.task);
  ready_.erase(chosen.task);
  waiting_.erase(chosen.task);
  current_ = chosen.task;
  return &next;
}

/// Quiescent time: when nothing can run, the clock moves to the earliest deadline.
bool controlled_runtime::advance_clock() {
  if (options_.time != time_mode::quiescent) return false;
  virtual_time earliest = never;
  waiting_.for_each([&](task_index each) {
    const operation& pending = *pending_[each];
    const bool waits_for_time =
        pending.kind == operation_kind::sleep || pending.timing == patience::timed;
    if (!waits_for_time || pending.deadline <= view_.now) return;
    if (pending.kind == operation_kind::wake && task_states_[each].woken) return;
    earliest = std::min(earliest, pending.deadline);
  });
  if (earliest == never) return false;
  event& passed = events_.append();
  passed = {};
  passed.kind = operation_kind::advance;
  passed.before = static_cast<std::uint64_t>(view_.now.count());
  passed.after = passed.value = static_cast<std::uint64_t>(earliest.count());
  view_.now = earliest;
  current_ = no_task;
  operation announced{operation_kind::advance};
  announced.deadline = earliest;
  if (events_.size() <= expected_.size()) compare(passed, announced);
  if (recorder_ != nullptr) recorder_->event_done(passed, announced, point_now());
  return true;
}

result controlled_runtime::carry_out(task& me, const operation& pending) {
  event& done = events_.append();
  done.kind = pending.kind;
  done.timing = pending.timing;
  done.function = pending.function;
  done.type = pending.type;
  done.order = pending.order;
  done.flag = pending.flag;
  done.object = pending.object;
  done.second = pending.second;
  done.argument = pending.argument;
  done.expected = pending.expected;
  done.deadline = pending.deadline;
  done.task = me.place;
  done.chosen = me.way;
  done.rank = me.rank;
  done.preempts = preempts_;
  done.invisible = is_invisible(pending);
  done.decided = decided_;
  done.after_group = std::exchange(me.after_group, false);
  done.completion = false;
  result outcome_of;
  if (acts_on_object(pending.kind)) {
    const object_state& state = objects_[pending.object];
    done.before = visible_value(state);
    outcome_of = apply(view_, me.place, pending, me.way);
    done.after = visible_value(state);
    complete_label(done, state);
  } else {
    done.target = object_kind::variable;
    done.before = done.after = 0;
    outcome_of = apply(view_, me.place, pending, me.way);
  }
  done.how = outcome_of.how;
  done.value = outcome_of.value;

  preemptions_ += done.preempts ? 1U : 0U;
  ++me.events;
  me.spinning.note(done);
  if (!done.invisible) me.yielded = false;
  if (done.how == outcome::timed_out && options_.time == time_mode::any &&
      pending.deadline != never)
    view_.now = std::max(view_.now, pending.deadline);
  if (events_.size() <= expected_.size()) compare(done, pending);
  if (recorder_ != nullptr) [[unlikely]]
    recorder_->event_done(done, pending, point_now());
  pending_[me.place] = nullptr;
  if (done.how == outcome::misuse) [[unlikely]]
    handle_misuse(me, pending, outcome_of.wrong);
  if (events_.size() >= max_events) [[unlikely]]
    exceed(misuse::too_many_events, pending.site);
  return outcome_of;
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

/// A replayed prefix must go as it went before: the last event is compared.
void controlled_runtime::compare(const event& done, const operation& pending) {
  const event& before = expected_[events_.size() - 1];
  if (before.task == done.task && before.kind == done.kind && before.object == done.object &&
      before.how == done.how)
    return;
  diverge("step " + std::to_string(events_.size()) + " was " + describe(before) +
              " the first time and " + describe(done) + " under the same schedule",
          pending.site, 1);
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
