#include "checker/misuse_evidence.hpp"

#include <algorithm>

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::misuse;
using scheduler::operation_kind;
using scheduler::outcome;

bool came_off(const execution::step& step) {
  return step.how == outcome::done || step.how == outcome::last;
}

misuse_evidence told_by(misuse_role role, const execution::step& step) {
  return {role, step.task, step.number, step.where};
}

bool takes_lock(const execution::step& step, int lock) {
  if (step.kind == operation_kind::wake) return step.second == lock;
  return step.object == lock &&
         (step.kind == operation_kind::lock || step.kind == operation_kind::lock_shared);
}

bool gives_lock_back(const execution::step& step, int lock) {
  if (step.kind == operation_kind::wait) return step.second == lock;
  return step.object == lock &&
         (step.kind == operation_kind::unlock || step.kind == operation_kind::unlock_shared);
}

/// The last step of one of the kinds on the object, before `end` steps were done.
template <class Fits>
std::vector<misuse_evidence> last_step(const execution& told, std::uint32_t end, misuse_role role,
                                       Fits fits) {
  for (std::size_t at = std::min<std::size_t>(end, told.steps.size()); at > 0; --at)
    if (const execution::step& step = told.steps[at - 1]; came_off(step) && fits(step))
      return {told_by(role, step)};
  return {};
}

std::vector<misuse_evidence> last_of_kind(const execution& told, const execution::problem& wrong,
                                          misuse_role role, operation_kind kind) {
  return last_step(told, wrong.step, role, [&](const execution::step& step) {
    return step.kind == kind && step.object == wrong.object;
  });
}

/// Who sleeps on the object.
std::vector<misuse_evidence> sleepers_of(const execution& told, const execution::problem& wrong) {
  std::vector<misuse_evidence> sleepers;
  for (const execution::step& step : told.steps) {
    if (step.number > wrong.step) break;
    if (step.object != wrong.object || !came_off(step)) continue;
    if (step.kind == operation_kind::wait || step.kind == operation_kind::park)
      sleepers.push_back(told_by(misuse_role::waits, step));
    if (step.kind == operation_kind::notify_all) sleepers.clear();
    const int leaves = step.kind == operation_kind::notify_one ? step.other_task
                       : step.kind == operation_kind::wake     ? step.task
                                                               : execution::none;
    std::erase_if(sleepers, [&](const auto& one) { return one.task == leaves; });
  }
  return sleepers;
}

/// Where an object was made: its end has no line of its own.
misuse_evidence maker_of(const execution& told, int object) {
  const execution::object& made = told.objects[static_cast<std::size_t>(object)];
  return {misuse_role::made, made.creator, 0, made.created_at};
}

/// The step that started the task, and what it did last.
std::vector<misuse_evidence> history_of(const execution& told, const execution::problem& wrong,
                                        bool with_last_step) {
  std::vector<misuse_evidence> history;
  const auto is_start = [&](const execution::step& step) {
    return step.kind == operation_kind::spawn && step.other_task == wrong.other_task;
  };
  history = last_step(told, wrong.step, misuse_role::started, is_start);
  if (!with_last_step) return history;
  const auto is_own = [&](const execution::step& step) { return step.task == wrong.other_task; };
  for (const misuse_evidence& one : last_step(told, wrong.step, misuse_role::runs, is_own))
    history.push_back(one);
  return history;
}

/// Who joined the task; if nobody, it was detached.
std::vector<misuse_evidence> first_join(const execution& told, const execution::problem& wrong) {
  const auto joins = [&](const execution::step& step) {
    return step.kind == operation_kind::join && step.other_task == wrong.other_task;
  };
  const auto joined = last_step(told, wrong.step, misuse_role::joined, joins);
  return joined.empty() ? history_of(told, wrong, false) : joined;
}

/// The mutex of a wait that is wrong.
std::vector<misuse_evidence> about_mutex(const execution& told, const execution::problem& wrong) {
  if (wrong.step == 0 || wrong.step > told.steps.size()) return {};
  const execution::step& wait = told.steps[wrong.step - 1];
  if (wait.kind != operation_kind::wait || wait.second == execution::none) return {};
  auto holders = holders_of(told, wait.second, wrong.step - 1);
  if (!holders.empty()) return holders;
  return last_step(told, wrong.step - 1, misuse_role::released,
                   [&](const execution::step& step) { return gives_lock_back(step, wait.second); });
}

}  // namespace

std::string_view name_of(misuse_role role) {
  switch (role) {
    case misuse_role::holds:
      return "holds";
    case misuse_role::waits:
      return "waits";
    case misuse_role::destroyed:
      return "destroyed";
    case misuse_role::released:
      return "released";
    case misuse_role::started:
      return "started";
    case misuse_role::joined:
      return "joined";
    case misuse_role::runs:
      return "runs";
    case misuse_role::used_up:
      return "used_up";
    case misuse_role::made:
      return "made";
  }
  return "";
}

std::vector<misuse_evidence> holders_of(const execution& told, int lock, std::uint32_t end) {
  std::vector<misuse_evidence> holders;
  for (const execution::step& step : told.steps) {
    if (step.number > end) break;
    if (!came_off(step)) continue;
    if (takes_lock(step, lock)) holders.push_back(told_by(misuse_role::holds, step));
    if (!gives_lock_back(step, lock)) continue;
    const auto last = std::find_if(holders.rbegin(), holders.rend(),
                                   [&](const auto& one) { return one.task == step.task; });
    if (last != holders.rend()) holders.erase(std::next(last).base());
  }
  return holders;
}

std::vector<misuse_evidence> evidence_for(const execution& told, const execution::problem& wrong) {
  switch (wrong.what) {
    case misuse::unlock_not_owner:
    case misuse::already_locked:
      return holders_of(told, wrong.object, wrong.step);
    case misuse::unlock_not_locked:
      return last_step(told, wrong.step, misuse_role::released, [&](const execution::step& step) {
        return gives_lock_back(step, wrong.object);
      });
    case misuse::wait_without_lock:
      return about_mutex(told, wrong);
    case misuse::destroyed_while_held: {
      auto all = holders_of(told, wrong.object, wrong.step);
      all.push_back(maker_of(told, wrong.object));
      return all;
    }
    case misuse::destroyed_while_waited_on: {
      auto all = sleepers_of(told, wrong);
      all.push_back(maker_of(told, wrong.object));
      return all;
    }
    case misuse::use_after_destruction:
    case misuse::notified_object_destroyed:
      return last_of_kind(told, wrong, misuse_role::destroyed, operation_kind::destroy);
    case misuse::semaphore_above_maximum:
      return last_of_kind(told, wrong, misuse_role::used_up, operation_kind::release);
    case misuse::latch_below_zero:
      return last_of_kind(told, wrong, misuse_role::used_up, operation_kind::count_down);
    case misuse::barrier_above_expected:
      return last_of_kind(told, wrong, misuse_role::used_up, operation_kind::arrive);
    case misuse::promise_already_satisfied:
      return last_of_kind(told, wrong, misuse_role::used_up, operation_kind::set);
    case misuse::joined_twice:
      return first_join(told, wrong);
    case misuse::joinable_destroyed:
      return history_of(told, wrong, true);
    case misuse::joins_itself:
      return history_of(told, wrong, false);
    default:
      return {};
  }
}

}  // namespace heddle::checker
