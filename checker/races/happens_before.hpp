#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"

namespace heddle::checker {

/// Which events of a run happened before which: the order that synchronisation alone gives, as in
/// the memory model of C++. (Not the dependence that searches reduce by, which also orders accesses
/// that race.) A walk through the events with a vector clock for each task (Fidge 1988; Mattern
/// 1989) and one for each thing that hands an order on:
///
/// - a task's start comes before its first event, its last event before a join or the end of its
///   `together`;
/// - the end of a mutex' ownership before its next owners (of shared ownership: before exclusive
///   owners only), also where a condition variable gives the mutex back and takes it again.
///   A notification orders nothing;
/// - a release store, and what continues its release sequence (read-modify-writes of any order),
///   before an acquire load that reads one of them; fences stand in for the orders of the atomic
///   operations before and after them (C++20, atomics.order and atomics.fences). `seq_cst` adds
///   nothing, `consume` counts as `acquire`, a `compare_exchange` that fails is a load;
/// - a release of a semaphore before all later acquisitions; count-downs before the end of a wait
///   for the latch; arrivals at a barrier before its completion function and the end of waits of
///   the same phase;
/// - the k-th message's sending before its reception, that before the sending of message
///   k + capacity, and the closing of a channel before operations that fail for it;
/// - the setting of an event (a future's, too) before waits and questions that see it, the end of
///   a `call_once` function, returned from or thrown out of, before all that come to the flag
///   later.
///
/// Attempts that fail order nothing but as said, nor does time. All pairs depend on each other in
/// the table of operations, so every execution of a Mazurkiewicz trace has the same order.
///
/// What is new: a component of a clock is no count of a task's events but the number of the last
/// one known, so that the number of an event serves as its epoch (FastTrack: task and time in a
/// word).
class happens_before {
 public:
  /// Goes to the beginning of a run. The run must stay as it is during the walk.
  void start(const finished_run& run);

  /// Goes on behind the next event. Precondition: there is one.
  void advance();

  /// How many events lie behind.
  [[nodiscard]] std::size_t position() const { return position_; }

  /// Whether the event `early`, which lies behind, happened before all that `late` has not done
  /// yet, or is its own.
  [[nodiscard]] bool precedes(std::uint32_t early, scheduler::task_index late) const {
    return clocks_[late * width_ + events_[early].task] > early;
  }

  /// What a task knows: by place of each task, the number of its last event that happened before
  /// what `task` does next, plus 1; 0 for none. Good until the next `advance`.
  [[nodiscard]] std::span<const std::uint32_t> clock(scheduler::task_index task) const {
    return {&clocks_[task * width_], width_};
  }

 private:
  /// A clock: where it begins in `clocks_`, in units of `width_`. Those of tasks come first.
  using row = std::uint32_t;
  static constexpr row none = 0xffff'ffff;

  void begin(scheduler::task_index task);
  void gather_group(scheduler::task_index parent);
  void acquire(const scheduler::event& done);
  void release(const scheduler::event& done);
  void read_atomic(const scheduler::event& done, std::memory_order order);
  void write_atomic(const scheduler::event& done, bool continues);
  void take_exclusively(scheduler::task_index task, std::uint32_t mutex);

  row make();
  row made(row& place);
  void copy(row from, row to);
  void join(row from, row into);
  /// The clock of the n-th message or phase of an object.
  row& numbered(const scheduler::event& done, std::uint64_t number);

  std::span<const scheduler::event> events_;
  std::size_t position_ = 0;
  std::size_t width_ = 0;
  std::vector<std::uint32_t> clocks_;
  row rows_ = 0;

  struct task_record {
    scheduler::task_index creator = scheduler::no_task;
    bool begun = false;    ///< has its starter's clock
    bool grouped = false;  ///< one of a `together` that has not ended
    row released = none;   ///< at its last release fence
    row read = none;       ///< what an acquire fence would bring
  };
  std::vector<task_record> tasks_;

  struct object_record {
    row handed_on = none;  ///< by the release that counts: of the owner, the value read, ...
    row shared = none;     ///< by shared owners
    row many = none;       ///< place in `many_`
  };
  std::vector<object_record> objects_;
  std::vector<std::vector<row>> many_;
  std::uint32_t many_used_ = 0;
};

}  // namespace heddle::checker
