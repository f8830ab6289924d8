#include "checker/liveness/lasso_roles.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::object_index;
using scheduler::operation_kind;
using scheduler::outcome;
using scheduler::task_index;
using role_member = lasso_roles::member;

bool changes_atomic(operation_kind kind) {
  return kind == operation_kind::read_modify_write || kind == operation_kind::compare_exchange;
}

/// An attempt that came to nothing.
bool is_in_vain(const event& done) {
  if (done.how == outcome::timed_out) return true;
  if (changes_atomic(done.kind)) return done.before == done.after;
  return done.how == outcome::failed && done.timing == scheduler::patience::attempt;
}

/// A look at something.
bool is_look(const event& done) {
  return done.kind == operation_kind::load || done.kind == operation_kind::read ||
         done.kind == operation_kind::is_set;
}

/// Something was to be had, and the task got it.
bool is_take(const event& done) {
  constexpr scheduler::kind_set takes{operation_kind::lock,    operation_kind::lock_shared,
                                      operation_kind::acquire, operation_kind::receive,
                                      operation_kind::send,    operation_kind::enter_once,
                                      operation_kind::pass};
  if (done.how != outcome::done && done.how != outcome::last) return false;
  return takes.contains(done.kind) || (changes_atomic(done.kind) && done.before != done.after);
}

class role_finder {
 public:
  role_finder(const finished_run& run, std::uint32_t first, std::uint32_t end)
      : run_(run), first_(first), end_(end) {}

  std::optional<lasso_roles> find() {
    collect();
    judge_runners();
    const bool somebody_starves = judge_losers();
    if (somebody_starves)
      found_.kind = finding_kind::starvation;
    else
      demote_atomic_takers();
    const bool any = std::ranges::any_of(found_.members, [](const role_member& one) {
      return one.role != lasso_role::gets_on && one.role != lasso_role::waits;
    });
    if (!any) return std::nullopt;
    return std::move(found_);
  }

 private:
  /// Who does something in the part, and who waits.
  void collect() {
    for (const auto& created : run_.created_tasks) {
      role_member one;
      one.task = static_cast<task_index>(created.place);
      for (std::uint32_t at = first_; at < end_; ++at)
        if (run_.events[at].task == one.task) one.events.push_back(at);
      const auto waits = std::ranges::find(run_.stuck, one.task, &finished_run::waiting::task);
      if (one.events.empty()) {
        if (waits == run_.stuck.end()) continue;
        one.role = lasso_role::waits;
        one.pending = waits->pending;
      }
      found_.members.push_back(std::move(one));
    }
  }

  [[nodiscard]] bool marks_progress(task_index task) const {
    return std::ranges::any_of(run_.marks, [&](const scheduler::progress_mark& mark) {
      return mark.progress && mark.step > first_ && mark.step <= end_ &&
             (task == scheduler::no_task || mark.task == task);
    });
  }

  void judge_runners() {
    const bool marked = marks_progress(scheduler::no_task);
    for (role_member& one : found_.members) {
      if (one.role == lasso_role::waits) continue;
      bool takes = false;
      bool only_looks = true;
      for (const std::uint32_t at : one.events) {
        const event& done = run_.events[at];
        if (is_in_vain(done)) one.in_vain.push_back(at);
        takes = takes || is_take(done);
        only_looks = only_looks && (is_look(done) || is_in_vain(done));
      }
      const bool gets_on = marked ? marks_progress(one.task) : takes && one.in_vain.empty();
      if (gets_on)
        one.role = lasso_role::gets_on;
      else if (only_looks)
        one.role = lasso_role::polls;
      else
        one.role = one.in_vain.empty() ? lasso_role::circles : lasso_role::retries;
      if (one.role == lasso_role::polls) one.in_vain = one.events;
    }
  }

  /// Finds those that others keep from what they want.
  bool judge_losers() {
    bool any = false;
    for (role_member& one : found_.members) {
      if (one.role == lasso_role::gets_on || !loses(one)) continue;
      if (one.role == lasso_role::waits && one.pending.kind == operation_kind::join) continue;
      losers_.push_back(&one);
      any = true;
    }
    for (role_member* const one : losers_) one->role = lasso_role::starves;
    return any;
  }

  [[nodiscard]] bool loses(const role_member& one) const {
    if (one.role == lasso_role::waits)
      return scheduler::has_object(one.pending.kind) && goes_to_winner(one.pending.object);
    const std::vector<std::uint32_t>& tries = one.in_vain.empty() ? one.events : one.in_vain;
    return std::ranges::any_of(tries, [&](std::uint32_t at) {
      return scheduler::has_object(run_.events[at].kind) &&
             changed_by_winner(run_.events[at].object);
    });
  }

  [[nodiscard]] bool gets_on(task_index task) const {
    const auto found = std::ranges::find(found_.members, task, &role_member::task);
    return found != found_.members.end() && found->role == lasso_role::gets_on;
  }

  [[nodiscard]] bool changed_by_winner(object_index object) const {
    for (std::uint32_t at = first_; at < end_; ++at) {
      const event& done = run_.events[at];
      if (done.object == object && scheduler::has_object(done.kind) && done.before != done.after &&
          gets_on(done.task))
        return true;
    }
    return false;
  }

  /// Whether the last one to take the object gets on, and is still in the part that repeats.
  [[nodiscard]] bool goes_to_winner(object_index object) const {
    for (std::uint32_t at = end_; at > 0; --at) {
      const event& done = run_.events[at - 1];
      if (scheduler::has_object(done.kind) && done.object == object && is_take(done))
        return gets_on(done.task);
    }
    return false;
  }

  /// Without anybody who loses, and without marks, changing an atomic says nothing: two tasks that
  /// undo each other's changes do the same.
  void demote_atomic_takers() {
    if (marks_progress(scheduler::no_task)) return;
    for (role_member& one : found_.members) {
      if (one.role != lasso_role::gets_on) continue;
      const bool takes_more = std::ranges::any_of(one.events, [&](std::uint32_t at) {
        return is_take(run_.events[at]) && !changes_atomic(run_.events[at].kind);
      });
      if (!takes_more) one.role = lasso_role::circles;
    }
  }

  const finished_run& run_;
  std::uint32_t first_;
  std::uint32_t end_;
  lasso_roles found_;
  std::vector<role_member*> losers_;
};

}  // namespace

std::optional<lasso_roles> roles_in(const finished_run& run, std::uint32_t first,
                                    std::uint32_t end) {
  return role_finder(run, first, end).find();
}

}  // namespace heddle::checker
