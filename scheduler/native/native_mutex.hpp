#pragma once

#include <atomic>
#include <mutex>

#include "scheduler/native/native_object.hpp"

namespace heddle::scheduler {

/// What condition variables need of mutexes of any kind. The owner is a relaxed note beside the
/// real mutex: it orders nothing, and a task finds itself there only if it holds the mutex.
struct native_lockable : native_object {
  [[nodiscard]] bool held_by(const native_task& task) const {
    return owner.load(std::memory_order_relaxed) == &task;
  }
  /// Takes the mutex again after a wait.
  virtual void take_back(native_task& task) = 0;
  /// Leaves the mutex for a wait. Precondition: `held_by(task)`.
  virtual void leave() = 0;

  std::atomic<const native_task*> owner{nullptr};
};

/// `std::mutex`, and `std::timed_mutex`, which is the same one natively.
struct native_plain_mutex final : native_lockable {
  result perform(const native_call& call) override;
  [[nodiscard]] misuse wrong_to_end() const override;
  void take_back(native_task& task) override;
  void leave() override;

  std::mutex real;
};

}  // namespace heddle::scheduler
