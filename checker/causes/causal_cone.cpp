#include "checker/causes/causal_cone.hpp"

#include <algorithm>
#include <cstddef>

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::operation_kind;
using scheduler::outcome;

/// Whether the step told its task something that it may have acted on.
bool informs(const execution::step& step) {
  switch (step.kind) {
    case operation_kind::choose:
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::read_modify_write:
    case operation_kind::compare_exchange:
    case operation_kind::park:
    case operation_kind::wake:
    case operation_kind::receive:
    case operation_kind::is_set:
    case operation_kind::event_wait:
    case operation_kind::enter_once:
    case operation_kind::await:
      return true;
    default:
      return step.timing != scheduler::patience::blocking;
  }
}

/// Whether the step may have left its object other than it was; also where it left an equal value.
bool changes(const execution::step& step) {
  switch (step.kind) {
    case operation_kind::write:
    case operation_kind::store:
    case operation_kind::read_modify_write:
    case operation_kind::send:
    case operation_kind::set:
      return step.how != outcome::failed && step.how != outcome::timed_out;
    case operation_kind::compare_exchange:
      return step.how == outcome::done;
    default:
      return step.before != step.after;
  }
}

/// Whether nothing of the object's state before it is left.
bool overwrites(operation_kind kind) {
  switch (kind) {
    case operation_kind::write:
    case operation_kind::store:
    case operation_kind::set:
    case operation_kind::reset:
    case operation_kind::lock:
    case operation_kind::unlock:
      return true;
    default:
      return false;
  }
}

bool writes(operation_kind kind) {
  return kind == operation_kind::write || kind == operation_kind::store;
}

bool notifies(operation_kind kind) {
  return kind == operation_kind::notify_one || kind == operation_kind::notify_all;
}

bool sleeps_or_wakes(operation_kind kind) {
  return notifies(kind) || kind == operation_kind::wait || kind == operation_kind::wake;
}

/// What starts and joins of tasks order: a vector clock for each task, which changes only there.
class task_order {
 public:
  explicit task_order(const execution& told) : versions_(told.tasks.size()) {
    for (std::vector<version>& one : versions_) one.push_back({0, clock(told.tasks.size())});
    for (const execution::step& step : told.steps) {
      if (step.task == execution::none || step.other_task == execution::none) continue;
      if (step.kind == operation_kind::spawn) learn(step.other_task, step.task, step.number);
      if (step.kind == operation_kind::join) learn(step.task, step.other_task, step.number);
    }
  }

  /// Whether `early` comes before `late` whenever both are done. Precondition: so it was.
  [[nodiscard]] bool orders(const execution::step& early, const execution::step& late) const {
    if (early.task == execution::none || late.task == execution::none) return true;
    if (early.task == late.task) return true;
    const std::vector<version>& of_late = versions_[static_cast<std::size_t>(late.task)];
    const auto after = std::ranges::upper_bound(of_late, late.number, {}, &version::from);
    return (after - 1)->known[static_cast<std::size_t>(early.task)] >= early.number;
  }

 private:
  /// By task: the number of its last step that is known.
  using clock = std::vector<std::uint32_t>;
  struct version {
    std::uint32_t from = 0;  ///< the number of the first step for which it holds
    clock known;
  };

  /// From its step `now` on, `task` knows what `other` has done up to then.
  void learn(int task, int other, std::uint32_t now) {
    clock known = versions_[static_cast<std::size_t>(task)].back().known;
    const clock& theirs = versions_[static_cast<std::size_t>(other)].back().known;
    for (std::size_t i = 0; i < known.size(); ++i) known[i] = std::max(known[i], theirs[i]);
    known[static_cast<std::size_t>(other)] = now;
    versions_[static_cast<std::size_t>(task)].push_back({now, std::move(known)});
  }

  std::vector<std::vector<version>> versions_;
};

/// Goes through an execution backwards, and keeps account of what the steps that matter need from
/// those before them.
class slice {
 public:
  slice(const finding& about, const execution& told, const task_order& fixed)
      : told_(told),
        fixed_(fixed),
        matters_(told.steps.size()),
        informed_(told.tasks.size()),
        needed_(told.objects.size()),
        overwritten_(told.objects.size()),
        awaited_(told.tasks.size(), execution::none) {
    begin_at(about);
  }

  std::vector<bool> take() {
    for (std::size_t place = end_; place-- > 0;) {
      const execution::step& step = told_.steps[place];
      if (matters_[place] || is_needed(step)) add(place);
      if (step.kind == operation_kind::wait && step.task != execution::none)
        awaited_[task(step.task)] = execution::none;
    }
    return std::move(matters_);
  }

 private:
  static std::size_t task(int place) { return static_cast<std::size_t>(place); }
  static std::size_t object(int place) { return static_cast<std::size_t>(place); }

  void seed(std::uint32_t step) {
    if (step == 0 || step > told_.steps.size()) return;
    matters_[step - 1] = true;
    end_ = std::max<std::size_t>(end_, step);
  }
  void need(int which) {
    for (; which != execution::none; which = told_.objects[object(which)].copy_of)
      needed_[object(which)] = true;
  }
  /// Everything that the task was told before the step `end` matters.
  void inform(int which, std::uint32_t end) {
    if (which == execution::none) return;
    informed_[task(which)] = true;
    end_ = std::max<std::size_t>(end_, std::min<std::size_t>(end, told_.steps.size()));
  }

  void begin_at(const finding& about) {
    switch (about.kind) {
      case finding_kind::invariant:
      case finding_kind::exception:
      case finding_kind::misuse:
        begin_at_failure(about);
        break;
      case finding_kind::deadlock:
      case finding_kind::partial_deadlock:
      case finding_kind::self_deadlock:
      case finding_kind::lost_wakeup:
        for (const blocked_task* member : members_of(about.blocked)) begin_at_wait(*member);
        break;
      case finding_kind::data_race:
        if (!about.race) break;
        seed(about.race->earlier.step);
        seed(about.race->later.step);
        break;
      case finding_kind::leak:
        begin_at_last_step(about);
        break;
      default:
        break;
    }
  }

  void begin_at_failure(const finding& about) {
    for (const execution::problem& problem : told_.problems) {
      if (problem.task != about.task || problem.where != about.where) continue;
      inform(problem.task, problem.step);
      if (problem.kind == scheduler::failure_kind::misuse && problem.object != execution::none)
        need(problem.object);
    }
    for (const value_read& value : about.values) seed(value.step);
  }

  void begin_at_wait(const blocked_task& member) {
    inform(member.task, static_cast<std::uint32_t>(told_.steps.size()));
    for (const blocked_task::holding& held : member.holds) seed(held.since);
    for (const helper& one : member.helpers)
      if (one.holds) seed(one.since);
    if (member.what == waited_for::notification) seed(member.since);
    if (!needs_all(member.what) && member.object != execution::none) need(member.object);
    if (!member.missed) return;
    seed(member.missed->step);
    seed(member.missed->changed_at);
  }

  /// Where a task last did something to the object, which it left behind so.
  void begin_at_last_step(const finding& about) {
    for (std::size_t place = told_.steps.size(); place-- > 0;) {
      const execution::step& step = told_.steps[place];
      if (step.object != about.object || step.task != about.task) continue;
      seed(step.number);
      return;
    }
  }

  bool is_needed(const execution::step& step) const {
    if (step.task != execution::none && informed_[task(step.task)] && informs(step)) return true;
    if (notifies(step.kind)) return wakes_one_that_matters(step);
    if (step.object == execution::none || !changes(step)) return false;
    return needed_[object(step.object)] || could_have_stayed(step);
  }

  /// Whether a write that matters came after this change of the same object by chance: the other
  /// way around, what it left would have been there instead.
  bool could_have_stayed(const execution::step& step) const {
    const execution::step* const by = overwritten_[object(step.object)];
    return by != nullptr && !fixed_.orders(step, *by);
  }

  bool wakes_one_that_matters(const execution::step& step) const {
    if (step.kind == operation_kind::notify_one)
      return step.other_task != execution::none && awaited_[task(step.other_task)] == step.object;
    return std::ranges::count(awaited_, step.object) != 0;
  }

  void add(std::size_t place) {
    const execution::step& step = told_.steps[place];
    matters_[place] = true;
    if (step.task != execution::none) informed_[task(step.task)] = true;
    if (step.object == execution::none) return;
    if (step.kind == operation_kind::wake) {
      if (step.how == outcome::done) awaited_[task(step.task)] = step.object;
    } else if (notifies(step.kind)) {
      std::ranges::replace_if(
          awaited_, [&](const int& sleeper) { return is_woken_by(step, sleeper); },
          execution::none);
    } else if (overwrites(step.kind)) {
      needed_[object(step.object)] = false;
      overwritten_[object(step.object)] = writes(step.kind) ? &step : nullptr;
      if (informs(step)) need(step.object);
    } else if (step.kind != operation_kind::wait) {
      need(step.object);
    }
  }

  bool is_woken_by(const execution::step& step, const int& sleeper) const {
    const auto who = static_cast<int>(&sleeper - awaited_.data());
    return sleeper == step.object &&
           (step.kind == operation_kind::notify_all || step.other_task == who);
  }

  const execution& told_;
  const task_order& fixed_;
  std::vector<bool> matters_;
  /// By task: a later step of it matters.
  std::vector<bool> informed_;
  /// By object: a later step that matters saw its state.
  std::vector<bool> needed_;
  /// By object: the next write that matters.
  std::vector<const execution::step*> overwritten_;
  /// By task: the object on which it was woken later.
  std::vector<int> awaited_;
  /// The number of the last step that can matter.
  std::size_t end_ = 0;
};

/// Whether `late` had to wait for what `early` did.
bool waits_for(const execution::step& early, const execution::step& late) {
  switch (late.kind) {
    case operation_kind::receive:
      return early.kind == operation_kind::send || early.kind == operation_kind::close;
    case operation_kind::event_wait:
      return early.kind == operation_kind::set;
    case operation_kind::wake:
      return notifies(early.kind);
    default:
      return false;
  }
}

bool conflict(const execution::step& early, const execution::step& late) {
  if (sleeps_or_wakes(early.kind) || sleeps_or_wakes(late.kind))
    return (notifies(early.kind) && late.kind == operation_kind::wait) ||
           (early.kind == operation_kind::wait && notifies(late.kind));
  return changes(early) || changes(late);
}

/// Goes through an execution forwards, and finds the orders between each step that matters and the
/// last change before it.
class order_search {
 public:
  order_search(const execution& told, const task_order& fixed)
      : told_(told), fixed_(fixed), visited_(told.objects.size()) {}

  std::vector<causal_cone::order> run(const std::vector<std::uint32_t>& steps) {
    for (const std::uint32_t number : steps) {
      const execution::step& step = told_.steps[number - 1];
      if (step.object != execution::none && step.task != execution::none) visit(step);
    }
    return std::move(found_);
  }

 private:
  void visit(const execution::step& late) {
    visited& object = visited_[static_cast<std::size_t>(late.object)];
    if (object.change != nullptr) compare(*object.change, late);
    if (changes(late) || sleeps_or_wakes(late.kind))
      for (const execution::step* early : object.since) compare(*early, late);
    if (!changes(late)) {
      object.since.push_back(&late);
    } else {
      object.change = &late;
      object.since.clear();
    }
  }

  void compare(const execution::step& early, const execution::step& late) {
    if (!fixed_.orders(early, late) && conflict(early, late) && !waits_for(early, late))
      found_.push_back({early.number, late.number});
  }

  const execution& told_;
  const task_order& fixed_;
  /// Of the steps that matter: the last that changed the object, and the others since then.
  struct visited {
    const execution::step* change = nullptr;
    std::vector<const execution::step*> since{};
  };
  std::vector<visited> visited_;
  std::vector<causal_cone::order> found_;
};

/// Until the preempted task goes on, or for ever.
bool falls_between(const execution& told, std::size_t place, const std::vector<bool>& matters) {
  const int preempted = told.steps[place - 1].task;
  for (; place < told.steps.size() && told.steps[place].task != preempted; ++place)
    if (matters[place]) return true;
  return false;
}

}  // namespace

causal_cone causal_cone_of(const finding& about, const execution& told) {
  causal_cone cone;
  const task_order fixed(told);
  const std::vector<bool> matters = slice(about, told, fixed).take();
  for (std::size_t place = 0; place < matters.size(); ++place)
    if (matters[place]) cone.steps.push_back(told.steps[place].number);
  if (!cone.known()) return cone;
  for (std::size_t place = 1; place < told.steps.size(); ++place)
    if (told.steps[place].preempts && falls_between(told, place, matters))
      cone.preemptions.push_back(told.steps[place].number);
  cone.orders = order_search(told, fixed).run(cone.steps);
  return cone;
}

}  // namespace heddle::checker
