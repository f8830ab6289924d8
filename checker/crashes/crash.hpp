#pragma once

#include <cstdint>
#include <string>

#include "scheduler/location.hpp"

namespace heddle::checker {

/// How a model ended its process, or would never have let go of it.
enum class crash_kind : std::uint8_t {
  null_pointer,         ///< SIGSEGV at an address close to zero
  invalid_address,      ///< SIGSEGV elsewhere
  segmentation_fault,   ///< SIGSEGV that somebody sent
  stack_overflow,       ///< SIGSEGV in the guard page of a task's stack
  bus_error,            ///< SIGBUS
  division_by_zero,     ///< SIGFPE by an integer division
  arithmetic_error,     ///< other SIGFPE
  illegal_instruction,  ///< SIGILL
  abort,                ///< SIGABRT
  terminate,            ///< std::terminate
  exit,                 ///< exit, _exit or quick_exit
  sanitizer,            ///< a sanitizer ended the process
  killed,               ///< a signal that cannot be caught
  endless_loop,         ///< a task ran on and on without a scheduling point
};

/// What is known about a crash without names and lines.
struct crash {
  crash_kind kind = crash_kind::invalid_address;
  /// `exit`: the status; `killed`: the signal; `stack_overflow`: the stack in KiB; `endless_loop`:
  /// the CPU time in milliseconds.
  std::int64_t number = 0;
  /// `terminate`: the exception in flight, if any.
  std::string text;
};

/// What a finding tells about a crash, or an endless loop.
struct crash_facts {
  crash_kind kind = crash_kind::invalid_address;
  /// The last step of the task that crashed; 0: it had done none.
  std::uint32_t last_step = 0;
  /// Its line, or where the task was started.
  scheduler::source_line last_line;
  /// The same schedule crashed again in a fresh process.
  bool again = false;
};

/// `segmentation fault: a null pointer was used`; `task` is the name of the task that ran, or empty
/// if none did.
std::string text_of(const crash& what, const std::string& task);

/// `10 s`, `500 ms`.
std::string duration_in_words(std::int64_t milliseconds);

}  // namespace heddle::checker
