#include "checker/deadlocks/wakeups.hpp"

#include <algorithm>

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::object_index;
using scheduler::operation_kind;
using scheduler::outcome;
using scheduler::task_index;

bool is_notification(const event& done) {
  return (done.kind == operation_kind::notify_one || done.kind == operation_kind::notify_all) &&
         done.how != outcome::misuse;
}

bool falls_asleep(const event& done) {
  return (done.kind == operation_kind::wait || done.kind == operation_kind::park) &&
         done.how == outcome::done;
}

/// Whether a notification wakes `task` if that sleeps there.
bool wakes(const event& notification, task_index task) {
  return notification.how == outcome::done &&
         (notification.kind == operation_kind::notify_all || notification.chosen == task);
}

bool reads_a_value(const event& done) {
  return done.kind == operation_kind::read || done.kind == operation_kind::load ||
         done.kind == operation_kind::read_modify_write ||
         done.kind == operation_kind::compare_exchange;
}

bool changes_a_value(const event& done) {
  const bool writes = done.kind == operation_kind::write || done.kind == operation_kind::store ||
                      done.kind == operation_kind::read_modify_write ||
                      done.kind == operation_kind::compare_exchange;
  return writes && done.before != done.after;
}

/// Whether the task takes `mutex`, at the end of a sleep, too.
bool takes(const event& done, object_index mutex) {
  if (done.how != outcome::done) return false;
  return (done.kind == operation_kind::lock && done.object == mutex) ||
         (done.kind == operation_kind::wake && done.second == mutex);
}

bool gives_back(const event& done, object_index mutex) {
  if (done.how != outcome::done) return false;
  return (done.kind == operation_kind::unlock && done.object == mutex) ||
         (done.kind == operation_kind::wait && done.second == mutex);
}

/// Where the task took `mutex` before event `end`, if it holds it there.
std::size_t holds_since(const finished_run& run, task_index task, object_index mutex,
                        std::size_t end) {
  for (std::size_t place = end; place-- > 0;) {
    const event& done = run.events[place];
    if (done.task != task) continue;
    if (takes(done, mutex)) return place;
    if (gives_back(done, mutex)) return no_event;
  }
  return no_event;
}

/// What the task read with its mutex before it fell asleep, by numbers of events.
std::vector<std::size_t> looked_at(const finished_run& run, std::size_t began) {
  const event& sleeps = run.events[began];
  std::vector<std::size_t> reads;
  if (sleeps.second == scheduler::no_object) return reads;
  const std::size_t first = holds_since(run, sleeps.task, sleeps.second, began);
  if (first == no_event) return reads;
  for (std::size_t place = first; place < began; ++place)
    if (run.events[place].task == sleeps.task && reads_a_value(run.events[place]))
      reads.push_back(place);
  return reads;
}

/// The first event after `after` with which the task changes `object`.
std::size_t next_change(const finished_run& run, task_index task, object_index object,
                        std::size_t after) {
  for (std::size_t place = after + 1; place < run.events.size(); ++place) {
    const event& done = run.events[place];
    if (done.task == task && done.object == object && changes_a_value(done)) return place;
  }
  return no_event;
}

/// The last sleep of a task, which does not end, and the notifications about it.
class last_sleep {
 public:
  last_sleep(const finished_run& run, task_index task, object_index object)
      : run_(run), task_(task), object_(object), sleeps_(sleeps_of(run, task, object)) {
    if (sleeps_.empty()) return;
    began_ = sleeps_.back().began;
    if (sleeps_.size() > 1) before_ = &sleeps_[sleeps_.size() - 2];
    looked_at_ = looked_at(run, began_);
  }

  [[nodiscard]] std::optional<missed_notification> missed() const {
    if (began_ == no_event) return std::nullopt;
    if (const std::size_t one = last_for_another(began_, run_.events.size()); one != no_event)
      return missed_notification{wakeup_fate::went_to_another, began_, one};
    if (const std::size_t one = last_too_early(); one != no_event)
      return missed_notification{wakeup_fate::too_early, began_, one};
    if (const std::size_t change = last_theft(); change != no_event)
      return missed_notification{wakeup_fate::taken, began_, before_->notified, change};
    if (const std::size_t change = late_change(); change != no_event)
      return missed_notification{wakeup_fate::before_change, began_, before_->notified, change};
    if (const std::size_t one = last_for_another(first(), began_); one != no_event)
      return missed_notification{wakeup_fate::went_to_another, began_, one};
    return std::nullopt;
  }

 private:
  /// Notifications from here on could have been for the last sleep.
  [[nodiscard]] std::size_t first() const { return before_ == nullptr ? 0 : before_->began + 1; }

  [[nodiscard]] bool is_others_notification(std::size_t place) const {
    const event& done = run_.events[place];
    return is_notification(done) && done.object == object_ && done.task != task_;
  }

  [[nodiscard]] std::size_t last_for_another(std::size_t from, std::size_t end) const {
    for (std::size_t place = end; place-- > from;) {
      const event& done = run_.events[place];
      if (is_others_notification(place) && done.kind == operation_kind::notify_one &&
          done.how == outcome::done && done.chosen != task_)
        return place;
    }
    return no_event;
  }

  [[nodiscard]] std::size_t last_too_early() const {
    for (std::size_t place = began_; place-- > first();) {
      if (!is_others_notification(place) || is_what_woke_before(place)) continue;
      const event& done = run_.events[place];
      const bool wasted = done.how == outcome::failed || done.kind == operation_kind::notify_all;
      if (wasted && was_missed(place)) return place;
    }
    return no_event;
  }

  [[nodiscard]] bool is_what_woke_before(std::size_t place) const {
    return before_ != nullptr && before_->notified == place;
  }

  [[nodiscard]] bool was_missed(std::size_t notification) const {
    if (is_parked()) return has_changed();
    const task_index notifier = run_.events[notification].task;
    return kept_mutex() ? change_of_what_was_read(notifier) != no_event
                        : !was_known(notification, notifier);
  }

  [[nodiscard]] bool is_parked() const { return run_.events[began_].kind == operation_kind::park; }

  /// Whether an atomic is another now than what the task waits to change.
  [[nodiscard]] bool has_changed() const {
    return run_.objects[object_].value != run_.events[began_].expected;
  }

  /// Whether it went from one sleep into the next with its mutex.
  [[nodiscard]] bool kept_mutex() const {
    const object_index mutex = run_.events[began_].second;
    return before_ != nullptr && before_->ended != no_event && mutex != scheduler::no_object &&
           holds_since(run_, task_, mutex, began_) == before_->ended;
  }

  [[nodiscard]] std::size_t change_of_what_was_read(task_index notifier) const {
    for (const std::size_t read : looked_at_)
      if (const std::size_t change = next_change(run_, notifier, run_.events[read].object, read);
          change != no_event)
        return change;
    return no_event;
  }

  /// Whether the task has read something as the notifier had left it before the notification, and
  /// left it after.
  [[nodiscard]] bool was_known(std::size_t notification, task_index notifier) const {
    return std::ranges::any_of(looked_at_, [&](std::size_t read) {
      const object_index object = run_.events[read].object;
      const auto early = static_cast<std::ptrdiff_t>(std::min(read, notification));
      const bool written =
          std::any_of(run_.events.begin(), run_.events.begin() + early, [&](const event& done) {
            return done.task == notifier && done.object == object && changes_a_value(done);
          });
      return written &&
             next_change(run_, notifier, object, std::max(read, notification)) == no_event;
    });
  }

  /// What stole the sleep before, if the task has looked at it again since.
  [[nodiscard]] std::size_t last_theft() const {
    if (before_ == nullptr) return no_event;
    const std::size_t change = stolen_by(run_, *before_);
    if (change == no_event) return no_event;
    const bool looked_again = std::ranges::any_of(looked_at_, [&](std::size_t read) {
      return read > before_->ended && run_.events[read].object == run_.events[change].object;
    });
    return looked_again ? change : no_event;
  }

  /// What the notifier that ended the sleep before changed when the task slept again.
  [[nodiscard]] std::size_t late_change() const {
    if (before_ == nullptr || before_->notified == no_event) return no_event;
    const task_index notifier = run_.events[before_->notified].task;
    if (is_parked()) return has_changed() ? next_change(run_, notifier, object_, began_) : no_event;
    return kept_mutex() ? change_of_what_was_read(notifier) : no_event;
  }

  const finished_run& run_;
  task_index task_;
  object_index object_;
  std::vector<sleep> sleeps_;
  std::size_t began_ = no_event;
  const sleep* before_ = nullptr;  ///< the sleep before the last
  std::vector<std::size_t> looked_at_;
};

}  // namespace

std::vector<sleep> sleeps_of(const finished_run& run, task_index task, object_index object) {
  std::vector<sleep> found;
  for (std::size_t place = 0; place < run.events.size(); ++place) {
    const event& done = run.events[place];
    if (done.object != object) continue;
    if (done.task == task && falls_asleep(done)) found.push_back({.began = place});
    if (found.empty() || found.back().ended != no_event) continue;
    sleep& last = found.back();
    if (is_notification(done) && wakes(done, task) && last.notified == no_event)
      last.notified = place;
    if (done.task == task && done.kind == operation_kind::wake && done.how == outcome::done)
      last.ended = place;
  }
  return found;
}

std::size_t stolen_by(const finished_run& run, const sleep& which) {
  if (which.notified == no_event || which.ended == no_event) return no_event;
  const event& woke = run.events[which.ended];
  if (woke.second == scheduler::no_object) return no_event;
  const std::vector<std::size_t> reads = looked_at(run, which.began);
  for (std::size_t place = which.notified + 1; place < which.ended; ++place) {
    const event& done = run.events[place];
    const bool third = done.task != woke.task && done.task != run.events[which.notified].task;
    if (!third || !changes_a_value(done)) continue;
    const bool awaited = std::ranges::any_of(
        reads, [&](std::size_t read) { return run.events[read].object == done.object; });
    if (awaited && holds_since(run, done.task, woke.second, place) != no_event) return place;
  }
  return no_event;
}

std::optional<missed_notification> missed_by(const finished_run& run, task_index task,
                                             object_index object) {
  return last_sleep(run, task, object).missed();
}

}  // namespace heddle::checker
