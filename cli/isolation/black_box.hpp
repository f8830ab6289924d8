#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/crashes/crash.hpp"
#include "checker/finished_run.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::cli {

/// An execution that never came to its end: what is needed to replay it.
struct cut_execution {
  using identity = checker::finished_run::identity;

  std::vector<scheduler::event> events;
  std::vector<identity> tasks;
  std::vector<identity> objects;
  scheduler::execution_options options;
  std::uint32_t preemptions = 0;
  /// The place of the task that ran; `no_task` if none did.
  scheduler::task_index task = scheduler::no_task;

  /// Good as long as this object.
  [[nodiscard]] checker::finished_run view() const;
};

/// What a process has left behind about its crash.
struct crash_note {
  checker::crash what;
  /// The instruction that failed, if it was one.
  const void* instruction = nullptr;
  /// Nothing if it crashed outside of an execution.
  std::optional<cut_execution> execution;
  /// Executions that the search had ended before.
  std::uint64_t runs = 0;
};

/// Memory that survives the process which writes it: shared with the processes that are forked
/// later. Costs nothing until it is written. Throws `std::bad_alloc` if there is none.
class black_box {
 public:
  black_box();
  black_box(const black_box&) = delete;
  black_box& operator=(const black_box&) = delete;
  ~black_box();

  /// Forgets what was noted.
  void clear();

  /// Where a search keeps how far it is.
  [[nodiscard]] checker::search_position& position();

  /// The text of the exception that is about to end the process.
  void note_exception(std::string_view text) noexcept;

  /// Writes down what happens, and the execution that it happens in. Only the first call counts.
  /// Async-signal-safe: reads what the runtime has in memory.
  void note(checker::crash_kind kind, std::int64_t number, const void* instruction) noexcept;

  /// What was noted; nothing if nothing was.
  [[nodiscard]] std::optional<crash_note> read() const;

 private:
  struct contents;

  void note_execution(const scheduler::controlled_runtime& run) noexcept;

  contents* memory_;
};

}  // namespace heddle::cli
