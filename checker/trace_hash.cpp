#include "checker/trace_hash.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::no_task;
using scheduler::operation_kind;
using scheduler::relation;

bool starts_process(const event& done) { return done.kind == operation_kind::spawn && done.flag; }

/// Whether what the event depends on is not what last accessed the same things: phases of a barrier
/// are independent of each other, and a new process copies everything.
bool needs_relation(const event& done) {
  return starts_process(done) ||
         (scheduler::has_object(done.kind) && done.target == scheduler::object_kind::barrier);
}

bool counts_as_access(const event& done, const scheduler::access& one) {
  // Starts and joins of tasks are always ordered.
  return one.to.what != scheduler::resource::part::task ||
         (done.kind != operation_kind::spawn && done.kind != operation_kind::join);
}

}  // namespace

void trace_hash::begin(const finished_run& run) {
  events_ = run.events;
  hashes_.clear();
  processes_started_.clear();
  sum_ = advanced_ = 0;
  const std::size_t tasks = run.created_tasks.size();
  who_.resize(tasks);
  latest_.assign(tasks, 0);
  for (std::size_t place = 0; place < tasks; ++place)
    who_[place] = identity_of_task(run, static_cast<scheduler::task_index>(place));
  for (std::vector<accessed>& each : last_) each.assign(each.size(), {});
}

trace_hash::accessed& trace_hash::last_of(const scheduler::resource& thing) {
  std::vector<accessed>& all = last_[static_cast<std::size_t>(thing.what)];
  if (thing.index >= all.size()) all.resize(std::size_t{thing.index} + 1);
  return all[thing.index];
}

std::uint64_t trace_hash::hash_of_label(const event& done) const {
  const bool wakes =
      done.kind == operation_kind::notify_one && done.how == scheduler::outcome::done;
  const std::uint64_t way = wakes ? who_[done.chosen] : done.chosen;
  const auto kind = static_cast<std::uint64_t>(done.kind) << 8U;
  return mix(mix(latest_[done.task] + who_[done.task], kind + static_cast<std::uint64_t>(done.how)),
             way);
}

/// Adds every event that the one at `step` depends on.
std::uint64_t trace_hash::add_all_before(std::uint64_t hash, std::size_t step) const {
  std::uint64_t sum = 0;
  for (std::size_t before = 0; before < step; ++before)
    if (scheduler::dependent(events_[before], events_[step], relation::strict))
      sum += hashes_[before];
  return mix(hash, sum);
}

/// Adds the notification of all sleepers that the task at `step` goes on after, if it was one.
std::uint64_t trace_hash::add_waker(std::uint64_t hash, std::size_t step) const {
  const event& done = events_[step];
  for (std::size_t before = step; before-- > 0;) {
    const event& other = events_[before];
    if (other.task == done.task) break;
    if (other.kind == operation_kind::notify_all && other.object == done.object &&
        scheduler::dependent(other, done, relation::strict))
      return mix(hash, hashes_[before]);
  }
  return hash;
}

/// Adds the starts of processes that copied what the event changes. They commute.
std::uint64_t trace_hash::add_copies(std::uint64_t hash, const event& done) const {
  std::uint64_t sum = 0;
  for (const std::size_t start : processes_started_)
    if (scheduler::dependent(events_[start], done, relation::strict)) sum += hashes_[start];
  return sum == 0 ? hash : mix(hash, sum);
}

std::uint64_t trace_hash::add_accesses(std::uint64_t hash, const event& done) {
  for (const scheduler::access& one : scheduler::accesses(done)) {
    if (!counts_as_access(done, one)) continue;
    const accessed& last = last_of(one.to);
    hash = mix(hash, one.writes ? last.written + last.read_since : last.written);
  }
  return hash;
}

void trace_hash::leave(const event& done, std::uint64_t hash) {
  for (const scheduler::access& one : scheduler::accesses(done)) {
    if (!counts_as_access(done, one)) continue;
    accessed& last = last_of(one.to);
    if (one.writes)
      last = {hash, 0};
    else
      last.read_since += hash;
  }
}

std::uint64_t trace_hash::hash_at(std::size_t step) {
  const event& done = events_[step];
  if (done.task == no_task) return advanced_ = mix(sum_, 1);
  std::uint64_t hash = mix(hash_of_label(done), advanced_);
  if (needs_relation(done))
    hash = add_all_before(hash, step);
  else
    hash = add_accesses(hash, done);
  if (done.kind == operation_kind::wake) hash = add_waker(hash, step);
  hash = add_copies(hash, done);
  if (starts_process(done)) processes_started_.push_back(step);
  leave(done, hash);
  latest_[done.task] = hash;
  return hash;
}

std::uint64_t trace_hash::operator()(const finished_run& run) {
  begin(run);
  for (std::size_t step = 0; step < events_.size(); ++step) {
    hashes_.push_back(hash_at(step));
    sum_ += scheduler::scramble(hashes_.back());
  }
  return sum_;
}

trace_counts trace_sample::count() {
  std::sort(hashes_.begin(), hashes_.end());
  trace_counts counts{.executions = hashes_.size()};
  for (auto from = hashes_.begin(); from != hashes_.end();) {
    const auto to = std::upper_bound(from, hashes_.end(), *from);
    ++counts.distinct;
    if (to - from == 1) ++counts.once;
    from = to;
  }
  return counts;
}

}  // namespace heddle::checker
