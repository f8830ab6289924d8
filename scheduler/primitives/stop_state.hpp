#pragma once

#include <atomic>
#include <mutex>
#include <string_view>

#include "scheduler/primitives/atomic_object.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::detail {

/// A registered callback: a link of the state's list, part of a `stop_callback`.
struct stop_link {
  void (*call)(stop_link& self) = nullptr;
  stop_link* previous = nullptr;
  stop_link* next = nullptr;
  bool listed = false;
};

/// What the sources, tokens and callbacks of one stop request share. To the scheduler it is an
/// atomic number: its lowest bit says that stopping was requested, the rest counts the steps that
/// order callbacks (registering one, the end of one). These and the request are
/// read-modify-writes; asking, and removing a callback, are loads. The list of callbacks changes in
/// the same step; its lock is for native runs and never held across an operation.
class stop_state {
 public:
  stop_state(std::string_view name, scheduler::code_site site);
  stop_state(const stop_state&) = delete;
  stop_state& operator=(const stop_state&) = delete;
  ~stop_state();

  /// Whether stopping was requested: an operation.
  [[nodiscard]] bool stop_requested(scheduler::code_site site);
  /// Whether it was or can still be requested: no operation.
  [[nodiscard]] bool stop_possible();
  /// Requests to stop and runs the callbacks, in the order they were registered; false if stopping
  /// was requested before.
  bool request_stop(scheduler::code_site site);

  /// Registers a callback; false if stopping was requested: then the caller runs it.
  bool add(stop_link& link, scheduler::code_site site);
  /// Takes a callback out; if another task runs it at this moment, waits until it has. For
  /// destructors: throws nothing.
  void remove(stop_link& link, scheduler::code_site site) noexcept;

  /// How many sources there are.
  std::atomic<unsigned> sources{0};

 private:
  void run_callbacks(scheduler::code_site site);
  stop_link* begin_next();
  bool end_running();
  void take_out(stop_link& link);
  void take_out_or_wait(stop_link& link, scheduler::code_site site);
  bool take_out_if_listed(stop_link& link);
  bool awaits_end(const stop_link& link);

  std::mutex mutex_;
  bool requested_ = false;
  stop_link* first_ = nullptr;
  stop_link* last_ = nullptr;
  /// The callback under way, the task that runs it, and whether somebody waits for its end.
  const stop_link* running_ = nullptr;
  scheduler::task_index runner_ = scheduler::no_task;
  bool awaited_ = false;
  atomic_object object_;
};

}  // namespace heddle::detail
