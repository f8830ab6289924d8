#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// What an execution left behind, for detectors and tokens: a view of the runtime's tables, good
/// until its next run, or of data written by hand.
struct finished_run {
  using identity = scheduler::controlled_runtime::identity;
  using waiting = scheduler::controlled_runtime::waiting;

  scheduler::ending how = scheduler::ending::completed;
  std::span<const scheduler::event> events{};
  std::span<const scheduler::failure> failures{};
  /// By place; places without an object of this execution are not among `created_objects`.
  std::span<const scheduler::object_state> objects{};
  /// The same as they were made.
  std::span<const scheduler::object_state> initial_objects{};
  std::span<const waiting> stuck{};
  /// As in `scheduler::controlled_runtime`.
  std::span<const waiting> kept_asleep{};
  std::span<const scheduler::progress_mark> marks{};
  std::span<const identity> created_tasks{};
  std::span<const identity> created_objects{};
  bool main_takes_part = true;
  std::uint32_t preemptions = 0;
  scheduler::execution_options options{};
  /// Both sides, if the run did not go as it had gone before.
  const scheduler::divergence* astray = nullptr;
};

/// The last run of a runtime.
finished_run view_of(const scheduler::controlled_runtime& run);

/// The order of creation by place: the n-th created task or object of a run has ordinal n.
class ordinals {
 public:
  /// For places that nothing was created at.
  static constexpr std::uint32_t none = 0xffff'ffff;

  explicit ordinals(std::span<const finished_run::identity> created);

  [[nodiscard]] std::uint32_t operator()(std::uint32_t place) const {
    return place < by_place_.size() ? by_place_[place] : none;
  }

 private:
  std::vector<std::uint32_t> by_place_;
};

/// A hash step that is the same in every build.
std::uint64_t mix(std::uint64_t seed, std::uint64_t value);

/// Who a task or an object is, as a number that is the same under every schedule: a hash of the
/// numbers of creation along the chain of creators.
std::uint64_t identity_of_task(const finished_run& run, scheduler::task_index task);
std::uint64_t identity_of_object(const finished_run& run, scheduler::object_index object);

}  // namespace heddle::checker
