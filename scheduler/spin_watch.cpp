#include "scheduler/spin_watch.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::scheduler {

namespace {

/// Whether the operation has only looked at its object, or put there what was there before.
bool only_looks(const event& done) {
  if (done.invisible) return false;
  switch (done.kind) {
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::is_set:
      return done.how == outcome::done;
    case operation_kind::write:
    case operation_kind::store:
    case operation_kind::read_modify_write:
    case operation_kind::compare_exchange:
      return done.how != outcome::misuse && done.before == done.after;
    default:
      return (done.how == outcome::failed && done.timing == patience::attempt) ||
             (done.how == outcome::timed_out && done.kind != operation_kind::wake);
  }
}

/// Whether every change of what the object shows is a write of it for all who read it.
bool shows_its_changes(object_kind kind) {
  switch (kind) {
    case object_kind::variable:
    case object_kind::atomic:
    case object_kind::mutex:
    case object_kind::semaphore:
    case object_kind::latch:
    case object_kind::channel:
    case object_kind::event:
      return true;
    default:
      return false;
  }
}

}  // namespace

void spin_watch::look_at(const event& done) {
  if (comparing_)
    done_ = scramble(done_ + done.value + static_cast<std::uint64_t>(done.kind) +
                     (static_cast<std::uint64_t>(done.how) << 8) +
                     (static_cast<std::uint64_t>(done.object) << 16));
  if (watching_) look_for_change(done);
}

void spin_watch::look_for_change(const event& done) {
  if (!only_looks(done) || !shows_its_changes(done.target) || current_.count == most_polls) {
    pure_ = false;
    return;
  }
  current_.polls[current_.count++] = {done.kind, done.object, done.after};
}

std::optional<operation> spin_watch::yielded() {
  const bool polled = watching_ && pure_ && current_.count > 0;
  const bool again = std::ranges::equal(current_.all(), previous_.all());
  equal_rounds_ = polled ? (again ? equal_rounds_ + 1 : 1) : 0;
  watching_ = pure_ = true;
  previous_ = current_;
  current_.count = 0;
  if (equal_rounds_ < spin_rounds) return std::nullopt;
  equal_rounds_ = 0;
  return change_of(previous_);
}

void spin_watch::woke_in_vain() {
  if (!comparing_) done_before_.fill(0);
  const bool again = comparing_ && std::ranges::find(done_before_, done_) != done_before_.end();
  vain_ = again ? vain_ + 1 : 0;
  done_before_[next_compared_++ % most_compared] = done_;
  done_ = 0;
  comparing_ = true;
}

void spin_watch::follow(const event& done) {
  if (!only_looks(done) || !shows_its_changes(done.target)) {
    forget();
    return;
  }
  const poll now{done.kind, done.object, done.after};
  period_ = 0;
  for (std::uint32_t before = 1; before <= most_repeated; ++before) {
    const bool same = followed_ >= before && recent_[(followed_ - before) % recent_.size()] == now;
    std::uint32_t& repeated = repeated_[before - 1];
    repeated = same ? repeated + 1 : 0;
    const std::uint32_t enough = before * (silent_spin_rounds - 1) - unfollowed_polls;
    if (period_ == 0 && repeated >= enough) period_ = before;
  }
  recent_[followed_ % recent_.size()] = now;
  ++followed_;
}

std::optional<operation> spin_watch::silently(const operation& next) {
  round repeated;
  for (std::uint32_t before = period_; before > 0; --before)
    repeated.polls[repeated.count++] = recent_[(followed_ - before) % recent_.size()];
  const poll& expected = repeated.polls[0];
  if (next.kind != expected.kind || next.object != expected.object) return std::nullopt;
  forget();
  return change_of(repeated);
}

/// The operation that waits until one of the things looked at has changed.
std::optional<operation> spin_watch::change_of(const round& what) {
  operation until{operation_kind::await};
  for (const poll& one : what.all()) {
    if (until.object == no_object || until.object == one.object) {
      until.object = one.object;
      until.argument = one.seen;
    } else if (until.second == no_object || until.second == one.object) {
      until.second = one.object;
      until.expected = one.seen;
    } else {
      return std::nullopt;
    }
  }
  return until;
}

}  // namespace heddle::scheduler
