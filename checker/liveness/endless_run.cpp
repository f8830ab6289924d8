#include "checker/liveness/endless_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "checker/liveness/lasso_roles.hpp"
#include "checker/liveness/state_hash.hpp"
#include "checker/recorded_run.hpp"
#include "scheduler/recording.hpp"

namespace heddle::checker {
namespace {

using scheduler::choice;
using scheduler::event;
using scheduler::operation;
using scheduler::operation_kind;
using scheduler::scheduling_point;
using scheduler::task_index;

/// How long a part is repeated. Loops with a count that somebody would write end before.
constexpr std::size_t most_repeated_events = 100'000;
constexpr std::uint64_t fewest_rounds = 3;
/// The longest round of a loop that polls.
constexpr std::uint32_t longest_poll = 64;

scheduler::execution_options without_limit(scheduler::execution_options options) {
  options.steps = std::numeric_limits<std::uint32_t>::max();
  return options;
}

/// Where a task is in its loop.
struct loop_place {
  operation_kind kind = operation_kind::fence;
  scheduler::object_index object = scheduler::no_object;
  std::uint64_t line = 0;

  friend bool operator==(const loop_place&, const loop_place&) = default;
};

loop_place place_of(const operation& pending) {
  return {pending.kind, pending.object, quick_hash_of(pending.site)};
}

/// Follows the trace up to the candidate, and then repeats that.
class round_follower final : public scheduler::decider {
 public:
  round_follower(const finished_run& run, const lasso_candidate& candidate,
                 std::uint64_t most_rounds)
      : most_rounds_(most_rounds) {
    const ordinals tasks(run.created_tasks);
    for (std::uint32_t at = 0; at < run.events.size() && at < candidate.end; ++at) {
      const event& done = run.events[at];
      if (done.task == scheduler::no_task || done.invisible || done.kind == operation_kind::await)
        continue;
      choice next{static_cast<task_index>(tasks(done.task)), done.chosen};
      if (done.kind == operation_kind::notify_one && done.how == scheduler::outcome::done)
        next.way = static_cast<scheduler::alternative>(tasks(done.chosen));
      (at < candidate.first ? stem_ : round_).push_back(next);
    }
  }

  void attach(const scheduler::controlled_runtime& runtime) { runtime_ = &runtime; }

  /// Everything was the same after each round.
  [[nodiscard]] bool repeated() const { return !failed_ && rounds_ >= fewest_rounds; }
  [[nodiscard]] std::uint64_t rounds() const { return rounds_; }
  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::uint32_t period() const { return period_; }

  choice pick(const scheduling_point& point) override {
    if (followed_ < stem_.size()) return follow(point, stem_[followed_++]);
    if (in_round_ == 0 && !polling_ && !begin_round(point)) return scheduler::give_up;
    if (in_round_ < round_.size()) return follow(point, round_[in_round_++]);
    const choice next = poll(point);
    if (next.task != scheduler::no_task || failed_) return next;
    in_round_ = 0;
    polling_ = false;
    pollers_done_ = 0;
    return pick(point);
  }

 private:
  choice fail() {
    failed_ = true;
    return scheduler::give_up;
  }

  choice follow(const scheduling_point& point, choice next) {
    bool found = false;
    if (point.enabled().contains(next.task))
      point.for_each_way(next.task, [&](scheduler::alternative way) { found |= way == next.way; });
    return found ? next : fail();
  }

  /// Everything must be as it was after the round before. False: that is it.
  bool begin_round(const scheduling_point& point) {
    const std::uint64_t now = hash_of(point);
    const std::uint32_t step = point.step();
    if (!begun_) {
      begun_ = true;
      first_ = step;
      state_ = now;
      find_pollers(point);
      return !(round_.empty() && pollers_.empty()) || (failed_ = true, false);
    }
    if (rounds_ == 0) period_ = step - first_;
    if (now != state_ || step != last_begin_ + period_ || !same_events(point.events())) {
      failed_ = true;
      return false;
    }
    ++rounds_;
    const bool enough = rounds_ >= most_rounds_ || step + period_ > first_ + most_repeated_events;
    if (!enough) last_begin_ = step;
    return !enough;
  }

  /// The round that has just ended is the first one again.
  [[nodiscard]] bool same_events(std::span<const event> events) const {
    for (std::size_t at = 0; at < period_; ++at) {
      const event& one = events[first_ + at];
      const event& other = events[last_begin_ + at];
      if (one.task != other.task || one.kind != other.kind || one.object != other.object ||
          one.how != other.how || quick_hash_of(one.site) != quick_hash_of(other.site))
        return false;
    }
    return true;
  }

  std::uint64_t hash_of(const scheduling_point& point) {
    std::uint64_t hash = 0;
    for (const auto& one : runtime_->created_objects())
      hash = mix(hash, hash_of_state(point.state().objects[one.place]));
    take_marks();
    for (const auto& one : runtime_->created_tasks()) {
      const auto task = static_cast<task_index>(one.place);
      const scheduler::task_state& state = point.state().tasks[task];
      const std::uint64_t flags = (state.finished ? 1U : 0U) + (state.woken ? 2U : 0U);
      const operation* const wish = state.finished ? nullptr : point.pending_or_null(task);
      hash = mix(mix(hash, flags), hash_of_pending(wish, point.state()));
      hash = mix(hash, task < fingerprints_.size() ? fingerprints_[task] : 0);
    }
    return hash;
  }

  void take_marks() {
    const auto& marks = runtime_->marks();
    for (; marks_taken_ < marks.size(); ++marks_taken_) {
      const scheduler::progress_mark& mark = marks[marks_taken_];
      if (mark.progress) continue;
      if (mark.task >= fingerprints_.size()) fingerprints_.resize(mark.task + std::size_t{1});
      fingerprints_[mark.task] = mark.fingerprint;
    }
  }

  /// Those who can go on and do not run in the round: each goes once round its loop.
  void find_pollers(const scheduling_point& point) {
    last_begin_ = first_;
    point.enabled().for_each([&](task_index task) {
      if (std::ranges::count(round_, task, &choice::task) == 0) pollers_.push_back(task);
    });
  }

  /// The next step of the pollers; nobody if all have been round their loops.
  choice poll(const scheduling_point& point) {
    for (; pollers_done_ < pollers_.size(); ++pollers_done_, polling_ = false) {
      const task_index task = pollers_[pollers_done_];
      if (!point.enabled().contains(task)) return fail();
      const loop_place here = place_of(point.pending(task));
      if (!polling_) {
        polling_ = true;
        loop_begin_ = here;
        polls_ = 0;
      } else if (here == loop_begin_) {
        continue;
      }
      if (++polls_ > longest_poll) return fail();
      return {task, point.nth_way(task, 0)};
    }
    return scheduler::give_up;
  }

  const scheduler::controlled_runtime* runtime_ = nullptr;
  std::uint64_t most_rounds_;
  std::vector<choice> stem_, round_;
  std::size_t followed_ = 0;
  std::size_t in_round_ = 0;
  std::vector<task_index> pollers_;
  std::size_t pollers_done_ = 0;
  bool polling_ = false;
  loop_place loop_begin_;
  std::uint32_t polls_ = 0;

  bool begun_ = false;
  bool failed_ = false;
  std::uint32_t first_ = 0;
  std::uint32_t period_ = 0;
  std::uint32_t last_begin_ = 0;
  std::uint64_t rounds_ = 0;
  std::uint64_t state_ = 0;
  std::vector<std::uint64_t> fingerprints_;
  std::size_t marks_taken_ = 0;
};

/// One run of a repetition.
class endless_run {
 public:
  endless_run(const std::function<void()>& body, const finished_run& run,
              const lasso_candidate& candidate, std::uint64_t most_rounds,
              scheduler::recorder* records = nullptr)
      : runtime_(without_limit(run.options)), how_(run, candidate, most_rounds) {
    runtime_.let_spin();
    how_.attach(runtime_);
    runtime_.run(main_task(body), how_, 0, records);
  }

  [[nodiscard]] bool repeated() const {
    return how_.repeated() && runtime_.failures().empty() &&
           runtime_.how() == scheduler::ending::given_up;
  }
  [[nodiscard]] finished_run left() const { return view_of(runtime_); }
  [[nodiscard]] const round_follower& how() const { return how_; }
  [[nodiscard]] std::uint32_t end() const { return how_.first() + how_.period(); }
  [[nodiscard]] std::optional<lasso_roles> roles() const {
    return roles_in(left(), how_.first(), end());
  }

 private:
  scheduler::controlled_runtime runtime_;
  round_follower how_;
};

/// Whether each task of the part tells its own variables in it.
bool all_tell_themselves(const finished_run& run, const lasso_roles& roles, std::uint32_t first,
                         std::uint32_t end) {
  return std::ranges::all_of(roles.members, [&](const lasso_roles::member& one) {
    return one.role == lasso_role::waits || one.events.empty() ||
           std::ranges::any_of(run.marks, [&](const scheduler::progress_mark& mark) {
             return mark.task == one.task && !mark.progress && mark.step > first &&
                    mark.step <= end;
           });
  });
}

std::vector<std::uint32_t> step_numbers(const std::vector<std::uint32_t>& events) {
  std::vector<std::uint32_t> numbers;
  for (const std::uint32_t at : events) numbers.push_back(at + 1);
  return numbers;
}

lasso_task tell_task(const lasso_roles::member& from, const finished_run& run, std::uint32_t first,
                     const scheduler::execution& told, const ordinals& tasks) {
  lasso_task one;
  one.task = static_cast<int>(tasks(from.task));
  one.role = from.role;
  one.steps = step_numbers(from.events);
  one.in_vain = step_numbers(from.in_vain);
  for (std::uint32_t at = 0; at < first; ++at)
    if (run.events[at].task == from.task) one.since = at + 1;
  if (from.events.empty()) {
    const auto& who = told.tasks[static_cast<std::size_t>(one.task)];
    one.waits_for = who.pending;
    one.waits_at = who.pending_at;
  }
  return one;
}

/// The lines of those whom the finding is about: of what they do in vain, or wait for.
scheduler::source_line line_to_tell(const lasso& endless, const scheduler::execution& told,
                                    finding_kind kind) {
  for (const lasso_task& one : endless.tasks) {
    const bool concerned = kind == finding_kind::starvation
                               ? one.role == lasso_role::starves
                               : one.role != lasso_role::waits && one.role != lasso_role::gets_on;
    if (!concerned) continue;
    if (one.steps.empty()) return one.waits_at;
    return told.steps[(one.in_vain.empty() ? one.steps : one.in_vain).front() - 1].where;
  }
  return {};
}

std::string endless_message(finding_kind kind, const lasso& endless) {
  const std::string_view suspected = endless.certain ? "" : "suspected: ";
  if (kind == finding_kind::starvation)
    return fmt::format("{}a task never gets what others have again and again", suspected);
  const auto going = std::ranges::count_if(endless.tasks, [](const lasso_task& one) {
    return one.role != lasso_role::waits && one.role != lasso_role::gets_on;
  });
  return going == 1 ? fmt::format("{}a task goes round for ever and gets nowhere", suspected)
                    : fmt::format("{}{} tasks go round for ever and get nowhere", suspected, going);
}

}  // namespace

std::optional<endless_part> repeat(const std::function<void()>& body, const finished_run& run,
                                   const lasso_candidate& candidate) {
  const endless_run again(body, run, candidate, std::numeric_limits<std::uint64_t>::max());
  if (!again.repeated()) return std::nullopt;
  const auto roles = again.roles();
  if (!roles) return std::nullopt;
  return endless_part{roles->kind, again.how().first(), again.end(), again.how().rounds(),
                      all_tell_themselves(again.left(), *roles, again.how().first(), again.end())};
}

bool tell_endless(const std::function<void()>& body, const finished_run& run,
                  const lasso_candidate& candidate, finding& into) {
  const auto part = repeat(body, run, candidate);
  if (!part) return false;
  scheduler::recording recording;
  const endless_run again(body, run, candidate, fewest_rounds, &recording);
  scheduler::execution told = recording.finish(again.left().how);
  const auto roles = again.roles();
  if (!again.repeated() || !roles) return false;

  lasso endless{part->first + 1, part->end, part->repeated, part->certain, {}};
  const ordinals tasks(again.left().created_tasks);
  for (const lasso_roles::member& one : roles->members)
    endless.tasks.push_back(tell_task(one, again.left(), part->first, told, tasks));
  told.steps.resize(std::min<std::size_t>(told.steps.size(), part->end));
  into.kind = part->kind;
  into.where = line_to_tell(endless, told, part->kind);
  into.message = endless_message(part->kind, endless);
  into.preemptions = 0;
  for (const auto& step : told.steps) into.preemptions += step.preempts ? 1U : 0U;
  into.endless = std::move(endless);
  into.execution = std::move(told);
  return true;
}

}  // namespace heddle::checker
