#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "scheduler/object.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/operation_table.hpp"
#include "scheduler/runtime.hpp"

/// The real primitives behind objects of native runs: private to the sources of the native runtime.
namespace heddle::scheduler {

/// When a timed operation gives up, in real time.
using real_time = std::chrono::steady_clock::time_point;

/// One operation to be carried out by a real thread.
struct native_call {
  const operation& wanted;
  native_task& task;
  /// As in `wanted`, but `blocking` if the deadline never comes.
  patience timing = patience::blocking;
  real_time deadline = real_time::max();
  /// The mutex of `wait` and `wake`; may be null.
  native_object* second = nullptr;
  /// To be done with the operation, under the object's lock; may be empty.
  transfer with{};
};

/// The real primitive of one object. Operations on one object synchronise as those of its
/// namesake in the standard library do; operations on different objects share nothing.
struct native_object {
  native_object() = default;
  native_object(const native_object&) = delete;
  native_object& operator=(const native_object&) = delete;
  virtual ~native_object() = default;

  /// Carries the operation out and blocks as long as it takes.
  virtual result perform(const native_call& call) = 0;
  /// What is wrong with ending the object now; `none` if nothing is.
  [[nodiscard]] virtual misuse wrong_to_end() const { return misuse::none; }
  /// Whether some thread may still be inside, so that the object must be kept for a while.
  [[nodiscard]] virtual bool busy() const { return false; }

  /// As given by the model, or its kind.
  std::string name;
  /// The task in whose list it stands, and where.
  native_task* creator = nullptr;
  std::size_t place = 0;
};

/// The real primitive for an object; null for plain variables, which are plain memory.
std::unique_ptr<native_object> make_native_object(const object_description& description);

std::unique_ptr<native_object> make_native_atomic(const object_description& description);
/// Mutexes of the three kinds.
std::unique_ptr<native_object> make_native_mutex(const object_description& description);
std::unique_ptr<native_object> make_native_condition();
/// Semaphores, latches, barriers, channels, events, call_once.
std::unique_ptr<native_object> make_native_monitor(const object_description& description);

}  // namespace heddle::scheduler
