#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"

namespace heddle::checker {

/// What a task does to locks by an event or by what it waits to do.
struct lock_use {
  scheduler::object_index lock = scheduler::no_object;
  bool shared = false;
};

/// The lock that the event took, if it did: also the mutex taken again behind a wait.
std::optional<lock_use> lock_taken(const scheduler::event& done);
/// The lock that the event gave back, if it did: also the mutex of a wait.
std::optional<lock_use> lock_given_back(const scheduler::event& done);

/// Which locks the tasks of a run held when they asked for others. A request that may give up, a
/// `try_lock` or one with a time-out, waits for nobody for ever; it is listed if it got the lock.
/// Asking again for a recursive mutex is no request, and asking again for any other lock no order
/// of two locks.
///
/// Keeps its memory from run to run: in steady state it allocates nothing.
class lock_requests {
 public:
  static constexpr std::uint32_t no_event = 0xffff'ffff;

  /// A lock held.
  struct hold {
    scheduler::object_index lock = scheduler::no_object;
    bool shared = false;
    std::uint32_t event = 0;  ///< that took it
  };

  struct request {
    scheduler::task_index task = scheduler::no_task;
    scheduler::object_index lock = scheduler::no_object;
    bool shared = false;
    scheduler::patience timing = scheduler::patience::blocking;
    /// The event that got it; `no_event`: the task waits for it at the end.
    std::uint32_t event = no_event;
    scheduler::code_site site{};
    std::uint32_t first_hold = 0;
    std::uint32_t hold_count = 0;

    [[nodiscard]] bool waits() const { return event == no_event; }
  };

  /// Goes through the run and lists the requests of tasks that held something, in the order of the
  /// events; those who still wait last.
  void find(const finished_run& run);

  [[nodiscard]] std::span<const request> all() const { return requests_; }
  /// What the task held when it asked, in the order in which it was taken.
  [[nodiscard]] std::span<const hold> holds(const request& of) const {
    return {&holds_[of.first_hold], of.hold_count};
  }
  /// Where a hold was taken.
  [[nodiscard]] static const scheduler::code_site& site_of(const finished_run& run,
                                                           const hold& what) {
    return run.events[what.event].site;
  }

 private:
  struct holder {
    std::vector<hold> holds;
  };

  void follow(const scheduler::event& done, std::uint32_t number);
  void add_waiting(const finished_run& run, const finished_run::waiting& one);
  void add(request asked, const holder& by);

  std::vector<holder> tasks_;  ///< by place
  std::vector<request> requests_;
  std::vector<hold> holds_;
};

}  // namespace heddle::checker
