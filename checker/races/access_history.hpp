#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/causes/deliberate_order.hpp"
#include "checker/finished_run.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// One access to a variable or an atomic.
struct access {
  std::uint32_t event = 0;
  scheduler::task_index task = scheduler::no_task;
  bool reads = false;
  bool writes = false;
  std::uint64_t before = 0;
  std::uint64_t after = 0;

  [[nodiscard]] bool changes() const { return writes && before != after; }
  [[nodiscard]] bool only_reads() const { return reads && !writes; }
};

/// The accesses to one variable up to one that is to be explained.
class access_history {
 public:
  /// `told` is the record of `run`; both must stay as they are. `last` is the event of an access.
  access_history(const finished_run& run, const scheduler::execution& told, std::uint32_t last);

  /// All of them, the one to be explained last.
  [[nodiscard]] const std::vector<access>& all() const { return all_; }
  [[nodiscard]] const access& last() const { return all_.back(); }
  [[nodiscard]] scheduler::object_index object() const { return object_; }

  /// The last access of the same task before this one; null if there is none.
  [[nodiscard]] const access* own_before(const access& later) const;

  /// The last change by others between two accesses of one task, the first of which saw or left
  /// another value than the second found. Null if there is none, or if it came before the second on
  /// purpose: then the task can know of it.
  [[nodiscard]] const access* change_between(const access& first, const access& second) const;

  /// The next change after the last access, if others do it.
  [[nodiscard]] std::optional<access> next_change() const;

  /// Whether the program sees to it that the first comes before the second.
  [[nodiscard]] bool on_purpose(const access& earlier, const access& later) const {
    return order_.orders(earlier.event, later.event);
  }

  [[nodiscard]] bool on_one_line(const access& left, const access& right) const;

 private:
  [[nodiscard]] std::optional<access> access_at(std::uint32_t event) const;

  const finished_run& run_;
  const scheduler::execution& told_;
  scheduler::object_index object_;
  deliberate_order order_;
  std::vector<access> all_;
};

}  // namespace heddle::checker
