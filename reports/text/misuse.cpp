#include "reports/text/misuse.hpp"

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::misuse_evidence;
using checker::misuse_role;
using scheduler::execution;
using scheduler::misuse;

bool lasts(misuse_role role) { return role == misuse_role::holds || role == misuse_role::waits; }

std::string step_and_line(const misuse_evidence& one) {
  const std::string line =
      one.where.known() ? elide_front(printable(one.where.brief()), widest_where) : std::string();
  if (one.step == 0) return line.empty() ? "" : fmt::format(" ({})", line);
  const std::string_view word = lasts(one.role) ? "since" : "at";
  return line.empty() ? fmt::format(" {} step {}", word, one.step)
                      : fmt::format(" {} step {} ({})", word, one.step, line);
}

/// What was done at the step, to follow the name of the task.
std::string_view deed_of(misuse_role role) {
  switch (role) {
    case misuse_role::holds:
      return "holds it";
    case misuse_role::waits:
      return "waits on it";
    case misuse_role::destroyed:
      return "destroyed it";
    case misuse_role::released:
      return "gave it back last";
    case misuse_role::started:
      return "started it";
    case misuse_role::joined:
      return "joined it before";
    case misuse_role::runs:
      return "did its last step so far";
    case misuse_role::used_up:
      return "did the same last";
    case misuse_role::made:
      return "made it";
  }
  return "";
}

std::string evidence_sentence(const checker::finding& found, const misuse_evidence& one) {
  const std::string who =
      one.task == execution::none ? std::string("the program") : name_of_task(found, one.task);
  return fmt::format("{} {}{}", who, deed_of(one.role), step_and_line(one));
}

std::string_view remedy_for(misuse what) {
  switch (what) {
    case misuse::unlock_not_owner:
      return "let the task that locks unlock, best with a lock_guard; to signal from one task to "
             "another use a semaphore";
    case misuse::unlock_not_locked:
      return "unlock once for each lock; a lock_guard does";
    case misuse::wait_without_lock:
      return "lock the mutex before the wait, and pass that lock to it";
    case misuse::notified_object_destroyed:
    case misuse::use_after_destruction:
      return "let the object live until all who use it have ended: join them first, or share it "
             "with a shared_ptr";
    case misuse::destroyed_while_held:
      return "release the lock on every way out before the mutex ends, or let the mutex live "
             "longer";
    case misuse::destroyed_while_waited_on:
      return "wake and join those who wait before the object ends";
    case misuse::semaphore_above_maximum:
      return "release only what was acquired, or give the semaphore a larger maximum";
    case misuse::latch_below_zero:
      return "count down as often as the latch expects; to begin anew make another latch, or use a "
             "barrier";
    case misuse::barrier_above_expected:
      return "make the barrier for as many tasks as arrive in a phase";
    case misuse::not_joinable:
      return "join or detach only what joinable() says stands for a task";
    case misuse::joined_twice:
      return "join or detach each task once; a jthread joins by itself";
    case misuse::joins_itself:
      return "let another task join it";
    case misuse::joinable_destroyed:
      return "join it on every way out; a jthread does so by itself";
    case misuse::no_mutex:
      return "give the lock a mutex before it is used";
    case misuse::already_locked:
      return "lock once, or use a recursive_mutex";
    case misuse::not_locked:
      return "unlock only what owns_lock() says is locked";
    case misuse::no_state:
      return "use what valid() says has a state; get_future and get each work once";
    case misuse::promise_already_satisfied:
      return "give each promise one result";
    case misuse::future_already_retrieved:
      return "get the future once, and share it as a shared_future";
    case misuse::swallowed_unwinding:
      return "rethrow in catch (...), or catch std::exception";
    case misuse::static_initialiser:
      return "initialise the variable before the tasks start, or use call_once: while one task "
             "initialises it, another that comes there blocks its whole thread";
    case misuse::other_process:
      return "share it: only queues, pipes, shared memory and process locks cross processes";
    case misuse::none:
    case misuse::bad_argument:
    case misuse::too_many_tasks:
    case misuse::too_many_objects:
    case misuse::too_many_events:
      return "";
  }
  return "";
}

}  // namespace

std::string misuse_remedy(const checker::finding& found) {
  if (found.kind == finding_kind::leak)
    return found.object == execution::none
               ? "join the task, or let main wait for its end in another way"
               : "release it on every way out, best with a lock_guard";
  return std::string(remedy_for(found.misused));
}

std::string misuse_text(const checker::finding& found, const text_options& options) {
  if (found.kind != finding_kind::misuse && found.kind != finding_kind::leak) return "";
  const std::string indent(margin, ' ');
  std::string text;
  for (const misuse_evidence& one : found.evidence)
    text += indent + wrap(evidence_sentence(found, one), margin, options.width) + "\n";
  if (const std::string remedy = misuse_remedy(found); !remedy.empty())
    text += indent + wrap("To mend it: " + remedy, margin, options.width) + "\n";
  return text;
}

}  // namespace heddle::reports
