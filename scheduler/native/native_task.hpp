#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "scheduler/native/native_object.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::scheduler {

/// A task's sleep at a condition variable or an atomic, begun by one operation and ended by
/// another.
struct native_sleep {
  enum class stage : std::uint8_t {
    none,
    begun,   ///< `wait` or `park` is done, `wake` is to come
    queued,  ///< the same, in the queue of a condition variable
    left,    ///< `wake` has timed out and taken the mutex again; the next `wake` has nothing to do
  };
  stage now = stage::none;
  /// Atomics: the value to wait for a change of.
  std::uint64_t parked_on = 0;
  // In the queue of a condition variable, guarded by its lock.
  bool notified = false;
  std::condition_variable turn;
};

/// Opens once. Not `std::latch`: that of libstdc++ shares its sleepers' counters with all other
/// latches of the program, and so orders what has nothing to do with each other.
class native_gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    opened_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return is_open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = false;
};

/// A real thread with what it alone touches while it runs.
struct native_task {
  native_task(task_index index_, std::uint64_t seed_, const task_entry& entry_)
      : index(index_), seed(seed_), random_state(seed_), entry(entry_) {}

  const task_index index;
  /// Follows from the seed of the run and from who the task is: its parent's k-th.
  const std::uint64_t seed;
  /// What `choose` takes its numbers from.
  std::uint64_t random_state;
  task_entry entry;
  std::thread thread;

  /// Its starter waits here until it has moved what it needs out of `entry.context`.
  native_gate moved;
  bool has_moved = false;
  /// Whoever joins the task waits here; there may be several.
  native_gate ended;

  bool doomed = false;   ///< ends at its next operation that may throw
  bool failing = false;  ///< unwinds by `task_ended`
  native_sleep sleep;

  struct observation {
    std::uint64_t order;
    std::string name;
    std::string value;
  };
  std::vector<observation> observations;
  std::vector<std::unique_ptr<native_task>> children;
  std::vector<std::unique_ptr<native_object>> objects;
  std::map<const void*, std::shared_ptr<void>> locals;
};

}  // namespace heddle::scheduler
