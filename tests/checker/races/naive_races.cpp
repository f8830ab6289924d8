#include "tests/checker/races/naive_races.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

namespace naive {

using heddle::checker::finished_run;
using heddle::scheduler::event;
using heddle::scheduler::no_object;
using heddle::scheduler::object_kind;
using heddle::scheduler::operation_kind;
using heddle::scheduler::outcome;
using kind = operation_kind;

namespace {

bool done(const event& one) { return one.how == outcome::done || one.how == outcome::last; }

bool plain(const event& one) { return one.kind == kind::read || one.kind == kind::write; }

bool conflict(const event& one, const event& other) {
  return plain(one) && plain(other) && one.task != other.task && one.object == other.object &&
         (one.kind == kind::write || other.kind == kind::write);
}

/// The mutex that the event stops owning exclusively, or begins to; none: no mutex.
std::optional<std::uint32_t> gives_back(const event& one) {
  if (!done(one)) return {};
  if (one.kind == kind::unlock) return one.object;
  if (one.kind == kind::wait && one.second != no_object) return one.second;
  return {};
}
std::optional<std::uint32_t> takes(const event& one) {
  if (!done(one)) return {};
  if (one.kind == kind::lock) return one.object;
  if (one.kind == kind::wake && one.second != no_object) return one.second;
  return {};
}

bool mutex_edge(const event& early, const event& late) {
  const auto given = gives_back(early);
  const auto taken = takes(late);
  if (given && taken) return *given == *taken;
  if (given) return late.kind == kind::lock_shared && done(late) && late.object == *given;
  if (taken) return early.kind == kind::unlock_shared && done(early) && early.object == *taken;
  return false;
}

/// Edges between operations on one object that counts or carries messages.
bool object_edge(const event& early, const event& late) {
  if (early.object != late.object || !done(early) || !done(late)) return false;
  switch (early.kind) {
    case kind::release:
      return late.kind == kind::acquire;
    case kind::count_down:
      return late.kind == kind::latch_wait;
    case kind::arrive:
      return late.kind == kind::pass && late.argument == early.value;
    case kind::send:
      return late.kind == kind::receive && late.value == early.value;
    case kind::receive:
      return late.kind == kind::send && late.value == early.value + late.expected;
    case kind::set:
      return late.kind == kind::event_wait;
    default:
      return false;
  }
}

bool writes_atomic(const event& one) {
  return one.kind == kind::store || one.kind == kind::read_modify_write ||
         (one.kind == kind::compare_exchange && done(one));
}

bool modifies_atomic(const event& one) { return writes_atomic(one) && one.kind != kind::store; }

bool reads_atomic(const event& one) {
  return one.kind == kind::load || one.kind == kind::read_modify_write ||
         one.kind == kind::compare_exchange;
}

bool releases(std::memory_order order) {
  return order == std::memory_order_release || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

bool acquires(std::memory_order order) {
  return order == std::memory_order_acquire || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

std::memory_order order_of_read(const event& one) {
  const bool failed = one.kind == kind::compare_exchange && !done(one);
  return failed ? one.failure_order : one.order;
}

/// The events before each event, by direct edges and then all.
class order {
 public:
  explicit order(std::span<const event> events)
      : events_(events), before_(events.size(), std::vector<bool>(events.size())) {
    for (std::size_t late = 0; late < events.size(); ++late) add_edges(late);
    for (std::size_t late = 0; late < events.size(); ++late) close(late);
  }

  [[nodiscard]] bool ordered(std::size_t early, std::size_t late) const {
    return before_[late][early];
  }

 private:
  void add_edges(std::size_t late) {
    for (std::size_t early = 0; early < late; ++early)
      if (events_[early].task == events_[late].task || mutex_edge(events_[early], events_[late]) ||
          object_edge(events_[early], events_[late]))
        before_[late][early] = true;
    if (reads_atomic(events_[late])) add_atomic_edges(late);
  }

  /// [atomics.order] and [atomics.fences]: what the reader, or an acquire fence after it,
  /// synchronises with.
  void add_atomic_edges(std::size_t reader) {
    std::vector<std::size_t> to;
    if (acquires(order_of_read(events_[reader]))) to.push_back(reader);
    for (std::size_t fence = reader + 1; fence < events_.size(); ++fence)
      if (events_[fence].kind == kind::fence && events_[fence].task == events_[reader].task &&
          acquires(events_[fence].order))
        to.push_back(fence);
    // Back along the release sequences that what is read may belong to.
    for (std::size_t writer = reader; writer-- > 0;) {
      const event& write = events_[writer];
      if (write.object != events_[reader].object || !writes_atomic(write)) continue;
      for (const std::size_t acquiring : to) add_releases(writer, acquiring);
      if (!modifies_atomic(write)) break;
    }
  }

  void add_releases(std::size_t writer, std::size_t acquiring) {
    if (releases(events_[writer].order)) before_[acquiring][writer] = true;
    for (std::size_t fence = 0; fence < writer; ++fence)
      if (events_[fence].kind == kind::fence && events_[fence].task == events_[writer].task &&
          releases(events_[fence].order))
        before_[acquiring][fence] = true;
  }

  void close(std::size_t late) {
    for (std::size_t middle = late; middle-- > 0;)
      if (before_[late][middle])
        for (std::size_t early = 0; early < middle; ++early)
          if (before_[middle][early]) before_[late][early] = true;
  }

  std::span<const event> events_;
  std::vector<std::vector<bool>> before_;
};

}  // namespace

racing_lines lines_of(const event& one, const event& other) {
  const std::uint32_t first = std::min(one.site.where.line(), other.site.where.line());
  const std::uint32_t second = std::max(one.site.where.line(), other.site.where.line());
  return "object " + std::to_string(one.object) + ": " + std::to_string(first) + "+" +
         std::to_string(second);
}

std::set<racing_lines> races_of(const finished_run& run) {
  const order known(run.events);
  std::set<racing_lines> found;
  for (std::size_t late = 0; late < run.events.size(); ++late)
    for (std::size_t early = 0; early < late; ++early)
      if (conflict(run.events[early], run.events[late]) && !known.ordered(early, late))
        found.insert(lines_of(run.events[early], run.events[late]));
  return found;
}

std::set<racing_lines> adjacent_conflicts(const finished_run& run) {
  std::set<racing_lines> found;
  for (std::size_t late = 1; late < run.events.size(); ++late)
    if (conflict(run.events[late - 1], run.events[late]))
      found.insert(lines_of(run.events[late - 1], run.events[late]));
  return found;
}

}  // namespace naive
